package org.superlance.listener.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.superlance.listener.util.Backoff;
import org.superlance.listener.util.Comparators;

/**
 * When to try what. Each alert that failed has a time of its own, so that one that always fails holds up nobody; and
 * after each failure nothing is tried for a while, because most often the server is down. The pause grows with the
 * failures in a row, whatever alerts they hit, and one success ends it. What the other side defers while it works, for one
 * recipient of several say, holds up nothing else. A server that asks to be left alone for a while
 * is, even by what is forced.
 *
 * <p>An alert that only a change of the configuration can help is tried every hour.
 *
 * <p>Where a failure is no proof that the alert was not accepted, it is tried again after 1, 5, 15, 30, 60 … minutes,
 * also by the next listener, and given up after a day. At most five attempts within 24 hours may leave unclear whether
 * it was accepted: that bounds the copies that somebody gets. Safe for use by several threads.
 */
final class RetrySchedule {

    /** A server is left alone for this long at most, whatever it asks for. */
    static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

    /** How long an alert waits for somebody who changes the configuration. */
    static final Duration MISCONFIGURED_DELAY = Duration.ofHours(1);

    /** How many attempts within {@link #PATIENCE} may leave unclear whether an alert was accepted. */
    static final int MAX_UNCLEAR = 5;

    /** After this time an alert that may have been accepted is given up. */
    static final Duration PATIENCE = Duration.ofDays(1);

