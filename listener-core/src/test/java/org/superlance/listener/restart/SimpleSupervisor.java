package org.superlance.listener.restart;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.testkit.ScriptedSupervisor;

/** A supervisord whose programs stop and start at once, unless the test says otherwise. Each start is a minute later. */
final class SimpleSupervisor {

    private final Map<Namespec, ProcessInfo> processes = new TreeMap<>();
    private final List<String> calls = new ArrayList<>();
    private final List<Namespec> slow = new ArrayList<>();
    private Instant now = ProcessInfos.NOW;
    private long lastPid = 100;
    private int silentTables;
    private @Nullable Namespec early;

    SimpleSupervisor(String... running) {
        for (String name : running) {
            start(Namespec.parse(name));
        }
        now = now.plus(Duration.ofHours(1));
    }

    /** For what restarts. */
    SupervisorClient client() {
        return (SupervisorClient) Proxy.newProxyInstance(
                SimpleSupervisor.class.getClassLoader(),
                new Class<?>[] {SupervisorClient.class},
                (proxy, call, arguments) -> switch (call.getName()) {
                    case "processes" -> table();
                    case "process" -> process((Namespec) arguments[0]);
                    case "stop" -> called("stop", (Namespec) arguments[0]);
                    case "start" -> called("start", (Namespec) arguments[0]);
                    default -> throw new AssertionError("unexpected call: " + call);
                });
    }

    /** The stops and starts that it was asked for, such as {@code stop web:w1}. */
    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    synchronized ProcessInfo get(String name) {
        return known(Namespec.parse(name));
    }

    /** From now on a start of that one leaves it STARTING. */
    synchronized void startSlowly(String name) {
        slow.add(Namespec.parse(name));
    }

    /** It does not answer the next calls for all processes. */
    synchronized void silentForTables(int calls) {
        silentTables = calls;
    }

    /** From now on it seems to have been started before all others, whenever it is. */
    synchronized void startsEarlier(String name) {
        early = Namespec.parse(name);
    }

    synchronized void set(String name, ProcessState state) {
        Namespec namespec = Namespec.parse(name);
        ProcessInfo before = processes.get(namespec);
        boolean runs = state == ProcessState.RUNNING || state == ProcessState.STARTING;
        processes.put(
                namespec,
                info(
                        namespec,
                        state,
                        !runs ? 0 : before != null && before.hasPid() ? before.pid() : ++lastPid,
                        before == null ? now : before.start()));
    }

    private ProcessInfo known(Namespec name) {
        return requireNonNull(processes.get(name), () -> "no process " + name);
    }

    private synchronized RpcResult<List<ProcessInfo>> table() {
        silentTables--;
        return silentTables >= 0
                ? ScriptedSupervisor.silence(false)
                : ScriptedSupervisor.done(List.copyOf(processes.values()));
    }

    private synchronized RpcResult<ProcessInfo> process(Namespec name) {
        ProcessInfo found = processes.get(name);
        return found == null ? ScriptedSupervisor.fault(Fault.BAD_NAME) : ScriptedSupervisor.done(found);
    }

    private synchronized RpcResult<Boolean> called(String call, Namespec name) {
        calls.add(call + " " + name);
        if (call.equals("start")) {
            start(name);
        } else {
            processes.put(name, info(name, ProcessState.STOPPED, 0, known(name).start()));
        }
        return ScriptedSupervisor.done(true);
    }

    private void start(Namespec name) {
        now = now.plus(Duration.ofMinutes(1));
        ProcessState state = slow.contains(name) ? ProcessState.STARTING : ProcessState.RUNNING;
        processes.put(name, info(name, state, ++lastPid, name.equals(early) ? ProcessInfos.NOW : now));
    }

    private ProcessInfo info(Namespec name, ProcessState state, long pid, Instant start) {
        return new ProcessInfo(name, state, pid, start, Instant.EPOCH, now, 0, "", "", "");
    }
}
