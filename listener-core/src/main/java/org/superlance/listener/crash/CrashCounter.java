package org.superlance.listener.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.superlance.listener.supervisor.Namespec;

/**
 * Counts how often each process has died in the last hour, to the minute, in bounded memory: it remembers the processes
 * that died most recently. For one thread.
 */
public final class CrashCounter {

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int MINUTES = 60;
    private static final int MAX_PROCESSES = 10_000;

    private final Instant since;
    private final Map<Namespec, Ring> rings = new LinkedHashMap<>(16, 0.75f, true);

    /** @param since when it begins to count */
    public CrashCounter(Instant since) {
        this.since = since;
    }

    /** Counts one more; tells how many there were in the hour until then, this one included. */
    public int count(Namespec process, Instant time) {
        int number = rings.computeIfAbsent(process, unknown -> new Ring()).add(time.getEpochSecond() / 60);
        if (rings.size() > MAX_PROCESSES) {
            rings.remove(rings.keySet().iterator().next());
        }
        return number;
    }

    /** Whether it has counted for the whole hour before that time. */
    public boolean hasFullWindow(Instant time) {
        return !since.isAfter(time.minus(WINDOW));
    }

    /** When it began to count. */
    public Instant since() {
        return since;
    }

    /** A place for each minute. */
    private static final class Ring {

        private final int[] places = new int[MINUTES];
        private long newest = Long.MIN_VALUE / 2;
        private int sum;

        int add(long minute) {
            long from = Math.max(newest + 1, minute - MINUTES + 1);
            for (long passed = from; passed <= minute; passed++) {
                sum -= places[place(passed)];
                places[place(passed)] = 0;
            }
            newest = Math.max(newest, minute);
            // a clock that was set back counts into the newest minute
            places[place(newest)]++;
            return ++sum;
        }

        private static int place(long minute) {
            return (int) Math.floorMod(minute, (long) MINUTES);
        }
    }
}
