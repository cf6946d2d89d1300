package org.superlance.procmon.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.superlance.listener.supervisor.Namespec;

/**
 * How many programs may be started within a second. What supervisord starts again because it died in the start that we
 * gave it counts too: a program in BACKOFF may be started at any moment, so it takes a place until it is out of it.
 */
final class Pace {

    private static final Duration WINDOW = Duration.ofSeconds(1);
    /** A program that supervisord never gives up must not keep others down. */
    private static final Duration LONGEST_TRIAL = Duration.ofMinutes(10);

    private final int perSecond;
    private final Map<Namespec, Instant> starts = new HashMap<>();
    private final Map<Namespec, Instant> retrying = new HashMap<>();

    Pace(int perSecond) {
        this.perSecond = perSecond;
    }

    /** It was started, by us or again by supervisord. */
    void started(Namespec name, Instant at) {
        starts.put(name, at);
    }

    /** It has died in the start that we gave it, and supervisord will start it again. */
    void retries(Namespec name, Instant at) {
        retrying.putIfAbsent(name, at);
    }

    /** It runs, or is given up. */
    void settled(Namespec name) {
        retrying.remove(name);
    }

    boolean allows(Instant now) {
        starts.values().removeIf(at -> !isWithin(WINDOW, at, now));
        retrying.values().removeIf(at -> !isWithin(LONGEST_TRIAL, at, now));
        return places() < perSecond;
    }

    /** When to ask again if it allows none now. */
    Instant next(Instant now) {
        return starts.values().stream()
                .map(at -> at.plus(WINDOW))
                .filter(now::isBefore)
                .min(Instant::compareTo)
                .orElse(now.plus(WINDOW));
    }

    private int places() {
        Collection<Namespec> busy = starts.keySet();
        Set<Namespec> all = new HashSet<>(retrying.keySet());
        all.addAll(busy);
        return all.size();
    }

    private static boolean isWithin(Duration window, Instant at, Instant now) {
        return !at.isAfter(now) && at.plus(window).isAfter(now);
    }
}
