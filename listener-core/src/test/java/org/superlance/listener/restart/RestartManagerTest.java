package org.superlance.listener.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.restart.ProcessInfos.decision;
import static org.superlance.listener.restart.ProcessInfos.running;
import static org.superlance.listener.testkit.ScriptedSupervisor.done;
import static org.superlance.listener.testkit.ScriptedSupervisor.fault;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LogLines;

class RestartManagerTest extends RestartFixture {

    @Test
    void stopsAndStarts() {
        supervisor
                .answers("stop", done(true))
                .answers("process", in(ProcessState.STOPPING))
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", in(ProcessState.STARTING))
                .answers("process", done(running("web:w1", 8)))
                .answers("start", done(true));

        restart();

        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
        assertThat(supervisor.calls())
                .filteredOn(call -> !call.startsWith("process"))
                .containsExactly("stop web:w1", "start web:w1");
        assertThat(restartManager.isInProgress(W1)).isFalse();
    }

    /** One that waits for its delay while an operator pauses it. */
    @Test
    void doesNotBeginTheRestartOfWhatWasPausedMeanwhile() {
        RestartManager paused =
                RestartManagers.of(supervisor, notes, time, metrics, name -> Optional.of("paused until 22:10 by root"));

        paused.restart(decision(running("web:w1", 7), "memory"), RestartHooks.NONE, this::report);
        time.pass(LONG);

        assertThat(outcomes()).containsExactly(Outcome.SKIPPED);
        assertThat(reports.get(0).sentence()).isEqualTo("paused until 22:10 by root");
        assertThat(supervisor.calls()).isEmpty();
        assertThat(paused.isInProgress(W1)).isFalse();
    }

    @Test
    void takesDownWhyARestartWasMadeAndWhatCameOfIt() {
        supervisor
                .answers("stop", done(true))
                .answers("process", in(ProcessState.STOPPED))
                .answers("start", fault(Fault.SPAWN_ERROR))
                .answers("start", done(true))
                .answers("process", done(running("web:w1", 8)));

        restartManager.restart(decision(running("web:w1", 7), "memory"), RestartHooks.NONE, this::report);
        double underWay = metrics.measured(Metric.RESTARTS_UNDER_WAY);
        time.pass(LONG);

        assertThat(underWay).isEqualTo(1);
        assertThat(metrics.measured(Metric.RESTARTS_UNDER_WAY)).isZero();
        assertThat(metrics.values())
                .containsOnly(
                        Map.entry("RESTARTS web:w1 memory start_failed", 1.0),
                        Map.entry("RESTARTS web:w1 memory restarted", 1.0));
    }

    @Test
    void notesItsIntentionBeforeTheStopAndForgetsItWhenTheProcessRuns() {
        supervisor
                .answers("stop", done(true))
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", done(running("web:w1", 8)))
                .answers("start", done(true));

        restart();

        assertThat(notes.log).containsExactly("note web:w1 after 1 calls", "forget web:w1");
    }

    @Test
    void neverRestartsTheSameProcessTwiceAtOnce() {
        supervisor.answers("stop", done(true)).answers("process", in(ProcessState.STOPPING));

        boolean first = restartManager.restart(decision(running("web:w1", 7)), RestartHooks.NONE, this::report);
        boolean second = restartManager.restart(decision(running("web:w1", 7)), RestartHooks.NONE, this::report);
        boolean other = restartManager.restart(decision(running("web:w2", 9)), RestartHooks.NONE, this::report);
        time.pass(LONG);

        assertThat(List.of(first, second, other)).containsExactly(true, false, true);
        assertThat(supervisor.calls()).containsOnlyOnce("stop web:w1", "stop web:w2");
    }

