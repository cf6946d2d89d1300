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
import org.superlance.listener.event.EventListener;
import org.superlance.listener.event.ProcessStateEvent;
import org.superlance.listener.event.QuietPeriod;

/** Takes incidents in on the protocol thread, and lets the clerk work on them beside it. */
public final class Reception implements EventListener {

    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final long BETWEEN_LOOKS_MILLIS = 1_000;

    private static final long UNTIL_THE_BUFFER_IS_EMPTY_MILLIS = 3_000;

    private final Predicate<Incident> wanted;
    private final Intake intake;
    private final Clerk clerk;
    private final ScheduledExecutorService worker;
    private final InstantSource clock;
    private final AtomicBoolean called = new AtomicBoolean();
    private final QuietPeriod quietPeriod = new QuietPeriod();
    private final LostIncidents lostIncidents;
    private Instant previousEvent;
    private boolean first = true;

    /** @param worker has one thread, so that the clerk has its calls one after the other */
    public Reception(
            Predicate<Incident> wanted,
            Intake intake,
            Clerk clerk,
            LostIncidents lostIncidents,
            ScheduledExecutorService worker,
            InstantSource clock) {
        this.wanted = wanted;
        this.intake = intake;
        this.clerk = clerk;
        this.worker = worker;
        this.clock = clock;
        this.lostIncidents = lostIncidents;
        this.previousEvent = clock.instant();
    }

    /** Begins: also what an earlier life of this listener has taken in is worked on, and time passes without ticks too. */
    @SuppressWarnings("FutureReturnValueIgnored") // what goes wrong in it is logged by it
    public void open() {
        worker.scheduleWithFixedDelay(this::work, 0, BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // what goes wrong in it is logged by it
    public void onEvent(Event event) {
        if (event instanceof ProcessStateEvent change) {
            Optional<Incident> incident = Incident.of(change, clock.instant());
            incident.filter(lostIncidents::told).filter(wanted).ifPresent(intake::take);
            quietPeriod.onEvent(clock.instant());
            worker.execute(() -> clerk.seen(change));
        }
        if (first) {
            first = false;
            lostIncidents.suspect(previousEvent.plusSeconds(1));
            lookForWhatWasLost();
        }
        previousEvent = clock.instant();
        // one call for a burst of events is enough: the clerk sees all that wait
        if (called.compareAndSet(false, true)) {
            worker.schedule(this::work, QuietPeriod.QUIET_TIME.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void onLost(long number) {
        intake.lost(number);
        lostIncidents.lost(previousEvent);
        lookForWhatWasLost();
    }

    /** Later: what is left in the pool's buffer comes first, and accounts for its lines in the log. */
    @SuppressWarnings("FutureReturnValueIgnored") // what goes wrong in it is logged by it
    private void lookForWhatWasLost() {
        worker.schedule(this::takeInWhatWasLost, UNTIL_THE_BUFFER_IS_EMPTY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void takeInWhatWasLost() {
        try {
            lostIncidents.find().stream().filter(wanted).forEach(intake::take);
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("could not look for what lost events should have told", e);
        }
        work();
    }

    private void work() {
        called.set(false);
        if (!quietPeriod.hasElapsed(clock.instant())) {
            // another event follows, or the look that comes each second
            return;
        }
        try {
            clerk.work(clock.instant());
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("could not work on what waits to be told; it goes on waiting, trying again", e);
        }
    }
}
