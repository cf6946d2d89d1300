package org.superlance.listener.notify;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.notify.NotificationQueue.DeliveryOutcome;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.state.MessageCodec;
import org.superlance.listener.state.Spool;
import org.superlance.listener.util.Backoff;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.LogOnce;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.listener.util.Threads;
import org.superlance.listener.util.VmErrors;

/**
 * Keeps alerts in a spool until a notifier has delivered them; one thread delivers. An alert is removed only when the
 * notifier has delivered it, has rejected it permanently, or has failed for too long. At least once: what was in flight when the listener exited is
 * delivered again by the next one, under the same id. The spool is listed before each round of deliveries and every ten
 * seconds.
 */
public final class DurableNotificationQueue implements NotificationQueue {

    private static final Logger LOG = LoggerFactory.getLogger(DurableNotificationQueue.class);
    private static final Duration RESCAN_INTERVAL = Duration.ofSeconds(10);
    private static final Duration ERROR_PAUSE = Duration.ofSeconds(1);
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(3);
    private static final int MAX_SUBJECT_LENGTH = 1_000;
    private static final int MAX_TEXT_LENGTH = 256 << 10;
    private static final int MAX_MESSAGE_LENGTH = 1_000;

    private final Spool<Alert> spool;
    private final Notifier notifier;
    private final DeliveryRecords records;
    private final RetrySchedule retrySchedule;
    /** On the worker. */
    private final StateOrder order = new StateOrder();
    /** What was due, and is held up by an earlier alert about the same state. */
    private final Set<String> blocked = new HashSet<>();

    private final InstantSource clock;
    private final DropCounter dropCounter = new DropCounter();
    private final LogOnce misconfiguration = new LogOnce();
    private final Supplier<List<Alert>> standing;
    private final DeliveryObserver observer;
    private final Thread worker;
    /** Of the next two, and waited for; a Condition would load some 0.3 MB of the JDK. */
    private final Object changed = new Object();

    private boolean woken;
    private volatile boolean closed;
    private volatile Optional<Trouble> trouble = Optional.empty();

    /**
     * Why an attempt failed.
     *
     * @param sentence for an operator, one line
     */
    public record Trouble(Instant time, String sentence) {}

    private DurableNotificationQueue(
            Spool<Alert> spool,
            DeliveryRecords records,
            Notifier notifier,
            Backoff policy,
            InstantSource clock,
            Supplier<List<Alert>> standing,
            DeliveryObserver observer) {
        this.spool = requireNonNull(spool, "spool is null");
        this.notifier = requireNonNull(notifier, "notifier is null");
        this.records = requireNonNull(records, "records is null");
        this.retrySchedule = new RetrySchedule(policy, records);
        this.clock = requireNonNull(clock, "clock is null");
        this.standing = standing;
        this.observer = observer;
        this.worker = Threads.daemon("outbox", this::work);
    }

    /** The same as the other, with a memory of attempts that ends with the queue. */
    public static DurableNotificationQueue open(
            Spool<Alert> spool,
            Notifier notifier,
            Backoff policy,
            InstantSource clock,
            Consumer<DeliveryOutcome> outcomes) {
        return open(spool, DeliveryRecords.inMemory(), notifier, policy, clock, outcomes);
    }

    /**
     * Starts to deliver what waits in the spool. The queue closes the spool when it is closed.
     *
     * @param records what became of the alerts so far
     * @param policy the delays after attempts that have certainly delivered nothing, and those between alerts
     * @param outcomes is told what becomes of each alert, on any thread, and waits for nothing
     */
    public static DurableNotificationQueue open(
            Spool<Alert> spool,
            DeliveryRecords records,
            Notifier notifier,
            Backoff policy,
            InstantSource clock,
            Consumer<DeliveryOutcome> outcomes) {
        return open(
                spool,
                records,
                notifier,
                policy,
                clock,
                List::of,
                (outcome, alert, why, failures) -> outcomes.accept(outcome));
    }

    /**
     * The same for a notifier that repeats what lasts.
     *
     * @param standing the alerts about the begins of all states that are not over; waits for the local disk at most
     * @param observer is told what becomes of each alert, on any thread, and waits for nothing
     */
    public static DurableNotificationQueue open(
            Spool<Alert> spool,
            DeliveryRecords records,
            Notifier notifier,
            Backoff policy,
            InstantSource clock,
            Supplier<List<Alert>> standing,
            DeliveryObserver observer) {
        DurableNotificationQueue queue =
                new DurableNotificationQueue(spool, records, notifier, policy, clock, standing, observer);
        try {
            queue.worker.start();
        } catch (OutOfMemoryError e) {
            spool.close();
            throw e;
        }
        return queue;
    }