    @Test
    void hurriesWhenTheListenerEndsAndTakesNothingNew() throws InterruptedException {
        supervisor.answers("stop", done(true)).answers("process", in(ProcessState.STOPPING));
        restartManager.restart(decision(running("web:w1", 7)), RestartHooks.NONE, this::report);
        time.pass(Duration.ofMinutes(1));
        time.delays().clear();

        boolean finished = restartManager.finish(Duration.ZERO);
        time.pass(Duration.ofSeconds(5));

        assertThat(finished).isFalse();
        assertThat(time.delays()).allMatch(delay -> delay.compareTo(Duration.ofMillis(250)) <= 0);
        assertThat(restartManager.restart(decision(running("web:w2", 9)), RestartHooks.NONE, this::report))
                .isFalse();
    }

    /** A future can be cancelled while it runs: the restart went on twice, and was reported twice. */
    @Test
    void goesOnOnceWhenTheListenerEndsInTheMidstOfAStep() throws InterruptedException {
        supervisor
                .answers("stop", done(true))
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", done(running("web:w1", 8)))
                .answers("start", done(true));
        ScheduledThreadPoolExecutor workers = new ScheduledThreadPoolExecutor(2);
        AtomicReference<RestartManager> manager = new AtomicReference<>();
        SupervisorClient ending = (SupervisorClient) Proxy.newProxyInstance(
                SupervisorClient.class.getClassLoader(),
                new Class<?>[] {SupervisorClient.class},
                (proxy, call, arguments) -> {
                    if (call.getName().equals("start")) {
                        Objects.requireNonNull(manager.get()).finish(Duration.ZERO);
                    }
                    return call.invoke(supervisor, arguments);
                });
        RestartManager resuming = RestartManagers.of(ending, notes, workers, metrics);
        manager.set(resuming);
        notes.pending.add(NOTE);

        resuming.resume(this::report);
        resuming.awaitIdle(Await.LIMIT);
        workers.shutdown();
        assertThat(workers.awaitTermination(Await.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        assertThat(supervisor.calls()).containsOnlyOnce("start web:w1");
        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
    }

    @Test
    void keepsItsIntentionWhenItEndsBeforeTheProcessRuns() throws InterruptedException {
        supervisor.answers("stop", done(true)).answers("process", in(ProcessState.STOPPING));
        restartManager.restart(decision(running("web:w1", 7)), RestartHooks.NONE, this::report);
        time.pass(Duration.ofMinutes(1));

        restartManager.finish(Duration.ZERO);

        assertThat(notes.pending()).extracting(RestartNote::name).containsExactly(W1);
    }

    @Test
    void waitsForTheDelayOfItsPlanBeforeItTouchesTheProcess() {
        supervisor
                .answers("stop", done(true))
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", done(running("web:w1", 8)))
                .answers("start", done(true));
        RestartHooks later = RestartHooks.NONE.withDelay(Duration.ofMinutes(10));

        restartManager.restart(decision(running("web:w1", 7)), later, this::report);
        time.pass(Duration.ofMinutes(9));
        assertThat(supervisor.calls()).isEmpty();
        assertThat(restartManager.isInProgress(W1)).isTrue();
        time.pass(Duration.ofMinutes(2));

        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
    }

    @Test
    void givesUpARestartThatStillWaitsForItsDelayWhenTheListenerEnds() throws InterruptedException {
        RestartHooks later = RestartHooks.NONE.withDelay(Duration.ofMinutes(10));
        restartManager.restart(decision(running("web:w1", 7)), later, this::report);

        boolean finished = restartManager.finish(Duration.ZERO);
        time.pass(LONG);

        assertThat(finished).isTrue();
        assertThat(outcomes()).containsExactly(Outcome.SKIPPED);
        assertThat(supervisor.calls()).isEmpty();
    }

    /** The process runs: nobody has to start it. */
    @Test
    void asksNobodyToStartWhatItHasNotBegunToRestart() throws InterruptedException {
        try (LogLines log = LogLines.of(RestartManager.class)) {
            restartManager.restart(decision(running("web:w1", 7)), RestartHooks.NONE, this::report);

            restartManager.finish(Duration.ZERO);

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .endsWith("web:w1: restart not begun when this listener exits");
        }
    }
}
