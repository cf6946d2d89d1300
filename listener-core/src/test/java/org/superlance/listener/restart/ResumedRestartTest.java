package org.superlance.listener.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.restart.ProcessInfos.process;
import static org.superlance.listener.restart.ProcessInfos.running;
import static org.superlance.listener.testkit.ScriptedSupervisor.done;
import static org.superlance.listener.testkit.ScriptedSupervisor.fault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.superlance.listener.restart.RestartNote.Progress;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.ScriptedSupervisor;

/** What is left of restarts when the listener was killed. */
class ResumedRestartTest extends RestartFixture {

    /** What was stopped by the listener is not left stopped, whoever pauses it. */
    @Test
    void startsWhatAnEarlierLifeHasStoppedThoughItIsPaused() {
        notes.record(NOTE);
        supervisor
                .answers("process", in(ProcessState.STOPPED))
                .answers("start", done(true))
                .answers("process", done(running("web:w1", 8)));

        RestartManagers.of(supervisor, notes, time, metrics, name -> Optional.of("paused"))
                .resume(this::report);
        time.pass(LONG);

        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
        assertThat(supervisor.calls()).contains("start web:w1");
    }

    @Test
    void finishesInItsNextLifeWhatItHadBegun() {
        notes.pending.add(NOTE);
        ScriptedSupervisor supervisor = new ScriptedSupervisor()
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", done(running("web:w1", 8)))
                .answers("start", done(true));

        RestartManagers.of(supervisor, notes, time, metrics).resume(this::report);
        time.pass(LONG);

        assertThat(supervisor.calls()).contains("start web:w1").doesNotContain("stop web:w1");
        assertThat(notes.pending()).isEmpty();
    }

    @Test
    void reportsInItsNextLifeARestartLikeAnyOther() {
        notes.pending.add(NOTE);
        supervisor
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", done(running("web:w1", 8)))
                .answers("start", fault(Fault.SPAWN_ERROR))
                .answers("start", done(true));

        assertThat(restartManager.resume(this::report)).isEqualTo(1);
        time.pass(LONG);

        assertThat(outcomes()).containsExactly(Outcome.START_FAILED, Outcome.RESTARTED);
        assertThat(reports.get(1).id()).isEqualTo(NOTE.id());
        assertThat(decisions.get(1).reason()).startsWith("1 exceeds 0; interrupted");
        assertThat(decisions.get(1).process().pid()).isEqualTo(7);
        assertThat(metrics.values()).containsKey("RESTARTS web:w1 memory restarted");
    }

    @Test
    void reportsAFailingStartOnceInAllItsLives() {
        notes.pending.add(NOTE.withStartFailed());
        supervisor
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", done(running("web:w1", 8)))
                .answers("start", fault(Fault.SPAWN_ERROR))
                .answers("start", done(true));

        restartManager.resume(this::report);
        time.pass(LONG);

        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
    }

    @Test
    void reportsInItsNextLifeWhatWasOverAndNotTold() {
        tellsAtOnce = false;
        supervisor
                .answers("stop", done(true))
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", done(running("web:w1", 8)))
                .answers("start", done(true));
        restart();
        List<String> calls = List.copyOf(supervisor.calls());
        assertThat(notes.pending()).hasSize(1);

        RestartManagers.of(supervisor, notes, time, metrics).resume(this::report);
        time.pass(LONG);

        assertThat(outcomes()).containsExactly(Outcome.RESTARTED, Outcome.RESTARTED);
        assertThat(reports.get(1).id()).isEqualTo(reports.get(0).id());
        assertThat(supervisor.calls()).isEqualTo(calls);
        untold.forEach(Runnable::run);
        assertThat(notes.pending()).isEmpty();
    }

    @Test
    void doesNotStartInItsNextLifeWhatSomebodyElseStoppedSince() {
        notes.pending.add(NOTE);
        ProcessInfo stopped = process("web:w1", ProcessState.STOPPED, 0, Duration.ofMinutes(-5));
        supervisor.answers("process", done(stopped));

        restartManager.resume(this::report);
        time.pass(LONG);

        assertThat(outcomes()).containsExactly(Outcome.SKIPPED);
        assertThat(supervisor.calls()).doesNotContain("start web:w1");
    }

    @Test
    void startsInItsNextLifeWhatItHasStoppedAlsoWhenTheClockWasSetBack() {
        ProcessInfo before = NOTE.decision().process();
        notes.pending.add(NOTE.begun(before.start().minus(Duration.ofHours(1)), ""));
        supervisor
                .answers("process", done(stoppedSince(before)))
                .answers("process", done(running("web:w1", 8)))
                .answers("start", done(true));

        restartManager.resume(this::report);
        time.pass(LONG);

        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
    }

    @Test
    void stopsNothingInItsNextLife() {
        notes.pending.add(NOTE);
        supervisor.answers("process", done(running("web:w1", 7)));

        restartManager.resume(this::report);
        time.pass(LONG);

        assertThat(outcomes()).containsExactly(Outcome.SKIPPED);
        assertThat(supervisor.calls()).doesNotContain("stop web:w1");
        assertThat(notes.pending()).isEmpty();
    }

    @Test
    void leavesInItsNextLifeAProcessThatRuns() {
        notes.pending.add(NOTE);
        ScriptedSupervisor supervisor = new ScriptedSupervisor().answers("process", done(running("web:w1", 8)));

        RestartManagers.of(supervisor, notes, time, metrics).resume(this::report);
        time.pass(LONG);

        assertThat(supervisor.calls()).containsExactly("process web:w1");
        assertThat(notes.pending()).isEmpty();
    }

    /** It was killed in the hook before the stop; an operator has stopped the program since. */
    @Test
    void startsNothingThatItHasNotAskedToStop() {
        notes.pending.add(NOTE.at(Progress.BEFORE_STOP));
        supervisor.answers("process", in(ProcessState.STOPPED));

        restartManager.resume(this::report);
        time.pass(LONG);

        assertThat(outcomes()).containsExactly(Outcome.SKIPPED);
        assertThat(supervisor.calls()).doesNotContain("start web:w1");
        assertThat(notes.pending()).isEmpty();
    }

    /** There is no stop that could still come, for which a note would have to be kept. */
    @Test
    void forgetsAtOnceWhatItHasNotAskedToStop() {
        notes.pending.add(NOTE.at(Progress.BEFORE_STOP));
        supervisor.answers("process", done(running("web:w1", 7)));

        restartManager.resume(this::report);
        time.pass(Duration.ZERO);

        assertThat(outcomes()).containsExactly(Outcome.SKIPPED);
        assertThat(reports.get(0).sentence())
                .isEqualTo("it was not stopped when the listener ended, still running with pid 7");
        assertThat(notes.pending()).isEmpty();
    }

    @Test
    void readsAgainHowFarItHadCome() {
        RestartNoteCodec codec = new RestartNoteCodec();

        assertThat(Progress.values())
                .allSatisfy(progress -> assertThat(
                                codec.decode(codec.encode(NOTE.at(progress))).progress())
                        .isEqualTo(progress));
    }

    private static ProcessInfo stoppedSince(ProcessInfo before) {
        return new ProcessInfo(
                before.name(), ProcessState.STOPPED, 0, before.start(), before.now(), before.now(), 0, "", "", "");
    }
}
