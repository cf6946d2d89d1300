package org.superlance.listener.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.restart.ProcessInfos.decision;
import static org.superlance.listener.restart.ProcessInfos.process;
import static org.superlance.listener.restart.ProcessInfos.running;
import static org.superlance.listener.testkit.ScriptedSupervisor.done;
import static org.superlance.listener.testkit.ScriptedSupervisor.fault;
import static org.superlance.listener.testkit.ScriptedSupervisor.silence;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.ScriptedSupervisor;

/** Restarts whose stop is not like others. */
class StopPhaseTest extends RestartFixture {

    @Test
    void leavesAProcessAloneThatCannotBeStopped() {
        supervisor.answers("stop", fault(Fault.FAILED));

        restart();

        assertThat(outcomes()).containsExactly(Outcome.STOP_FAILED);
        assertThat(supervisor.calls()).containsOnlyOnce("stop web:w1").doesNotContain("start web:w1");
        assertThat(notes.pending()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_RUNNING", "SHUTDOWN_STATE", "BAD_NAME"})
    void leavesAProcessAloneThatNeedsNoRestartAnyMore(Fault fault) {
        supervisor.answers("stop", fault(fault));

        restart();

        assertThat(outcomes()).containsExactly(Outcome.SKIPPED);
        assertThat(supervisor.calls()).containsExactly("process web:w1", "stop web:w1");
    }

    @Test
    void leavesAProcessAloneWhenTheStopNeverReachedSupervisord() {
        supervisor.answers("stop", silence(false));

        restart();

        assertThat(outcomes()).containsExactly(Outcome.STOP_FAILED);
        assertThat(supervisor.calls()).containsExactly("process web:w1", "stop web:w1");
    }

    @Test
    void startsAProcessWhoseStopNobodyConfirmed() {
        supervisor
                .answers("stop", silence(true))
                .answers("process", silence(false))
                .answers("process", in(ProcessState.STOPPING))
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", done(running("web:w1", 8)))
                .answers("start", done(true));

        restart();

        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
        assertThat(supervisor.calls()).contains("start web:w1");
    }

    @Test
    void looksAtAProcessThatTakesSecondsToStopMoreThanOnceASecond() {
        supervisor.answers("stop", done(true)).answers("process", in(ProcessState.STOPPING));
        restartManager.restart(decision(running("web:w1", 7)), RestartHooks.NONE, this::report);
        time.pass(Duration.ofMillis(3_500));
        int before = supervisor.calls().size();

        time.pass(Duration.ofMillis(600));

        assertThat(supervisor.calls()).hasSizeGreaterThan(before);
    }

    @Test
    void seesThatAnUnconfirmedStopWasNeverCarriedOut() {
        supervisor.answers("stop", silence(true)).answers("process", done(running("web:w1", 7)));

        restart();

        assertThat(outcomes()).containsExactly(Outcome.STOP_FAILED);
        assertThat(supervisor.calls()).doesNotContain("start web:w1");
    }

    @Test
    void waitsAnHourForAGracefulStop() {
        supervisor.answers("stop", done(true)).answers("start", done(true));
        restarterOfSlowStop();

        time.pass(Duration.ofHours(1));
        assertThat(restartManager.isInProgress(W1)).isTrue();

        time.pass(Duration.ofMinutes(10));
        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
    }

    @Test
    void startsWhatIsUnknownToItsServerAndHasNoPid() {
        supervisor
                .answers("stop", done(true))
                .answers("process", in(ProcessState.UNKNOWN))
                .answers("process", in(ProcessState.UNKNOWN))
                .answers("process", in(ProcessState.UNKNOWN))
                .answers("process", in(ProcessState.UNKNOWN))
                .answers("process", in(ProcessState.UNKNOWN))
                .answers("process", done(running("web:w1", 8)))
                .answers("start", done(true));

        restart();
        time.pass(LONG);

        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
    }

    /** 0.7.4 of the Go supervisord refuses what it does, and shows what it has stopped as BACKOFF. */
    @Test
    void restartsWhatARefusedStopHasStopped() {
        supervisor
                .answers("stop", fault(Fault.OTHER))
                .answers("process", done(running("web:w1", 7)))
                .answers("process", in(ProcessState.STOPPING))
                .answers("process", in(ProcessState.BACKOFF))
                .answers("process", in(ProcessState.BACKOFF))
                .answers("process", in(ProcessState.BACKOFF))
                .answers("process", in(ProcessState.BACKOFF))
                .answers("start", fault(Fault.OTHER))
                .answers("process", in(ProcessState.BACKOFF))
                .answers("process", started(ProcessState.STARTING))
                .answers("process", done(running("web:w1", 8)));

        restart();

        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
        assertThat(supervisor.calls()).containsOnlyOnce("stop web:w1", "start web:w1");
        assertThat(notes.pending()).isEmpty();
    }

    @Test
    void takesANewStartTimeForANewProcess() {
        supervisor
                .answers("stop", fault(Fault.OTHER))
                .answers("process", done(process("web:w1", ProcessState.RUNNING, 7, Duration.ofSeconds(1))));

        restart();

        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
    }

    /** One look in BACKOFF may be between two attempts of supervisord. */
    @Test
    void leavesToSupervisordWhatItStartsAgainItself() {
        supervisor
                .answers("stop", fault(Fault.OTHER))
                .answers("process", in(ProcessState.BACKOFF))
                .answers("process", started(ProcessState.STARTING))
                .answers("process", done(running("web:w1", 8)));

        restart();

        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
        assertThat(supervisor.calls()).doesNotContain("start web:w1");
    }

    @Test
    void startsWhatStopsLongAfterARefusedStop() {
        supervisor.answers("stop", fault(Fault.OTHER));
        for (int i = 0; i < 60; i++) {
            supervisor.answers("process", done(running("web:w1", 7)));
        }
        for (int i = 0; i < 4; i++) {
            supervisor.answers("process", in(ProcessState.BACKOFF));
        }
        supervisor.answers("start", fault(Fault.OTHER)).answers("process", done(running("web:w1", 8)));

        restart();

        assertThat(outcomes()).containsExactly(Outcome.STOP_FAILED, Outcome.RESTARTED);
        assertThat(supervisor.calls()).containsOnlyOnce("start web:w1");
        assertThat(notes.pending()).isEmpty();
    }

    /** Not every server shows a process as STOPPING, and a yes may be none. */
    @Test
    void saysThatAConfirmedStopHasStoppedNothingAndWatchesFurther() {
        supervisor.answers("stop", done(true));
        for (int i = 0; i < 60; i++) {
            supervisor.answers("process", done(running("web:w1", 7)));
        }
        supervisor
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", in(ProcessState.STOPPED))
                .answers("start", done(true))
                .answers("process", done(running("web:w1", 8)));

        restart();

        assertThat(outcomes()).containsExactly(Outcome.STOP_FAILED, Outcome.RESTARTED);
        assertThat(notes.pending()).isEmpty();
    }

    /** The one that ends the watch records nothing: what is left would start the process in a later life. */
    @Test
    void forgetsWhatItWatchesWhenTheNextRestartOfItBegins() {
        supervisor.answers("stop", done(true));
        AtomicBoolean paused = new AtomicBoolean();
        RestartManager manager = RestartManagers.of(
                supervisor, notes, time, metrics, name -> paused.get() ? Optional.of("paused") : Optional.empty());
        manager.restart(decision(running("web:w1", 7)), RestartHooks.NONE, this::report);
        time.pass(Duration.ofMinutes(10));

        paused.set(true);
        RestartHooks later = RestartHooks.NONE.withDelay(Duration.ofMinutes(1));
        manager.restart(decision(running("web:w1", 7)), later, this::report);
        time.pass(LONG);

        assertThat(outcomes()).containsExactly(Outcome.STOP_FAILED, Outcome.SKIPPED);
        assertThat(notes.pending()).isEmpty();
    }

    /** The Go supervisord says yes to the stop of what does not run. */
    @Test
    void doesNotStartWhatSomebodyStoppedBeforeTheRestart() {
        ScriptedSupervisor supervisor = new ScriptedSupervisor().answers("process", in(ProcessState.STOPPED));

        RestartManagers.of(supervisor, notes, time, metrics)
                .restart(decision(running("web:w1", 7)), RestartHooks.NONE, this::report);
        time.pass(LONG);

        assertThat(outcomes()).containsExactly(Outcome.SKIPPED);
        assertThat(supervisor.calls()).containsExactly("process web:w1");
    }

    private void restarterOfSlowStop() {
        // one look is taken every three seconds at most, so that these last for more than an hour
        for (int i = 0; i < 1_300; i++) {
            supervisor.answers("process", in(ProcessState.STOPPING));
        }
        supervisor.answers("process", in(ProcessState.STOPPED)).answers("process", done(running("web:w1", 8)));
        restartManager.restart(decision(running("web:w1", 7)), RestartHooks.NONE, this::report);
    }
}
