package org.superlance.listener.testkit;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.GoSupervisord.Release;

/** A program of a {@link GoSupervisord}, which is also its lock. */
final class GoProcess {

    private static final Duration START_SECONDS = Duration.ofSeconds(1);
    private static final int START_RETRIES = 3;
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final Duration QUICK_END = Duration.ofSeconds(2);
    private static final Duration QUICK_END_PENALTY = Duration.ofSeconds(5);

    private final GoSupervisord server;
    private final Namespec name;
    private final List<String> command;
    private ProcessState state = ProcessState.STOPPED;
    private @Nullable Process process;
    private Instant start = Instant.EPOCH;
    private Instant stop = Instant.EPOCH;
    private Instant deafUntil = Instant.EPOCH;
    private int exitStatus;
    private int ends;
    private boolean stoppedByUser;

    GoProcess(GoSupervisord server, Namespec name, List<String> command) {
        this.server = server;
        this.name = name;
        this.command = command;
    }

    Namespec name() {
        return name;
    }

    boolean isRunning() {
        return process != null;
    }

    /** What was asked for by somebody: it counts the ends from the beginning. */
    void start() {
        ends = 0;
        spawn();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the server
    private void spawn() {
        if (process != null || server.isEnding() || Instant.now().isBefore(deafUntil)) {
            return;
        }
        stoppedByUser = false;
        enter(ProcessState.STARTING, state, " tries:" + ends);
        start = Instant.now();
        try {
            Process started = server.spawn(command, Map.of(), false, name.name());
            process = started;
            server.later(START_SECONDS, () -> {
                if (started.equals(process) && state == ProcessState.STARTING) {
                    enter(ProcessState.RUNNING, state, " pid:" + started.pid());
                }
            });
            started.onExit().thenAccept(this::ended);
        } catch (IOException e) {
            enter(ProcessState.FATAL, state, "");
        }
    }

    void stop() {
        Process running = process;
        stoppedByUser = true;
        if (running == null) {
            return;
        }
        enter(ProcessState.STOPPING, state, " pid:" + running.pid());
        running.destroy();
        server.later(GoSupervisord.STOP_WAIT, running::destroyForcibly);
    }

    void signal(String signal) throws IOException {
        Process running = process;
        if (running != null) {
            server.spawn(
                    List.of("kill", "-s", signal, Long.toString(running.pid())),
                    Map.of(),
                    false,
                    name.name() + ".kill");
        }
    }

    private void ended(Process old) {
        synchronized (server) {
            if (server.isEnding()) {
                return;
            }
            process = null;
            stop = Instant.now();
            exitStatus = old.exitValue();
            if (server.release() == Release.V0_7_3) {
                ended073(old);
            } else {
                ended074();
            }
        }
    }

    private void ended073(Process old) {
        if (Duration.between(start, stop).compareTo(QUICK_END) < 0) {
            deafUntil = stop.plus(QUICK_END_PENALTY);
        }
        if (stoppedByUser) {
            enter(ProcessState.STOPPED, state, " pid:" + old.pid());
        } else if (state == ProcessState.STARTING) {
            enter(ProcessState.BACKOFF, state, " tries:" + ++ends);
            retryOrGiveUp();
        } else {
            enter(ProcessState.EXITED, state, " expected:" + (exitStatus == 0 ? 1 : 0) + " pid:" + old.pid());
            if (exitStatus != 0) {
                retry();
            }
        }
    }

    private void ended074() {
        enter(ProcessState.BACKOFF, ProcessState.STOPPED, " tries:" + ++ends);
        if (!stoppedByUser) {
            retryOrGiveUp();
        }
    }

    private void retryOrGiveUp() {
        if (ends >= START_RETRIES) {
            enter(ProcessState.FATAL, state, "");
        } else {
            retry();
        }
    }

    private void retry() {
        Duration wait = Duration.between(Instant.now(), deafUntil);
        server.later(wait.compareTo(RETRY_DELAY) > 0 ? wait.plusMillis(1) : RETRY_DELAY, () -> {
            if (!stoppedByUser) {
                spawn();
            }
        });
    }

    private void enter(ProcessState next, ProcessState from, String more) {
        state = next;
        server.publish(
                "PROCESS_STATE_" + next,
                "processname:" + name.name() + " groupname: from_state:" + GoSupervisord.stateName(from) + more);
    }

    String describe() {
        synchronized (server) {
            return GoSupervisord.stateName(state) + " pid " + pid();
        }
    }

    private long pid() {
        return process == null ? 0 : process.pid();
    }

    /** The struct of {@code getProcessInfo}. */
    Map<String, Object> info() {
        synchronized (server) {
            Map<String, Object> info = new LinkedHashMap<>();
            info.put("name", name.name());
            info.put("group", name.group());
            info.put("description", "pid " + pid());
            info.put("start", (int) start.getEpochSecond());
            info.put("stop", (int) stop.getEpochSecond());
            info.put("now", (int) Instant.now().getEpochSecond());
            info.put("state", state.code());
            info.put("statename", GoSupervisord.stateName(state));
            info.put("spawnerr", "");
            info.put("exitstatus", exitStatus);
            info.put("logfile", "");
            info.put(
                    "stdout_logfile",
                    server.directory().resolve(name.name() + ".stdout.log").toString());
            info.put(
                    "stderr_logfile",
                    server.directory().resolve(name.name() + ".stderr.log").toString());
            info.put("pid", (int) pid());
            return info;
        }
    }
}