    @Override
    public void accept(Alert alert) {
        String subject = TextSanitizer.truncate(alert.subject(), MAX_SUBJECT_LENGTH);
        String text = TextSanitizer.truncate(alert.text(), MAX_TEXT_LENGTH);
        Alert bounded = alert.withText(subject, text);
        if (spool.add(bounded)) {
            dropCounter.onAccepted();
            observer.onOutcome(DeliveryOutcome.QUEUED, bounded, "", 0);
        } else {
            dropCounter.onDropped(bounded);
            observer.onOutcome(DeliveryOutcome.DROPPED, bounded, "the spool is full", 0);
        }
        if (closed) {
            spool.unsaved().stream().filter(bounded::equals).forEach(this::logInFull);
        }
        signal(true);
    }

    @Override
    public int pending() {
        return spool.size();
    }

    /** When the oldest alert that waits came; empty if none waits. */
    public Optional<Instant> oldest() {
        return spool.oldest().flatMap(MessageCodec::timeOf);
    }

    /** Why the last attempt failed; empty once one has succeeded. */
    public Optional<Trouble> trouble() {
        return trouble;
    }

    /**
     * Retries at once what waits for its next attempt, unless that might bring another copy of what was accepted, and
     * continues with growing delays until the limit.
     */
    @Override
    public boolean drain(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
        retrySchedule.force();
        signal(true);
        synchronized (changed) {
            while (spool.size() > 0) {
                long left = end - System.nanoTime();
                if (left <= 0 || closed) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(changed, left);
            }
            return true;
        }
    }

