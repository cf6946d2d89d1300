package org.superlance.listener.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.util.Backoff;

/**
 * When to try what. Each alert that failed has a time of its own, so that one that always fails holds up nobody; and
 * after each failure nothing is tried for a while, because most often the server is down. The pause grows with the
 * failures in a row, whatever alerts they hit, and one success ends it. A server that asks to be left alone for a while
 * is, even by what is forced. Safe for use by several threads.
 */
final class RetrySchedule {

    /** A server is left alone for this long at most, whatever it asks for. */
    static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

    private final Backoff policy;
    private final Map<String, Attempt> attempts = new HashMap<>();
    private int failuresInARow;
    private Instant pauseEnds = Instant.MIN;
    private Instant askedEnds = Instant.MIN;

    private record Attempt(int failures, Instant next) {}

    RetrySchedule(Backoff policy) {
        this.policy = policy;
    }

    /** Whether nothing is to be tried now. */
    synchronized boolean isPaused(Instant now) {
        return !isDue(pauseEnds, now) || isRetryAfterPending(now);
    }

    /** What is to be tried now: first what was never tried, then what waits longest. Forgets what is not named. */
    synchronized List<String> due(Collection<String> names, Instant now) {
        attempts.keySet().retainAll(names);
        return names.stream()
                .filter(name -> isDue(next(name), now))
                .sorted(Comparator.comparing(this::next).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** How long there is nothing to do, at most the given duration. */
    synchronized Duration pause(Instant now, Duration max) {
        Instant next = attempts.values().stream()
                .map(Attempt::next)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
        Instant pause = isRetryAfterPending(now) && askedEnds.isAfter(pauseEnds) ? askedEnds : pauseEnds;
        Instant until = isPaused(now) ? pause : next;
        Instant latest = now.plus(max);
        return Duration.between(now, until.isBefore(latest) ? until : latest);
    }

    /** Counts a failure, after which the server asks for this pause, and returns when the alert is tried again. */
    synchronized Instant failed(String name, Instant now, Duration asked) {
        int failures = failures(name) + 1;
        Instant next = now.plus(policy.delayAfter(failures));
        attempts.put(name, new Attempt(failures, next));
        failuresInARow++;
        pauseEnds = now.plus(policy.delayAfter(failuresInARow));
        askedEnds = now.plus(asked.compareTo(MAX_RETRY_AFTER) < 0 ? asked : MAX_RETRY_AFTER);
        return Stream.of(next, pauseEnds, askedEnds)
                .max(Comparator.naturalOrder())
                .orElse(next);
    }

    synchronized int failures(String name) {
        Attempt attempt = attempts.get(name);
        return attempt == null ? 0 : attempt.failures();
    }

    /** The server answered, whether it took the alert or refused it. */
    synchronized void succeeded(String name) {
        attempts.remove(name);
        failuresInARow = 0;
        pauseEnds = Instant.MIN;
        askedEnds = Instant.MIN;
    }

    /** Makes everything due at once, or as soon as the server lets us. */
    synchronized void force() {
        attempts.replaceAll((name, attempt) -> new Attempt(attempt.failures(), Instant.MIN));
        failuresInARow = 0;
        pauseEnds = Instant.MIN;
    }

    private Instant next(String name) {
        @Nullable Attempt attempt = attempts.get(name);
        return attempt == null ? Instant.MIN : attempt.next();
    }

    /** As with {@link #isDue}, a clock that was set back counts as time that has passed. */
    private boolean isRetryAfterPending(Instant now) {
        return askedEnds.isAfter(now) && !askedEnds.isAfter(now.plus(MAX_RETRY_AFTER));
    }

    /** A time further away than the longest wait comes from a clock that was set back, and counts as due. */
    private boolean isDue(Instant time, Instant now) {
        return !time.isAfter(now) || time.isAfter(now.plus(policy.max()));
    }
}
