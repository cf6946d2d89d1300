package org.superlance.listener.crash;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.event.EventListener;
import org.superlance.listener.event.QuietPeriod;

/** Takes failures in on the protocol thread, and lets the handler work on them beside it. */
public final class FailureEventListener implements EventListener {

    private static final Logger LOG = LoggerFactory.getLogger(FailureEventListener.class);
    private static final long POLL_INTERVAL_MILLIS = 1_000;

    private static final long RECOVERY_DELAY_MILLIS = 3_000;

    private final Predicate<ProcessFailure> wanted;
    private final FailureQueue failureQueue;
    private final FailureHandler handler;
    private final ScheduledExecutorService worker;
    private final InstantSource clock;
    private final AtomicBoolean called = new AtomicBoolean();
    private final QuietPeriod quietPeriod = new QuietPeriod();
    private final LostEventRecovery recovery;
    private Instant previousEvent;
    private boolean first = true;

    /** @param worker has one thread, so that the handler has its calls one after the other */
    public FailureEventListener(
            Predicate<ProcessFailure> wanted,
            FailureQueue failureQueue,
            FailureHandler handler,
            LostEventRecovery recovery,
            ScheduledExecutorService worker,
            InstantSource clock) {
        this.wanted = wanted;
        this.failureQueue = failureQueue;
        this.handler = handler;
        this.worker = worker;
        this.clock = clock;
        this.recovery = recovery;
        this.previousEvent = clock.instant();
    }

    /** Begins: also what an earlier life of this listener has taken in is worked on, and time passes without ticks too. */
    @SuppressWarnings("FutureReturnValueIgnored") // what goes wrong in it is logged by it
    public void start() {
        worker.scheduleWithFixedDelay(this::runCycle, 0, POLL_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // what goes wrong in it is logged by it
    public void onEvent(Event event) {
        if (event instanceof ProcessStateEvent change) {
            Optional<ProcessFailure> failure = ProcessFailure.of(change, clock.instant());
            failure.filter(recovery::onReported).filter(wanted).ifPresent(failureQueue::enqueue);
            quietPeriod.onEvent(clock.instant());
            worker.execute(() -> handler.onEvent(change));
        }
        if (first) {
            first = false;
            recovery.onSuspectedLoss(previousEvent.plusSeconds(1));
            recoverLost();
        }
        previousEvent = clock.instant();
        // one call for a burst of events is enough: the handler sees all that wait
        if (called.compareAndSet(false, true)) {
            worker.schedule(this::runCycle, QuietPeriod.QUIET_TIME.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void onLost(long number) {
        failureQueue.lost(number);
        recovery.onLost(previousEvent);
        recoverLost();
    }

    /** Later: what is left in the pool's buffer comes first, and accounts for its lines in the log. */
    @SuppressWarnings("FutureReturnValueIgnored") // what goes wrong in it is logged by it
    private void recoverLost() {
        worker.schedule(this::enqueueRecovered, RECOVERY_DELAY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void enqueueRecovered() {
        try {
            recovery.findUnreported().stream().filter(wanted).forEach(failureQueue::enqueue);
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("could not look for what lost events should have told", e);
        }
        runCycle();
    }

    private void runCycle() {
        called.set(false);
        if (!quietPeriod.hasElapsed(clock.instant())) {
            // another event follows, or the look that comes each second
            return;
        }
        try {
            handler.runCycle(clock.instant());
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("could not work on what waits to be told; it goes on waiting, trying again", e);
        }
    }
}