    @Override
    public void retry(Set<String> ids) {
        if (ids.isEmpty()) {
            retrySchedule.force();
        } else {
            spool.names().stream()
                    .filter(name -> ids.contains(MessageCodec.idOf(name)))
                    .forEach(retrySchedule::force);
        }
        signal(true);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        signal(true);
        worker.interrupt();
        try {
            worker.join(SHUTDOWN_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        spool.unsaved().forEach(this::logInFull);
        if (dropCounter.count() > 0) {
            LOG.error(
                    "{} alerts for {} dropped because the spool was full; no delivered alert reports them",
                    dropCounter.count(),
                    notifier);
        }
        spool.close();
    }

    // ---- worker: waits until an alert is due or new ----

    private void work() {
        records.removeOrphans();
        while (!closed) {
            try {
                runCycle();
                awaitWork();
            } catch (InterruptedException e) {
                LOG.debug("delivery interrupted; the alert in flight is delivered again later");
            } catch (RuntimeException | VirtualMachineError | LinkageError e) {
                survive(e);
            }
        }
    }

    /** Whatever is missing now, memory or a thread, may be there again later; what waits is still in the spool. */
    private void survive(Throwable fault) {
        try {
            LOG.error("delivery interrupted: {}; trying again in a moment", VmErrors.sentence(fault), fault);
        } catch (VirtualMachineError | LinkageError e) {
            // not even a line is possible now
        }
        // without memory, and without a lock: an error that lasts must not keep the machine busy
        LockSupport.parkNanos(ERROR_PAUSE.toNanos());
    }

    private void awaitWork() throws InterruptedException {
        synchronized (changed) {
            Duration pause = retrySchedule.pause(clock.instant(), RESCAN_INTERVAL, blocked);
            long end = System.nanoTime() + pause.toNanos();
            long left = pause.toNanos();
            while (!woken && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(changed, left);
                left = end - System.nanoTime();
            }
            woken = false;
        }
    }

    /** @param work whether the worker has something to do; otherwise only {@link #drain} is woken */
    private void signal(boolean work) {
        synchronized (changed) {
            woken |= work;
            changed.notifyAll();
        }
    }

    // ---- delivery, on the worker ----

    private void runCycle() throws InterruptedException {
        boolean more = true;
        while (more && !closed && !retrySchedule.isPaused(clock.instant())) {
            deliverDue();
            // after the ends that wait, and whatever has become of them: what is over does not stand in the book
            more = notifier.repeat(this::standing);
        }
    }

    /** What lasts and is not about to be told. */
    private List<Alert> standing() {
        List<Alert> all = standing.get();
        if (all.isEmpty()) {
            return all;
        }
        spool.names().forEach(this::lookUp);
        return all.stream().filter(alert -> !order.isWaiting(alert.key())).toList();
    }

    private boolean isAcceptedByAnybody(String name) {
        return !records.get(name).accepted().isEmpty();
    }

    private void lookUp(String name) {
        // what somebody has accepted holds up nobody: the others may be waited for in vain
        if (!order.knows(name) && !isAcceptedByAnybody(name)) {
            spool.read(name).ifPresent(alert -> order.add(name, alert));
        }
    }

    /** Delivers what is due, until an attempt fails in a way that the next one would, too. */
    private void deliverDue() throws InterruptedException {
        List<String> names = spool.names();
        blocked.clear();
        order.retain(names);
        List<String> due = retrySchedule.due(names, clock.instant());
        for (String name : names) {
            if (retrySchedule.isTried(name)) {
                lookUp(name);
            }
        }
        for (String name : due) {
            boolean goesOn = deliver(name);
            signal(false);
            if (!goesOn || Thread.interrupted()) {
                return;
            }
        }
    }

    /**
     * Delivers one alert: reads it from the spool, adds how many were dropped before it, sends it, and by the result
     * removes it, moves it to the dead letters or keeps it for the next attempt.
     *
     * @return whether the other side works, so that the next alert may be tried
     */
    private boolean deliver(String name) throws InterruptedException {
        Optional<Alert> read = spool.read(name);
        if (read.isEmpty()) {
            return true;
        }
        Alert alert = read.get();
        if (order.isBlocked(name, alert)) {
            blocked.add(name);
            return true;
        }
        int dropped = dropCounter.count();
        Attempt attempt = new Attempt(name);
        DeliveryResult result = send(DropCounter.addCount(dropped, alert), attempt);
        String sentence = TextSanitizer.singleLine(result.sentence(), MAX_MESSAGE_LENGTH);
        trouble = result.status() == DeliveryResult.Status.DELIVERED
                ? Optional.empty()
                : Optional.of(new Trouble(clock.instant(), sentence));
        switch (result.status()) {
            case DELIVERED -> {
                dropCounter.onReported(dropped);
                delivered(name, alert);
            }
            case REFUSED -> refused(name, alert, sentence);
            case RETRY, DEFERRED, UNCLEAR, MISCONFIGURED -> {
                boolean unclear = result.status() == DeliveryResult.Status.UNCLEAR;
                boolean misconfigured = result.status() == DeliveryResult.Status.MISCONFIGURED;
                // who has accepted it once does not work any worse for the next alert because of the others
                boolean deferred = result.status() == DeliveryResult.Status.DEFERRED || attempt.isAcceptedByAnybody();
                failed(
                        name,
                        alert,
                        sentence,
                        new RetrySchedule.Failure(
                                notifier.isPatient(),
                                attempt.handedOver,
                                unclear,
                                misconfigured,
                                deferred,
                                result.notBefore()));
                return deferred;
            }
        }
        return true;
    }

    private DeliveryResult send(Alert alert, Attempt attempt) throws InterruptedException {
        try {
            return notifier.deliver(alert, attempt);
        } catch (OutOfMemoryError e) {
            return DeliveryResult.retry(VmErrors.sentence(e) + " (" + e.getMessage() + ")");
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("internal error in {}", notifier, e);
            return DeliveryResult.retry("internal error: " + e);
        }
    }

    private void delivered(String name, Alert alert) {
        spool.remove(name);
        settled(name);
        int failures = retrySchedule.failures(name);
        observer.onOutcome(DeliveryOutcome.DELIVERED, alert, "", failures);
        retrySchedule.succeeded();
        misconfiguration.clear();
        records.remove(name);
        if (failures > 0) {
            LOG.info("alert {} delivered by {} after {} failed attempts", label(alert), notifier, failures);
        }
    }

    private void refused(String name, Alert alert, String sentence) {
        retrySchedule.succeeded();
        setAside(name, sentence);
        observer.onOutcome(DeliveryOutcome.REFUSED, alert, sentence, retrySchedule.failures(name));
    }

    /** What it has held up is to be delivered now. */
    private void settled(String name) {
        order.forget(name);
        if (!blocked.isEmpty()) {
            signal(true);
        }
    }

    private void setAside(String name, String why) {
        spool.moveToDeadLetters(name, why);
        settled(name);
        records.setAside(name);
    }

    private void failed(String name, Alert alert, String sentence, RetrySchedule.Failure failure) {
        Optional<Instant> next = retrySchedule.failed(name, clock.instant(), failure);
        int failures = retrySchedule.failures(name);
        if (next.isEmpty()) {
            observer.onOutcome(DeliveryOutcome.GIVEN_UP, alert, sentence, failures);
            setAside(
                    name,
                    "given up after " + failures + " attempts in " + Durations.format(RetrySchedule.PATIENCE)
                            + "; the last one: " + sentence);
            return;
        }
        if (isAcceptedByAnybody(name)) {
            order.forget(name);
        } else {
            order.add(name, alert);
        }
        observer.onOutcome(DeliveryOutcome.FAILED, alert, sentence, failures);
        Instant soon = next.get().truncatedTo(ChronoUnit.SECONDS);
        if (failure.isMisconfigured() && misconfiguration.raise()) {
            LOG.error(
                    "configuration error: {}; alert {} and later ones are kept, and tried every hour and when this listener"
                            + " starts",
                    sentence,
                    label(alert));
        } else if (failures == 1) {
            LOG.warn("alert {} not delivered: {}; next attempt at about {}", label(alert), sentence, soon);
        } else if (failure.isPatient() || failure.isUnclear()) {
            LOG.warn(
                    "alert {} not delivered after {} attempts: {}; next attempt at about {}",
                    label(alert),
                    failures,
                    sentence,
                    soon);
        } else if (Integer.bitCount(failures) == 1 && failures >= 8) {
            LOG.warn("alert {} not delivered after {} attempts: {}", label(alert), failures, sentence);
        } else {
            LOG.debug("alert {} not delivered in attempt {}: {}", alert.id(), failures, sentence);
        }
    }

    /** What a notifier notes while it delivers an alert. */
    private final class Attempt implements DeliveryAttempt {

        private final String name;
        private volatile boolean handedOver;

        Attempt(String name) {
            this.name = name;
        }

        @Override
        public boolean isSettled(String recipient) {
            DeliveryRecord alert = records.get(name);
            return alert.accepted().contains(recipient) || alert.refused().contains(recipient);
        }

        @Override
        public boolean isAcceptedByAnybody() {
            return DurableNotificationQueue.this.isAcceptedByAnybody(name);
        }

        @Override
        public void accepted(Collection<String> recipients) {
            records.save(records.get(name).acceptedBy(recipients));
        }

        @Override
        public void refused(Collection<String> recipients) {
            records.save(records.get(name).refusedBy(recipients));
        }

        @Override
        public void handingOver() {
            if (!handedOver) {
                handedOver = true;
                retrySchedule.handingOver(name, clock.instant());
            }
        }
    }

    private void logInFull(Alert alert) {
        String full = Alert.CODEC.forLog(alert);
        LOG.error("notification lost: not delivered by {} and not persisted:\n{}", notifier, full);
    }

    /** {@code 'memmon: process web:w1 restarted' (4711-…)}. */
    private static String label(Alert alert) {
        return "'" + TextSanitizer.singleLine(alert.subject(), 200) + "' (" + alert.id() + ")";
    }

    /** Counts the alerts that a full spool did not accept, until a delivered alert has reported how many. */
    private final class DropCounter {

        private int dropped;
        private final LogOnce full = new LogOnce();

        synchronized void onAccepted() {
            full.clear();
        }

        synchronized void onDropped(Alert alert) {
            dropped++;
            if (full.raise()) {
                LOG.error(
                        "spool is full: dropping alert {} and later ones for {} until there is room; the next"
                                + " delivered alert says how many",
                        label(alert),
                        notifier);
            }
        }

        synchronized int count() {
            return dropped;
        }

        /** The alert with a note of how many others were dropped. */
        static Alert addCount(int count, Alert alert) {
            if (count == 0) {
                return alert;
            }
            String notice = count == 1 ? "1 alert was" : count + " alerts were";
            String text = notice + " dropped because the spool was full.\n\n" + alert.text();
            return alert.withText(alert.subject(), text);
        }

        synchronized void onReported(int count) {
            dropped -= count;
        }
    }
}
