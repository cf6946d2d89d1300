package org.superlance.listener.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.superlance.listener.supervisor.Namespec;

/** Counts the crashes of each process in the last hour, in bounded memory. For one thread. */
public final class CrashCounter {

    /** How far back it counts. */
    public static final Duration WINDOW = Duration.ofHours(1);

    /** More crashes of one process than these are not told apart. */
    public static final int MOST = 1_000;

    private static final int MOST_PROCESSES = 2_000;

    private final Instant since;
    private final Map<Namespec, Deque<Instant>> crashes = new LinkedHashMap<>(16, 0.75f, true);

    /** @param since when it begins to count */
    public CrashCounter(Instant since) {
        this.since = since;
    }

    /** Counts a crash; tells how many there were in the hour up to it, itself included, at most {@link #MOST}. */
    public int count(Namespec process, Instant time) {
        Deque<Instant> times = crashes.computeIfAbsent(process, name -> new ArrayDeque<>());
        times.addLast(time);
        while (times.size() > MOST || times.getFirst().isBefore(time.minus(WINDOW))) {
            times.removeFirst();
        }
        if (crashes.size() > MOST_PROCESSES) {
            crashes.remove(crashes.keySet().iterator().next());
        }
        return times.size();
    }

    /** Whether it has counted for the whole hour before that time. */
    public boolean knowsTheHourBefore(Instant time) {
        return !since.isAfter(time.minus(WINDOW));
    }

    /** When it began to count. */
    public Instant since() {
        return since;
    }
}