    private static final List<Duration> PATIENT_DELAYS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofMinutes(60));

    private final Backoff policy;
    private final DeliveryRecords records;
    /** What is tried every hour, until somebody has changed the configuration. */
    private final Set<String> misconfigured = new HashSet<>();

    private int failuresInARow;
    private Instant pauseEnds = Instant.MIN;
    private Instant askedEnds = Instant.MIN;

    /**
     * What has failed.
     *
     * @param isPatient whether the notifier is: see {@link Notifier#isPatient()}
     * @param isHandedOver whether {@link #handingOver} was called for this attempt
     * @param isUnclear whether the alert may have been accepted
     * @param isMisconfigured whether it works only when somebody has changed the configuration
     * @param isDeferred whether the other side works, and only this alert, or the rest of its recipients, has to wait
     * @param asked how long the server wants to be left alone
     */
    record Failure(
            boolean isPatient,
            boolean isHandedOver,
            boolean isUnclear,
            boolean isMisconfigured,
            boolean isDeferred,
            Duration asked) {}

    RetrySchedule(Backoff policy, DeliveryRecords records) {
        this.policy = policy;
        this.records = records;
    }

    /** Whether nothing is to be tried now. */
    synchronized boolean isPaused(Instant now) {
        return !isDue(pauseEnds, now, policy.max()) || isRetryAfterPending(now);
    }

    /** What is to be tried now: first what was never tried, then what waits longest. Forgets what is not named. */
    synchronized List<String> due(Collection<String> names, Instant now) {
        records.retain(names);
        misconfigured.retainAll(names);
        if (names.isEmpty()) {
            return List.of();
        }
        return names.stream()
                .map(records::get)
                .filter(alert -> isDue(alert, now))
                .sorted(Comparators.inOrder(
                        Comparators.comparing(DeliveryRecord::next), Comparators.comparing(DeliveryRecord::alert)))
                .map(DeliveryRecord::alert)
                .toList();
    }

    /** Whether there was an attempt to deliver it, as far as anybody knows. */
    synchronized boolean isTried(String name) {
        return isTried(records.get(name));
    }

    private static boolean isTried(DeliveryRecord alert) {
        return alert.failures() > 0 || alert.isPatient();
    }

    /**
     * How long there is nothing to do, at most the given duration.
     *
     * @param blocked what waits for something else
     */
    synchronized Duration pause(Instant now, Duration max, Set<String> blocked) {
        Instant next = Instant.MAX;
        for (DeliveryRecord alert : records.all()) {
            if (isTried(alert)
                    && !blocked.contains(alert.alert())
                    && alert.next().isBefore(next)) {
                next = alert.next();
            }
        }
        Instant pause = isRetryAfterPending(now) && askedEnds.isAfter(pauseEnds) ? askedEnds : pauseEnds;
        Instant until = isPaused(now) ? pause : next;
        Instant latest = now.plus(max);
        return Duration.between(now, until.isBefore(latest) ? until : latest);
    }

    /**
     * Notes, on disk, that from now on the alert may have been accepted, whoever learns of it. If nobody does, because this
     * listener ends, the next one tries again when it is time.
     */
    synchronized void handingOver(String name, Instant now) {
        DeliveryRecord alert = records.get(name).begunAt(now).unclearAt(now);
        records.save(next(alert, now, true));
    }

    /** Counts a failure, and returns when the alert is tried again; empty if it is given up. */
    synchronized Optional<Instant> failed(String name, Instant now, Failure failure) {
        boolean slow = failure.isPatient() || failure.isUnclear();
        DeliveryRecord alert = afterFailure(records.get(name), now, failure);
        if (!failure.isDeferred()) {
            failuresInARow++;
            pauseEnds = now.plus(policy.delayAfter(failuresInARow));
            askedEnds = now.plus(failure.asked().compareTo(MAX_RETRY_AFTER) < 0 ? failure.asked() : MAX_RETRY_AFTER);
        }
        if (slow && !now.isBefore(end(alert))) {
            records.put(alert);
            return Optional.empty();
        }
        DeliveryRecord after = next(alert, now, slow);
        misconfigured.remove(name);
        if (failure.isMisconfigured() && !slow) {
            misconfigured.add(name);
            after = after.withNext(now.plus(MISCONFIGURED_DELAY));
        }
        if (after.isPatient()) {
            records.save(after);
        } else {
            records.put(after);
        }
        return Stream.of(after.next(), pauseEnds, askedEnds).max(Comparator.naturalOrder());
    }

    private static DeliveryRecord afterFailure(DeliveryRecord alert, Instant now, Failure failure) {
        DeliveryRecord counted = alert.withFailures(alert.failures() + 1);
        if (failure.isUnclear()) {
            return failure.isHandedOver() ? counted : counted.begunAt(now).unclearAt(now);
        }
        List<Instant> unclear = alert.unclear();
        DeliveryRecord clear =
                failure.isHandedOver() ? counted.withUnclear(unclear.subList(0, unclear.size() - 1)) : counted;
        if (failure.isPatient()) {
            return clear.begunAt(now);
        }
        return clear.unclear().isEmpty() ? clear.withoutEnd() : clear;
    }

    /** The same with the time of its next attempt. */
    private DeliveryRecord next(DeliveryRecord alert, Instant now, boolean slow) {
        int last = PATIENT_DELAYS.size() - 1;
        // an attempt that ended with its listener is counted by what it left unclear
        int attempts = Math.max(alert.failures(), alert.unclear().size());
        Duration delay = slow ? PATIENT_DELAYS.get(Math.min(attempts - 1, last)) : policy.delayAfter(alert.failures());
        Instant next = now.plus(delay);
        if (slow && next.isAfter(end(alert))) {
            next = end(alert);
        }
        // an attempt more within the day might bring a copy more than anybody should get
        Instant allowed = alert.unclearLimit(MAX_UNCLEAR, PATIENCE).orElse(next);
        return alert.withNext(allowed.isAfter(next) ? allowed : next);
    }

    private static Instant end(DeliveryRecord alert) {
        return alert.first().orElse(Instant.MAX.minus(PATIENCE)).plus(PATIENCE);
    }

    synchronized int failures(String name) {
        return records.get(name).failures();
    }

    /** The server answered, whether it took the alert or refused it. */
    synchronized void succeeded() {
        failuresInARow = 0;
        pauseEnds = Instant.MIN;
        askedEnds = Instant.MIN;
    }

    /** Makes due at once, or as soon as the server lets us, all that was certainly not accepted. */
    synchronized void force() {
        for (DeliveryRecord alert : records.all()) {
            if (!alert.isPatient()) {
                records.put(alert.withNext(Instant.MIN));
            }
        }
        failuresInARow = 0;
        pauseEnds = Instant.MIN;
    }

    /** Makes one alert due at once, whatever is known of it: somebody has asked for it. */
    synchronized void force(String name) {
        records.put(records.get(name).withNext(Instant.MIN));
        failuresInARow = 0;
        pauseEnds = Instant.MIN;
    }

    /** As with {@link #isDue}, a clock that was set back counts as time that has passed. */
    private boolean isRetryAfterPending(Instant now) {
        return askedEnds.isAfter(now) && !askedEnds.isAfter(now.plus(MAX_RETRY_AFTER));
    }

    private boolean isDue(DeliveryRecord alert, Instant now) {
        Duration longest = misconfigured.contains(alert.alert()) ? MISCONFIGURED_DELAY : policy.max();
        return isDue(alert.next(), now, alert.isPatient() ? PATIENCE : longest);
    }

    /** A time further away than the longest wait comes from a clock that was set back, and counts as due. */
    private static boolean isDue(Instant time, Instant now, Duration longest) {
        return !time.isAfter(now) || time.isAfter(now.plus(longest));
    }
}
