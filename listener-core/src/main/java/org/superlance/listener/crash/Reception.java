package org.superlance.listener.crash;

import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.EventHandler;
import org.superlance.listener.event.ProcessStateEvent;

/** Takes incidents in on the protocol thread, and lets the clerk work on them beside it. */
public final class Reception implements EventHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final long BETWEEN_LOOKS_MILLIS = 1_000;

    private final Predicate<Incident> wanted;
    private final Intake intake;
    private final Clerk clerk;
    private final ScheduledExecutorService worker;
    private final InstantSource clock;
    private final AtomicBoolean called = new AtomicBoolean();

    /** @param worker has one thread, so that the clerk has its calls one after the other */
    public Reception(
            Predicate<Incident> wanted,
            Intake intake,
            Clerk clerk,
            ScheduledExecutorService worker,
            InstantSource clock) {
        this.wanted = wanted;
        this.intake = intake;
        this.clerk = clerk;
        this.worker = worker;
        this.clock = clock;
    }

    /** Begins: also what an earlier life of this listener has taken in is worked on, and time passes without ticks too. */
    @SuppressWarnings("FutureReturnValueIgnored") // what goes wrong in it is logged by it
    public void open() {
        worker.scheduleWithFixedDelay(this::work, 0, BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void handle(Event event) {
        if (event instanceof ProcessStateEvent change) {
            Incident.of(change, clock.instant()).filter(wanted).ifPresent(intake::take);
            worker.execute(() -> clerk.seen(change));
        }
        // one call for a burst of events is enough: the clerk sees all that wait
        if (called.compareAndSet(false, true)) {
            worker.execute(this::work);
        }
    }

    @Override
    public void lost(long number) {
        intake.lost(number);
    }

    private void work() {
        called.set(false);
        try {
            clerk.work(clock.instant());
        } catch (RuntimeException e) {
            LOG.error("could not work on what waits to be told; it goes on waiting, trying again", e);
        }
    }
}
