package org.superlance.procmon.watch;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.Event.EventHeader;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.event.Event.TickEvent;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.ProcessSelector;
import org.superlance.listener.restart.RestartExecutor;
import org.superlance.listener.restart.RestartManager;
import org.superlance.listener.restart.RestartManagers;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.testkit.ScriptedSupervisor;
import org.superlance.listener.util.RateLimit;
import org.superlance.procmon.policy.BackoffPolicy;
import org.superlance.procmon.policy.RestartSettings;
import org.superlance.procmon.watch.WatchConfig.ExitedPolicy;
import org.superlance.procmon.watch.WatchLoop.WatchContext;

/** A watch whose supervisord says what the test says, and whose clock stands still. */
final class WatchFixture implements AutoCloseable {

    final SettableClock clock = new SettableClock();
    final ScriptedSupervisor supervisor = new ScriptedSupervisor();
    final List<WatchDecision> decisions = new ArrayList<>();
    final List<Decision> restarts = new ArrayList<>();
    private final ScheduledExecutorService worker = Executors.newScheduledThreadPool(0);
    private Optional<Path> directory = Optional.empty();
    private ExitedPolicy exitedPolicy = ExitedPolicy.NO;
    private Optional<String> pause = Optional.empty();
    private boolean killStuck;
    private Optional<Path> restartAllOn = Optional.empty();
    private ShutdownConditions shutdown = ShutdownConditions.NONE;
    private Optional<RateLimit> maxFailures = Optional.empty();

    WatchFixture directory(Path path) {
        directory = Optional.of(path);
        return this;
    }

    WatchFixture exited(ExitedPolicy which) {
        exitedPolicy = which;
        return this;
    }

    /** From now on all programs are paused, for that reason; or none, if it is empty. */
    void pause(String clause) {
        pause = Optional.of(clause).filter(text -> !text.isEmpty());
    }

    WatchFixture killStuck() {
        killStuck = true;
        return this;
    }

    WatchFixture restartAllOn(Path file) {
        restartAllOn = Optional.of(file);
        return this;
    }

    WatchFixture shutdown(ShutdownConditions which) {
        shutdown = which;
        return this;
    }

    WatchFixture maxFailures(RateLimit limit) {
        maxFailures = Optional.of(limit);
        return this;
    }

    /** The watch, of all programs but those of the pool {@code procmon}. */
    WatchLoop watchLoop() {
        WatchConfig config = config();
        RestartManager restartManager = RestartManagers.of(supervisor, worker);
        ProcessStateTracker tracker =
                new ProcessStateTracker(new BackoffPolicy(config.policy(), new Random(1)), config);
        StartRateLimiter limiter = new StartRateLimiter(config.startsPerSecond());
        WatchedProcesses processes =
                new WatchedProcesses(tracker, limiter, restartManager::isInProgress, new FailureStore(directory));
        return new WatchLoop(
                new WatchContext(
                        config,
                        false,
                        supervisor,
                        new ProcessSelector(Optional.empty(), config.excluded(), List.of()),
                        processes,
                        tracker,
                        limiter,
                        new SupervisorAvailability(),
                        decisions::add,
                        Metrics.none(),
                        clock,
                        name -> pause),
                taken());
    }

    private WatchConfig config() {
        RestartSettings.Builder policy = RestartSettings.builder().jitter(0);
        maxFailures.ifPresent(policy::maxFailures);
        return config(policy.build(), exitedPolicy, killStuck, restartAllOn, shutdown);
    }

    static WatchConfig config(
            RestartSettings policy,
            ExitedPolicy exitedPolicy,
            boolean killStuck,
            Optional<Path> restartAllOn,
            ShutdownConditions shutdown) {
        return new WatchConfig(
                policy,
                List.of(),
                true,
                List.of(ProcessPattern.ofGroup("procmon")),
                exitedPolicy,
                killStuck,
                10,
                restartAllOn,
                shutdown,
                "procmon",
                NotificationConfig.NONE);
    }

    private RestartExecutor taken() {
        return new RestartExecutor() {
            @Override
            public boolean isInProgress(Namespec name) {
                return false;
            }

            @Override
            public int inProgress() {
                return 0;
            }

            @Override
            public void execute(List<Decision> decisions) {
                restarts.addAll(decisions);
            }

            @Override
            public void onRateLimited(Decision decision) {}
        };
    }

    /** What supervisord answers when it is asked for all. */
    WatchFixture all(ProcessInfo... processes) {
        supervisor.answers("processes", ScriptedSupervisor.done(List.of(processes)));
        return this;
    }

    /** What it answers to that from now on. */
    void nowAll(ProcessInfo... processes) {
        all(processes).supervisor.processes();
    }

    /** What supervisord answers when it is asked for a program, or is told to start it, in this order. */
    WatchFixture answers(String call, RpcResult<?>... results) {
        Stream.of(results).forEach(result -> supervisor.answers(call, result));
        return this;
    }

    ProcessInfo process(String name, ProcessState state) {
        return process(name, state, Duration.ofHours(1));
    }

    ProcessInfo process(String name, ProcessState state, Duration ran) {
        Instant now = clock.instant();
        boolean up = state == ProcessState.RUNNING || state == ProcessState.STOPPING || state == ProcessState.STARTING;
        String error = state == ProcessState.EXITED ? "Bad exit code 3" : "";
        return new ProcessInfo(
                Namespec.parse(name),
                state,
                up ? 7 : 0,
                now.minus(ran),
                up ? Instant.EPOCH : now,
                now,
                0,
                error,
                "",
                "");
    }

    ProcessInfo process(String name, ProcessState state, long pid) {
        Instant now = clock.instant();
        return new ProcessInfo(Namespec.parse(name), state, pid, now, Instant.EPOCH, now, 0, "", "", "");
    }

    static ProcessStateEvent event(String name, ProcessState state, ProcessState from) {
        EventHeader header = new EventHeader("PROCESS_STATE_" + state, 0, OptionalLong.empty());
        Namespec process = Namespec.parse(name);
        return (ProcessStateEvent) Event.of(
                header,
                "processname:" + process.name() + " groupname:" + process.group() + " from_state:" + from
                        + " expected:0");
    }

    TickEvent tick() {
        return new TickEvent(new EventHeader("TICK_5", 0, OptionalLong.empty()), "", clock.instant());
    }

    /** What has been done, without the looking. */
    List<String> acts() {
        return supervisor.calls().stream()
                .filter(call -> call.startsWith("start ") || call.startsWith("signal ") || call.equals("shutdown"))
                .toList();
    }

    long looks() {
        return supervisor.calls().stream().filter("processes"::equals).count();
    }

    List<String> sentences() {
        return decisions.stream().map(WatchDecision::sentence).toList();
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
