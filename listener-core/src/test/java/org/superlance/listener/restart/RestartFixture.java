package org.superlance.listener.restart;

import static org.superlance.listener.restart.ProcessInfos.decision;
import static org.superlance.listener.restart.ProcessInfos.process;
import static org.superlance.listener.restart.ProcessInfos.running;
import static org.superlance.listener.testkit.ScriptedSupervisor.done;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.testkit.RecordedMetrics;
import org.superlance.listener.testkit.ScriptedSupervisor;
import org.superlance.listener.testkit.VirtualTime;

/** One process whose supervisord answers as the test says, on virtual time. */
abstract class RestartFixture {

    static final Namespec W1 = Namespec.parse("web:w1");
    static final Duration LONG = Duration.ofHours(2);
    static final Instant BEGIN = ProcessInfos.NOW;
    /** An hour after the start of the process. */
    static final RestartNote NOTE = RestartNote.of(decision(running("web:w1", 7), "memory"), Duration.ZERO)
            .begun(BEGIN, "memmon m:m");

    final ScriptedSupervisor supervisor = new ScriptedSupervisor().answers("process", done(running("web:w1", 7)));
    final VirtualTime time = new VirtualTime();
    final Notes notes = new Notes();
    final List<RestartResult> reports = new ArrayList<>();
    final List<Decision> decisions = new ArrayList<>();
    final List<Runnable> untold = new ArrayList<>();
    boolean tellsAtOnce = true;
    final RecordedMetrics metrics = new RecordedMetrics();
    final RestartManager restartManager = RestartManagers.of(supervisor, notes, time, metrics);

    void restart() {
        restartManager.restart(decision(running("web:w1", 7)), RestartHooks.NONE, this::report);
        time.pass(LONG);
    }

    void report(Decision decision, RestartResult result, Runnable told) {
        decisions.add(decision);
        reports.add(result);
        if (tellsAtOnce) {
            told.run();
        } else {
            untold.add(told);
        }
    }

    List<Outcome> outcomes() {
        return reports.stream().map(RestartResult::outcome).toList();
    }

    /** With another start time than before. */
    static RpcResult<ProcessInfo> started(ProcessState state) {
        return done(process("web:w1", state, state == ProcessState.STARTING ? 8 : 0, Duration.ofMinutes(1)));
    }

    /** Not started since. */
    static RpcResult<ProcessInfo> in(ProcessState state) {
        return done(process("web:w1", state, state == ProcessState.STOPPING ? 7 : 0, Duration.ofHours(1)));
    }

    final class Notes implements RestartJournal {

        final Set<RestartNote> pending = new LinkedHashSet<>();
        final List<String> log = new ArrayList<>();

        @Override
        public RestartNote record(RestartNote note) {
            RestartNote dated = note.since().equals(Instant.EPOCH) ? note.begun(BEGIN, "memmon m:m") : note;
            pending.removeIf(before -> before.id().equals(note.id()));
            pending.add(dated);
            log.add("note " + note.name() + " after " + supervisor.calls().size() + " calls");
            return dated;
        }

        @Override
        public void remove(RestartNote note) {
            pending.removeIf(before -> before.id().equals(note.id()));
            log.add("forget " + note.name());
        }

        @Override
        public int size() {
            return 0;
        }

        @Override
        public boolean isPending(Namespec name) {
            return pending.stream().anyMatch(note -> note.name().equals(name));
        }

        @Override
        public List<RestartNote> pending() {
            return List.copyOf(pending);
        }

        @Override
        public String owner() {
            return "memmon m:m";
        }
    }
}
