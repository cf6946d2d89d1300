package org.superlance.procmon.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;

/**
 * Limits the starts within one second. What supervisord retries after a start by this listener counts too: as long as a retry
 * may come within the next second, the program keeps its place.
 */
final class StartRateLimiter {

    private static final Duration WINDOW = Duration.ofSeconds(1);
    /** A program that exits at once is in BACKOFF by then: supervisord notices an end up to a second late. */
    private static final Duration AFTER_START = Duration.ofSeconds(2);
    /** A program that exits at once may be RUNNING for no time at all, and its next event is on its way. */
    private static final Duration AFTER_RUNNING = Duration.ofMillis(250);
    /** By then supervisord has started it again, if it does. */
    private static final Duration AFTER_EXIT = Duration.ofSeconds(2);
    /** A program that supervisord retries forever must not block others. */
    private static final Duration AFTER_BACKOFF = Duration.ofMinutes(10);

    private final int perSecond;
    private final Map<Namespec, Instant> starts = new HashMap<>();
    private final Map<Namespec, Instant> keptUntil = new HashMap<>();

    StartRateLimiter(int perSecond) {
        this.perSecond = perSecond;
    }

    /** It was started, by this listener or by a retry of supervisord. */
    void started(Namespec name, Instant at) {
        starts.put(name, at);
        keptUntil.put(name, at.plus(AFTER_START));
    }

    /** A program that this listener has started has entered this state. */
    void entered(Namespec name, ProcessState state, Instant at) {
        switch (state) {
            case STARTING -> started(name, at);
            case BACKOFF -> keptUntil.put(name, at.plus(AFTER_BACKOFF));
            case RUNNING -> keptUntil.put(name, at.plus(AFTER_RUNNING));
            case EXITED -> keptUntil.put(name, at.plus(AFTER_EXIT));
            case STOPPING, STOPPED, FATAL, UNKNOWN -> free(name);
        }
    }

    /** supervisord will not retry it. */
    void free(Namespec name) {
        keptUntil.remove(name);
    }

    boolean allows(Instant now) {
        starts.values().removeIf(at -> !isWithin(WINDOW, at, now));
        keptUntil.values().removeIf(until -> !until.isAfter(now) || until.isAfter(now.plus(AFTER_BACKOFF)));
        Set<Namespec> places = new HashSet<>(starts.keySet());
        places.addAll(keptUntil.keySet());
        return places.size() < perSecond;
    }

    /** When to ask again if it allows no start now and no event comes. */
    Instant next(Instant now) {
        Instant soonest = now.plus(WINDOW);
        for (Instant at : starts.values()) {
            soonest = sooner(soonest, at.plus(WINDOW), now);
        }
        for (Instant until : keptUntil.values()) {
            soonest = sooner(soonest, until, now);
        }
        return soonest;
    }

    private static Instant sooner(Instant soonest, Instant other, Instant now) {
        return other.isAfter(now) && other.isBefore(soonest) ? other : soonest;
    }

    private static boolean isWithin(Duration window, Instant at, Instant now) {
        return !at.isAfter(now) && at.plus(window).isAfter(now);
    }
}
