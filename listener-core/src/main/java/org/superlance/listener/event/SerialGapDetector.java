package org.superlance.listener.event;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.LongSupplier;
import org.superlance.listener.event.Event.EventHeader;

/**
 * Notices events that supervisord discarded because the pool's buffer was full. A discarded event had its {@code poolserial}
 * already, so a gap is a loss; but an event that a listener has rejected, or that was under way when it ended, keeps its
 * number and comes after later ones. So a gap counts as a loss when it has not been filled within a few seconds.
 *
 * <p>Source: {@code supervisor/process.py}, {@code EventListenerPool}, of supervisord 4.2.5. May be used by several threads.
 */
public final class SerialGapDetector {

    /** How long a missing event may take to arrive. */
    public static final Duration PATIENCE = Duration.ofSeconds(3);

    /** How long after it was noticed a gap may explain what events have not told. */
    private static final Duration RETENTION = Duration.ofMinutes(1);

    private static final int MAX_GAPS = 1_000;

    private final boolean alone;
    private final long beforeFirst;
    private final LongSupplier nanoTime;
    private final Deque<Gap> gaps = new ArrayDeque<>();
    private long firstSerial = -1;
    private long firstPoolSerial = -1;
    private boolean restored;
    private long restoredSerial = -1;
    private long restoredPoolSerial = -1;
    private long highestSerial = -1;
    private long highest = -1;

    /** Missing numbers, both ends included. */
    private static final class Gap {
        private long from;
        private long to;
        private final long noticed;
        private final boolean head;
        private boolean counted;
        private long explained;

        Gap(long from, long to, long noticed, boolean head, boolean counted) {
            this.head = head;
            this.from = from;
            this.to = to;
            this.noticed = noticed;
            this.counted = counted;
        }

        long size() {
            return to - from + 1;
        }

        long unexplained() {
            return Math.max(0, size() - explained);
        }
    }

    /**
     * @param alone whether this listener is the only process of its pool. The events of a pool are shared out among its
     *     processes, so that with several of them a gap proves nothing.
     * @param nanoTime a clock that is never set, such as {@link System#nanoTime}
     */
    public SerialGapDetector(boolean alone, LongSupplier nanoTime) {
        this(alone, 0, nanoTime);
    }

    /** @param first the number of the first event of a pool: 0 for supervisord, 1 for the Go supervisord */
    public SerialGapDetector(boolean alone, long first, LongSupplier nanoTime) {
        this.alone = alone;
        this.beforeFirst = first - 1;
        this.nanoTime = nanoTime;
    }

    /** Takes the numbers of an event that has come. */
    public synchronized void accept(EventHeader header) {
        highestSerial = Math.max(highestSerial, header.serial().orElse(-1));
        if (!alone || header.poolSerial().isEmpty()) {
            return;
        }
        long serial = header.poolSerial().getAsLong();
        if (firstPoolSerial < 0) {
            firstSerial = header.serial().orElse(-1);
            firstPoolSerial = serial;
            highest = serial;
            resolveHead();
        } else if (serial > highest) {
            if (serial > highest + 1) {
                add(highest + 1, serial - 1, false, false);
            }
            highest = serial;
        } else {
            fill(serial);
        }
    }

    /**
     * Takes what an earlier life of this listener has seen last of this supervisord: -1 and -1 for nothing, because this is
     * another supervisord. Events before the first one of this life are missing then, unless the earlier life had them.
     */
    public synchronized void resume(long serial, long poolSerial) {
        restored = true;
        restoredSerial = serial;
        restoredPoolSerial = poolSerial;
        if (firstPoolSerial >= 0) {
            gaps.removeIf(gap -> gap.head);
            resolveHead();
        }
    }

    private void resolveHead() {
        // a section that was changed begins a new pool, which counts from 0
        long last = firstSerial > restoredSerial && firstPoolSerial <= restoredPoolSerial ? -1 : restoredPoolSerial;
        last = Math.max(last, beforeFirst);
        if (firstPoolSerial > last + 1) {
            // an earlier life of which nothing is known may have had them: then they are no loss, but may explain one
            add(last + 1, firstPoolSerial - 1, true, !restored);
        }
    }

    private void add(long from, long to, boolean head, boolean counted) {
        if (gaps.size() >= MAX_GAPS) {
            gaps.removeFirst();
        }
        gaps.addLast(new Gap(from, to, nanoTime.getAsLong(), head, counted));
    }

    private void fill(long serial) {
        for (Iterator<Gap> each = gaps.iterator(); each.hasNext(); ) {
            Gap gap = each.next();
            if (serial < gap.from || serial > gap.to) {
                continue;
            }
            if (gap.from == gap.to) {
                each.remove();
            } else if (serial == gap.from) {
                gap.from++;
            } else {
                long rest = gap.to;
                gap.to = serial - 1;
                if (serial < rest) {
                    gaps.addLast(new Gap(serial + 1, rest, gap.noticed, gap.head, gap.counted));
                }
            }
            return;
        }
    }

    /** How many events are lost since this was asked last: their gaps are older than {@link #PATIENCE}. */
    public long takeLost() {
        return takeLost(false);
    }

    /** The same for those before the first event of this life, which shows only after {@link #resume}. */
    public long takeLostBeforeFirst() {
        return takeLost(true);
    }

    private synchronized long takeLost(boolean head) {
        long now = nanoTime.getAsLong();
        long lost = 0;
        for (Gap gap : gaps) {
            if (!gap.counted && gap.head == head && now - gap.noticed >= PATIENCE.toNanos()) {
                gap.counted = true;
                lost += gap.size();
            }
        }
        return lost;
    }

    /** How many events have not come and are not explained, in gaps that were noticed within the last minute, lost or not. */
    public synchronized long missing() {
        long now = nanoTime.getAsLong();
        gaps.removeIf(gap -> gap.counted && now - gap.noticed > RETENTION.toNanos());
        long missing = 0;
        for (Gap gap : gaps) {
            missing += gap.unexplained();
        }
        return missing;
    }

    /** What one missing event has told is known by other means: it explains nothing else. */
    public synchronized void explainOne() {
        for (Iterator<Gap> each = gaps.descendingIterator(); each.hasNext(); ) {
            Gap gap = each.next();
            if (gap.unexplained() > 0) {
                gap.explained++;
                return;
            }
        }
    }

    /** Takes one {@link #explainOne} back: the event has come after all. */
    public synchronized void unexplainOne() {
        for (Iterator<Gap> each = gaps.descendingIterator(); each.hasNext(); ) {
            Gap gap = each.next();
            if (gap.explained > 0) {
                gap.explained--;
                return;
            }
        }
    }

    /** The highest {@code serial} that has come, to this life or an earlier one; -1 for none. */
    public synchronized long serial() {
        return Math.max(highestSerial, restoredSerial);
    }

    /** The highest {@code poolserial} that has come, to this life or else to the one before; -1 for none. */
    public synchronized long poolSerial() {
        return highest < 0 ? restoredPoolSerial : highest;
    }
}
