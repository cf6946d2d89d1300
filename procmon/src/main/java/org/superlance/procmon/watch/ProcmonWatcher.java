package org.superlance.procmon.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.event.Event;
import org.superlance.listener.restart.RestartExecutor;
import org.superlance.listener.restart.RestartExecutor.DryRunExecutor;
import org.superlance.listener.restart.RestartHooks;
import org.superlance.listener.restart.RestartNotifier;
import org.superlance.listener.restart.RestartNotifier.RestartMessages;
import org.superlance.listener.restart.RestartQueue;
import org.superlance.listener.runtime.ProcessWatcher;
import org.superlance.listener.runtime.WatcherContext;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.procmon.policy.BackoffPolicy;
import org.superlance.procmon.signal.SignalTrap;

/** Keeps the programs of a supervisord running: wakes up when something has come or is due, and makes a round. */
public final class ProcmonWatcher implements ProcessWatcher {

    private static final Logger LOG = LoggerFactory.getLogger(ProcmonWatcher.class);
    private static final Duration FAULT_DELAY = Duration.ofSeconds(5);
    private static final long MIN_WAIT_MILLIS = 10;

    private final WatchSettings settings;
    private final WatcherContext context;
    private final ProcessStateTracker tracker;
    private final WatchLoop watchLoop;
    private final ScheduledExecutorService worker;
    private final InstantSource clock;
    private final AtomicBoolean called = new AtomicBoolean();
    private volatile boolean ended;
    private @Nullable Future<?> next;

    public ProcmonWatcher(WatchSettings settings, WatcherContext context) {
        BackoffPolicy policy = new BackoffPolicy(settings.policy(), new Random());
        this.settings = settings;
        this.context = context;
        this.tracker = new ProcessStateTracker(policy, settings);
        this.watchLoop = new WatchLoop(
                settings,
                context,
                policy,
                restarts(settings, context),
                new WatchReporter(settings, context.queue(), context.place()));
        this.worker = context.worker();
        this.clock = context.place().clock();
    }

    private static RestartExecutor restarts(WatchSettings settings, WatcherContext context) {
        RestartMessages messages = new RestartMessages(
                settings.heading(), context.place().host(), context.place().clock());
        return settings.dryRun()
                ? new DryRunExecutor()
                : RestartQueue.rolling(
                        context.restartManager(),
                        decision -> RestartHooks.NONE,
                        RestartNotifier.perRestart(messages, context.queue()));
    }

    @Override
    public void start() {
        SignalTrap.set("HUP", () -> {
            watchLoop.restartAll("SIGHUP");
            call();
        });
        call();
    }

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

    @Override
    public Optional<String> describe(ProcessInfo process) {
        if (!context.selector().allows(process.name()) || !settings.includes(process.name())) {
            return Optional.empty();
        }
        return Optional.of(isDown(process) ? "start" : "leave");
    }

    @Override
    public boolean actOnce(List<ProcessInfo> processes) throws InterruptedException {
        OneShotRecovery oneShotRecovery = new OneShotRecovery(
                context.supervisor(), new StartRateLimiter(settings.startsPerSecond()), worker, clock);
        return oneShotRecovery.run(processes.stream()
                .filter(process -> describe(process).isPresent() && isDown(process))
                .map(ProcessInfo::name)
                .toList());
    }

    @Override
    public void stop() {
        ended = true;
    }

    private boolean isDown(ProcessInfo process) {
        return tracker.isDown(ObservedState.of(process, clock.instant()));
    }

    /** Makes a round soon; one is enough for all that has come. */
    private void call() {
        if (called.compareAndSet(false, true)) {
            try {
                worker.execute(this::runCycle);
            } catch (RejectedExecutionException e) {
                LOG.debug("the listener ends before a round of its own", e);
            }
        }
    }

    private void runCycle() {
        called.set(false);
        if (ended) {
            return;
        }
        Instant nextAt = clock.instant().plus(FAULT_DELAY);
        try {
            nextAt = watchLoop.runCycle();
        } catch (RuntimeException e) {
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
            next = worker.schedule(this::call, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the listener ends before a round of its own", e);
        }
    }
}
