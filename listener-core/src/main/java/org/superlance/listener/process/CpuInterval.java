package org.superlance.listener.process;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.process.CpuTimes.Row;
import org.superlance.listener.process.ProcPidFiles.ProcPidStat;

/**
 * The CPU time that was used between two readings.
 *
 * <p>A child that ends moves its whole time to the parent that waits for it, also what earlier readings have counted: that
 * part is taken off what the parent has reaped. A parent that ignores SIGCHLD gets nothing: what such a child used since the
 * last reading is lost, and nothing is taken off.
 */
final class CpuInterval {

    private final CpuTimes before;
    private final CpuTimes now;
    private final boolean withReaped;
    private final Map<Long, Long> ended;
    private final Map<Long, Long> counted;

    /** One in which each process counts by itself. */
    CpuInterval(CpuTimes before, CpuTimes now) {
        this.before = before;
        this.now = now;
        this.withReaped = false;
        this.ended = Map.of();
        this.counted = Map.of();
    }

    /**
     * One in which processes count with their descendants.
     *
     * @param ended the time of processes that have ended since the reading before, by the process that may have reaped it
     * @param missing the {@link #missing} of the interval before
     */
    CpuInterval(CpuTimes before, CpuTimes now, Map<Long, Long> ended, Map<Long, Long> missing) {
        this.before = before;
        this.now = now;
        this.withReaped = true;
        this.ended = ended;
        this.counted = new HashMap<>(ended);
        missing.forEach((pid, ticks) -> counted.merge(pid, ticks, Long::sum));
    }

    /** Whether the process was there at both readings. */
    boolean isKnown(long pid) {
        Row row = now.row(pid);
        return row != null && before.same(row) != null;
    }

    /** @param family of a process that {@link #isKnown}: itself and its descendants */
    double ticksPerNano(long pid, List<Long> family) {
        double sum = 0;
        for (long member : family) {
            Row row = now.row(member);
            if (row != null) {
                Row earlier = before.same(row);
                Row since = earlier == null ? before.row(pid) : earlier;
                // of each its own time: it may take long to read them all on a machine that is busy
                sum += since == null ? 0 : ticks(earlier, row) / (double) (row.nanos() - since.nanos());
            }
        }
        return sum;
    }

    private long ticks(@Nullable Row earlier, Row row) {
        if (earlier == null) {
            // one that was there and could not be read may have used its time long ago
            return before.isOlder(row) ? 0 : row.total();
        }
        long own = Math.max(0, row.own() - earlier.own());
        return withReaped ? own + Math.max(0, reaped(earlier, row) - counted.getOrDefault(row.pid(), 0L)) : own;
    }

    private static long reaped(Row earlier, Row row) {
        return Math.max(0, row.reaped() - earlier.reaped());
    }

    /**
     * What of the time of processes that have ended is not in what was reaped: their parents were read before that. It will
     * be by the next reading, or never.
     */
    Map<Long, Long> missing() {
        Map<Long, Long> missing = new HashMap<>();
        ended.forEach((pid, ticks) -> {
            Row row = now.row(pid);
            Row earlier = row == null ? null : before.same(row);
            if (row != null && earlier != null) {
                long rest = Math.min(ticks, counted.getOrDefault(pid, 0L) - reaped(earlier, row));
                if (rest > 0) {
                    missing.put(pid, rest);
                }
            }
        });
        return missing;
    }

    /**
     * Removes processes that have ended, and were reaped before their parents were read: they would count twice. A child is
     * read first if it has the lower pid, because pids have begun anew.
     */
    static void removeReapedWhileReading(CpuTimes before, CpuTimes now, ProcPidFiles files) {
        for (Row row : List.copyOf(now.rows())) {
            Row parent = now.row(row.parent());
            boolean suspect = parent == null
                    ? row.parent() != 0
                    : parent.nanos() - row.nanos() > 0 && hasReaped(before.same(parent), parent);
            if (suspect && !isThere(row, files)) {
                now.remove(row);
            }
        }
    }

    private static boolean hasReaped(@Nullable Row earlier, Row row) {
        return row.reaped() > (earlier == null ? 0 : earlier.reaped());
    }

    private static boolean isThere(Row row, ProcPidFiles files) {
        int length = files.read(row.pid(), "stat");
        return length > 0 && new ProcPidStat(files.bytes(), length).startTicks() == row.start();
    }
}
