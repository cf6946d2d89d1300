package org.superlance.procmon.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.configcheck.ConfigCheckContext;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.EventListener;
import org.superlance.listener.restart.ProcessSelector;
import org.superlance.listener.restart.RestartExecutor;
import org.superlance.listener.restart.RestartExecutor.DryRunExecutor;
import org.superlance.listener.restart.RestartHooks;
import org.superlance.listener.restart.RestartManager;
import org.superlance.listener.restart.RestartNotifier;
import org.superlance.listener.restart.RestartNotifier.RestartMessages;
import org.superlance.listener.restart.RestartQueue;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.runtime.Backlog;
import org.superlance.listener.runtime.InstrumentedEventListener;
import org.superlance.listener.runtime.ListenerContext;
import org.superlance.listener.runtime.MonitorListener;
import org.superlance.listener.runtime.ProcessStateTable;
import org.superlance.listener.runtime.RunningListener;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.procmon.policy.BackoffPolicy;
import org.superlance.procmon.signal.SignalTrap;
import org.superlance.procmon.watch.ProcessStateTracker.ObservedState;
import org.superlance.procmon.watch.WatchDecision.WatchReporter;
import org.superlance.procmon.watch.WatchLoop.WatchContext;

/**
 * The listener of {@code procmon watch}: runs a cycle of its {@link WatchLoop} on the worker when an event has come or
 * something is due.
 */
public final class WatcherListener implements RunningListener {

    private static final Logger LOG = LoggerFactory.getLogger(WatcherListener.class);

    /** supervisord gives a listener ten seconds to end, by default: these two make eight. */
    private static final Duration RESTART_TIMEOUT = Duration.ofSeconds(6);

    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration ONCE_DELIVERY_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration FAULT_DELAY = Duration.ofSeconds(5);
    private static final long MIN_WAIT_MILLIS = 10;

    private final ListenerContext context;
    private final WatchContext watched;
    private final WatchLoop watchLoop;
    private final RestartManager restartManager;
    private final RestartExecutor executor;
    private final EventListener events;
    private final Clock clock;
    private final AtomicBoolean called = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable Future<?> next;

    private WatcherListener(
            ListenerContext context, WatchContext watched, RestartManager restartManager, RestartExecutor executor) {
        this.context = context;
        this.watched = watched;
        this.watchLoop = new WatchLoop(watched, executor);
        this.restartManager = restartManager;
        this.executor = executor;
        context.pauses().watch(List.of());
        this.events = new InstrumentedEventListener(new Wakeup(), context);
        this.clock = context.steady();
        context.state().status().registerRestarts(restartManager::statusInProgress);
    }

    /** Puts the parts together. */
    public static RunningListener create(WatchConfig config, ListenerContext context) {
        RestartManager restarts = context.restartManager(RestartRules.ALWAYS, config.heading());
        RestartMessages messages = new RestartMessages(config.heading(), context.host(), context.clock());
        RestartExecutor executor = context.dryRun()
                ? new DryRunExecutor()
                : RestartQueue.rolling(
                        restarts,
                        decision -> RestartHooks.NONE,
                        RestartNotifier.perRestart(messages, context.alerts()));
        ProcessStateTracker tracker = new ProcessStateTracker(new BackoffPolicy(config.policy(), new Random()), config);
        StartRateLimiter limiter = new StartRateLimiter(config.startsPerSecond());
        WatchedProcesses processes =
                new WatchedProcesses(tracker, limiter, restarts::isInProgress, new FailureStore(context.directory()));
        WatchContext watched = new WatchContext(
                config,
                context.dryRun(),
                context.supervisor(),
                selector(config, context),
                processes,
                tracker,
                limiter,
                new SupervisorAvailability(),
                new WatchReporter(config, context),
                context.metrics(),
                context.steady(),
                context.pauses()::reason);
        return new WatcherListener(context, watched, restarts, executor);
    }

    /** Leaves out the listener's own pool. */
    private static ProcessSelector selector(WatchConfig config, ListenerContext context) {
        List<ProcessPattern> excluded = new ArrayList<>(config.excluded());
        context.self().map(Namespec::group).map(ProcessPattern::ofGroup).ifPresent(excluded::add);
        List<ProcessPattern> referenced = new ArrayList<>(config.referencedProcesses());
        referenced.addAll(config.excluded());
        return new ProcessSelector(context.self(), excluded, referenced);
    }

