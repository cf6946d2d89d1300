package org.superlance.listener.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.restart.ProcessInfos.decision;
import static org.superlance.listener.restart.ProcessInfos.process;
import static org.superlance.listener.restart.ProcessInfos.running;
import static org.superlance.listener.testkit.ScriptedSupervisor.done;
import static org.superlance.listener.testkit.ScriptedSupervisor.fault;
import static org.superlance.listener.testkit.ScriptedSupervisor.silence;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.history.History;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.RecordedMetrics;
import org.superlance.listener.testkit.ScriptedSupervisor;
import org.superlance.listener.testkit.VirtualTime;

class RestartManagerTest {

    private static final Namespec W1 = Namespec.parse("web:w1");
    private static final Duration LONG = Duration.ofHours(2);
    private static final Instant BEGIN = ProcessInfos.NOW;
    /** An hour after the start of the process. */
    private static final RestartNote NOTE = RestartNote.of(decision(running("web:w1", 7), "memory"), Duration.ZERO)
            .begun(BEGIN, "memmon m:m");

    private final ScriptedSupervisor supervisor =
            new ScriptedSupervisor().answers("process", done(running("web:w1", 7)));
    private final VirtualTime time = new VirtualTime();
    private final Notes notes = new Notes();
    private final List<RestartResult> reports = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Runnable> untold = new ArrayList<>();
    private boolean tellsAtOnce = true;
    private final RecordedMetrics metrics = new RecordedMetrics();
    private final RestartManager restartManager = new RestartManager(supervisor, notes, time, metrics);

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
        RestartManager paused = new RestartManager(
                supervisor,
                notes,
                time,
                metrics,
                History.none(),
                () -> BEGIN,
                name -> Optional.of("paused until 22:10 by root"));

        paused.restart(decision(running("web:w1", 7), "memory"), RestartHooks.NONE, this::report);
        time.pass(LONG);

        assertThat(outcomes()).containsExactly(Outcome.SKIPPED);
        assertThat(reports.get(0).sentence()).isEqualTo("paused until 22:10 by root");
        assertThat(supervisor.calls()).isEmpty();
        assertThat(paused.isInProgress(W1)).isFalse();
    }

    /** What was stopped by the listener is not left stopped, whoever pauses it. */
    @Test
    void startsWhatAnEarlierLifeHasStoppedThoughItIsPaused() {
        notes.record(NOTE);
        supervisor
                .answers("process", in(ProcessState.STOPPED))
                .answers("start", done(true))
                .answers("process", done(running("web:w1", 8)));

        new RestartManager(supervisor, notes, time, metrics, History.none(), () -> BEGIN, name -> Optional.of("paused"))
                .resume(this::report);
        time.pass(LONG);

        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
        assertThat(supervisor.calls()).contains("start web:w1");
    }

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
                RestartManagerTest.class.getClassLoader(),
                new Class<?>[] {SupervisorClient.class},
                (proxy, call, arguments) -> {
                    if (call.getName().equals("start") && failed.compareAndSet(false, true)) {
                        throw fault.getConstructor().newInstance();
                    }
                    return call.invoke(supervisor, arguments);
                });

        new RestartManager(failing, notes, time, metrics)
                .restart(decision(running("web:w1", 7)), RestartHooks.NONE, this::report);
        time.pass(LONG);

        assertThat(failed).isTrue();
        assertThat(outcomes()).containsExactly(Outcome.RESTARTED);
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
    void finishesInItsNextLifeWhatItHadBegun() {
        notes.pending.add(NOTE);
        ScriptedSupervisor supervisor = new ScriptedSupervisor()
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", done(running("web:w1", 8)))
                .answers("start", done(true));

        new RestartManager(supervisor, notes, time, metrics).resume(this::report);
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

        new RestartManager(supervisor, notes, time, metrics).resume(this::report);
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

    private static ProcessInfo stoppedSince(ProcessInfo before) {
        return new ProcessInfo(
                before.name(), ProcessState.STOPPED, 0, before.start(), before.now(), before.now(), 0, "", "", "");
    }

    @Test
    void leavesInItsNextLifeAProcessThatRuns() {
        notes.pending.add(NOTE);
        ScriptedSupervisor supervisor = new ScriptedSupervisor().answers("process", done(running("web:w1", 8)));

        new RestartManager(supervisor, notes, time, metrics).resume(this::report);
        time.pass(LONG);

        assertThat(supervisor.calls()).containsExactly("process web:w1");
        assertThat(notes.pending()).isEmpty();
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
                RestartManagerTest.class.getClassLoader(),
                new Class<?>[] {SupervisorClient.class},
                (proxy, call, arguments) -> {
                    if (call.getName().equals("start")) {
                        Objects.requireNonNull(manager.get()).finish(Duration.ZERO);
                    }
                    return call.invoke(supervisor, arguments);
                });
        RestartManager resuming = new RestartManager(ending, notes, workers, metrics);
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

    /** The Go supervisord says yes to the stop of what does not run. */
    @Test
    void doesNotStartWhatSomebodyStoppedBeforeTheRestart() {
        ScriptedSupervisor supervisor = new ScriptedSupervisor().answers("process", in(ProcessState.STOPPED));

        new RestartManager(supervisor, notes, time, metrics)
                .restart(decision(running("web:w1", 7)), RestartHooks.NONE, this::report);
        time.pass(LONG);

        assertThat(outcomes()).containsExactly(Outcome.SKIPPED);
        assertThat(supervisor.calls()).containsExactly("process web:w1");
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

    private void restarterOfSlowStop() {
        // one look is taken every three seconds at most, so that these last for more than an hour
        for (int i = 0; i < 1_300; i++) {
            supervisor.answers("process", in(ProcessState.STOPPING));
        }
        supervisor.answers("process", in(ProcessState.STOPPED)).answers("process", done(running("web:w1", 8)));
        restartManager.restart(decision(running("web:w1", 7)), RestartHooks.NONE, this::report);
    }

    private void restart() {
        restartManager.restart(decision(running("web:w1", 7)), RestartHooks.NONE, this::report);
        time.pass(LONG);
    }

    private void report(Decision decision, RestartResult result, Runnable told) {
        decisions.add(decision);
        reports.add(result);
        if (tellsAtOnce) {
            told.run();
        } else {
            untold.add(told);
        }
    }

    private List<Outcome> outcomes() {
        return reports.stream().map(RestartResult::outcome).toList();
    }

    /** With another start time than before. */
    private static RpcResult<ProcessInfo> started(ProcessState state) {
        return done(process("web:w1", state, state == ProcessState.STARTING ? 8 : 0, Duration.ofMinutes(1)));
    }

    /** Not started since. */
    private static RpcResult<ProcessInfo> in(ProcessState state) {
        return done(process("web:w1", state, state == ProcessState.STOPPING ? 7 : 0, Duration.ofHours(1)));
    }

    private final class Notes implements RestartJournal {

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
