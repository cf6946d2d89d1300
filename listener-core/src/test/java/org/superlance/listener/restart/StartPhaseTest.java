package org.superlance.listener.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.restart.ProcessInfos.decision;
import static org.superlance.listener.restart.ProcessInfos.running;
import static org.superlance.listener.testkit.ScriptedSupervisor.done;
import static org.superlance.listener.testkit.ScriptedSupervisor.fault;
import static org.superlance.listener.testkit.ScriptedSupervisor.silence;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.SupervisorClient;

/** Restarts whose start is not like others. */
class StartPhaseTest extends RestartFixture {

    /** No memory left, or a class that is gone, is no reason to leave it stopped. */
    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, OutOfMemoryError.class, NoClassDefFoundError.class})
    void startsItAllTheSameAfterAFaultOfThisProgram(Class<? extends Throwable> fault) {
        supervisor
                .answers("stop", done(true))
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", in(ProcessState.STOPPED))
                .answers("start", done(true))
                .answers("process", done(running("web:w1", 8)));
        AtomicBoolean failed = new AtomicBoolean();
        SupervisorClient failing = (SupervisorClient) Proxy.newProxyInstance(
                SupervisorClient.class.getClassLoader(),
                new Class<?>[] {SupervisorClient.class},
                (proxy, call, arguments) -> {
                    if (call.getName().equals("start") && failed.compareAndSet(false, true)) {
                        throw fault.getConstructor().newInstance();
                    }
                    return call.invoke(supervisor, arguments);
                });

        RestartManagers.of(failing, notes, time, metrics)
                .restart(decision(running("web:w1", 7)), RestartHooks.NONE, this::report);
        time.pass(LONG);

        assertThat(failed).isTrue();
        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
    }

    @Test
    void triesAFailedStartAgainWithGrowingDelaysAndReportsItOnce() {
        supervisor
                .answers("stop", done(true))
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", done(running("web:w1", 8)));
        for (int i = 0; i < 11; i++) {
            supervisor.answers("start", fault(Fault.SPAWN_ERROR));
        }
        supervisor.answers("start", silence(false)).answers("start", done(true));

        restart();

        assertThat(outcomes()).containsExactly(Outcome.START_FAILED, Outcome.RESTARTED);
        assertThat(time.delays().stream().map(Duration::toSeconds).filter(seconds -> seconds > 0))
                .containsSubsequence(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L, 300L);
    }

    @Test
    void startsAgainWhatSupervisordHasGivenUp() {
        supervisor
                .answers("stop", done(true))
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", started(ProcessState.BACKOFF))
                .answers("process", started(ProcessState.FATAL))
                .answers("process", done(running("web:w1", 8)))
                .answers("start", done(true));

        restart();

        assertThat(outcomes()).containsExactly(Outcome.START_FAILED, Outcome.RESTARTED);
        assertThat(supervisor.calls())
                .filteredOn(call -> call.startsWith("start"))
                .hasSize(2);
    }

    @Test
    void doesNotStartWhatSomebodyStoppedAfterTheRestart() {
        supervisor
                .answers("stop", done(true))
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", started(ProcessState.STOPPED))
                .answers("start", done(true));

        restart();

        assertThat(outcomes()).containsExactly(Outcome.SKIPPED);
        assertThat(supervisor.calls())
                .filteredOn(call -> call.startsWith("start"))
                .hasSize(1);
    }

    @Test
    void isContentWhenSomebodyElseWasFasterToStart() {
        supervisor
                .answers("stop", done(true))
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", done(running("web:w1", 8)))
                .answers("start", fault(Fault.ALREADY_STARTED));

        restart();

        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
    }

    @Test
    void doesNotStartOverAndOverWhatRunsOnceWhereStartTimesAreUnknown() {
        ProcessInfo exited =
                new ProcessInfo(W1, ProcessState.EXITED, 0, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, 0, "", "", "");
        supervisor.answers("stop", done(true)).answers("process", done(exited)).answers("start", done(true));

        restart();

        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
        assertThat(supervisor.calls())
                .filteredOn(call -> call.startsWith("start"))
                .hasSize(1);
    }

    @Test
    void startsAgainWhatARefusedStartHasNotStarted() {
        supervisor.answers("stop", done(true));
        for (int i = 0; i < 12; i++) {
            supervisor.answers("process", in(ProcessState.EXITED));
        }
        supervisor
                .answers("start", fault(Fault.OTHER))
                .answers("start", done(true))
                .answers("process", done(running("web:w1", 8)));

        restart();

        assertThat(outcomes()).containsExactly(Outcome.START_FAILED, Outcome.RESTARTED);
    }

    /** 0.7.3 of the Go supervisord confirms a start soon after an early stop, and starts nothing. */
    @Test
    void startsAgainWhatAConfirmedStartHasNotStarted() {
        supervisor.answers("stop", done(true)).answers("start", done(true));
        for (int i = 0; i < 12; i++) {
            supervisor.answers("process", in(ProcessState.STOPPED));
        }
        supervisor.answers("process", done(running("web:w1", 8)));

        restart();

        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
        assertThat(supervisor.calls())
                .filteredOn(call -> call.startsWith("start"))
                .hasSize(2);
    }

    @Test
    void saysThatNothingStartsWhenThatGoesOn() {
        supervisor
                .answers("stop", done(true))
                .answers("start", done(true))
                .answers("process", in(ProcessState.STOPPED));

        restart();

        assertThat(outcomes()).containsExactly(Outcome.START_FAILED);
        assertThat(restartManager.isInProgress(W1)).isTrue();
        assertThat(notes.pending()).extracting(RestartNote::name).containsExactly(W1);
    }

    @Test
    void seesThatAStartWithoutAnAnswerWasMade() {
        supervisor
                .answers("stop", done(true))
                .answers("process", in(ProcessState.STOPPED))
                .answers("start", silence(true))
                .answers("process", done(running("web:w1", 8)));

        restart();

        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
    }
}