    /** Finishes what a previous run of this listener has begun, and runs the first cycle. */
    @Override
    public void start() {
        context.state().whenOwned(this::resumeRestarts);
        SignalTrap.set("HUP", () -> {
            watchLoop.restartAll("SIGHUP");
            call();
        });
        call();
        MonitorListener.lookAtStates(context, restartManager);
    }

    @Override
    public void resumeRestarts() {
        executor.resume();
    }

    @Override
    public void onEvent(Event event) {
        events.onEvent(event);
    }

    @Override
    public void onLost(long number) {
        events.onLost(number);
    }

    /** Hands events to the loop; for the protocol thread. */
    private final class Wakeup implements EventListener {

        @Override
        public void onEvent(Event event) {
            if (watchLoop.enqueue(event)) {
                call();
            }
        }

        @Override
        public void onLost(long number) {
            watchLoop.lost();
            call();
        }
    }

    /** Runs a cycle soon; one is enough for all that has come. */
    private void call() {
        if (called.compareAndSet(false, true)) {
            try {
                context.workers().execute(this::runCycle);
            } catch (RejectedExecutionException e) {
                LOG.debug("listener is ending, no further watch cycle");
            }
        }
    }

    private void runCycle() {
        called.set(false);
        if (closed.get()) {
            return;
        }
        Instant nextAt = clock.instant().plus(FAULT_DELAY);
        try {
            nextAt = watchLoop.runCycle();
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("internal error in the watch loop; continuing", e);
        }
        wakeUpAt(nextAt);
    }

    private void wakeUpAt(Instant at) {
        if (next != null) {
            next.cancel(false);
        }
        long millis =
                Math.max(MIN_WAIT_MILLIS, Duration.between(clock.instant(), at).toMillis() + 1);
        try {
            next = context.workers().schedule(this::call, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("listener is ending, no further watch cycle");
        }
    }

    /** Prints which watched programs are down, starts each once unless it is a dry run, and waits for the outcome. */
    @Override
    public int runOnce() throws InterruptedException {
        RpcResult<List<ProcessInfo>> result = context.supervisor().processes();
        if (result.value().isEmpty()) {
            context.process().err().println(context.command() + ": " + result.sentence());
            return ExitStatus.UNKNOWN;
        }
        List<ProcessInfo> processes = result.value().get();
        List<ProcessInfo> selected = watched.selected(processes);
        ProcessStateTable table = new ProcessStateTable(clock.getZone());
        selected.forEach(process -> table.add(process, intention(process)));
        List<ProcessPattern> unknown = watched.selector().unmatched(processes);
        unknown.forEach(table::addUnknown);
        context.process().printer().print(table.text());
        List<ProcessInfo> down = selected.stream()
                .filter(process -> isDown(process) && !watched.isOnHold(process.name()))
                .toList();
        boolean well = context.dryRun()
                || new OneShotRecovery(context.supervisor(), watched.limiter(), context.workers(), clock).run(down);
        boolean delivered = context.queue().drain(ONCE_DELIVERY_TIMEOUT);
        return RunningListener.statusOnce(delivered && well && down.isEmpty(), unknown.isEmpty());
    }

    private String intention(ProcessInfo process) {
        if (!isDown(process)) {
            return "leave";
        }
        return watched.isOnHold(process.name()) ? "paused" : "start";
    }

    private boolean isDown(ProcessInfo process) {
        return watched.tracker().isDown(ObservedState.of(process, clock.instant()));
    }

    @Override
    public Backlog backlog() {
        return new Backlog(restartManager.unfinished(), 0, context.queue().pending());
    }

    @Override
    public List<Diagnostic> check(ConfigCheckContext found) {
        return found.processes().stream()
                .filter(process -> process.state() == ProcessState.FATAL)
                .filter(process -> watched.config().includes(process.name()))
                .map(process -> watched.config().shutdown().endAtFatal(process.name())
                        ? Diagnostic.info(process.name() + " is FATAL: supervisord will be shut down")
                        : Diagnostic.info(process.name() + " is FATAL and will be started"))
                .toList();
    }

    /** Begins nothing more, and finishes restarts and delivers mail within the time that supervisord gives. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            restartManager.finish(RESTART_TIMEOUT);
            context.queue().drain(DELIVERY_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        context.close();
    }
}
