package org.superlance.listener.crash;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.superlance.listener.supervisor.Namespec;

/** How often each process has died in the last hour, to the minute. Remembers the processes that died most recently. */
public final class LastHour {

    private static final int MINUTES = 60;
    private static final int MOST_PROCESSES = 10_000;

    private final Map<Namespec, Count> counts = new LinkedHashMap<>(16, 0.75f, true);

    /** Counts one more; tells how many there were in the hour until then, this one included. */
    public int add(Namespec process, Instant time) {
        int number = counts.computeIfAbsent(process, unknown -> new Count()).add(time.getEpochSecond() / 60);
        if (counts.size() > MOST_PROCESSES) {
            counts.remove(counts.keySet().iterator().next());
        }
        return number;
    }

    /** A ring with a place for each minute. */
    private static final class Count {

        private final int[] ring = new int[MINUTES];
        private long newest = Long.MIN_VALUE / 2;
        private int sum;

        int add(long minute) {
            long from = Math.max(newest + 1, minute - MINUTES + 1);
            for (long passed = from; passed <= minute; passed++) {
                sum -= ring[place(passed)];
                ring[place(passed)] = 0;
            }
            newest = Math.max(newest, minute);
            // a clock that was set back counts into the newest minute
            ring[place(newest)]++;
            return ++sum;
        }

        private static int place(long minute) {
            return (int) Math.floorMod(minute, (long) MINUTES);
        }
    }
}
