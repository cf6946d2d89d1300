package org.superlance.listener.process;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.process.ProcPidFiles.ProcPidStat;

/**
 * The CPU times of processes as one reading of {@code /proc} shows them. All times are in clock ticks of the kernel, unless
 * their name says otherwise.
 *
 * <p>Source: proc_pid_stat(5), proc_uptime(5).
 */
final class CpuTimes {

    /** A thousand years; more is no time, and sums of it would overflow. */
    private static final long MAX_TICKS = 1L << 42;

    private final Map<Long, Row> rows = new HashMap<>();
    private final long begin;
    private final long beginSinceBoot;
    private long end;

    /**
     * One process.
     *
     * @param parent the pid of its parent
     * @param start when it was started, since boot; with the pid it tells it from every other process
     * @param own CPU time of all its threads
     * @param reaped CPU time of its children that have ended and that it has waited for, and of theirs
     * @param nanos when this was read, as of {@link System#nanoTime}
     */
    record Row(long pid, long parent, long start, long own, long reaped, long nanos) {

        Row {
            own = Math.min(Math.max(own, 0), MAX_TICKS);
            reaped = Math.min(Math.max(reaped, 0), MAX_TICKS);
        }

        boolean isSameProcess(Row other) {
            return pid == other.pid && start == other.start;
        }

        /** What its parent has as {@link #reaped} when it has waited for it. */
        long total() {
            return own + reaped;
        }
    }

    /**
     * Begins a reading.
     *
     * @param nanos now
     * @param sinceBoot the same, in ticks since boot; 0 if that is not known
     */
    CpuTimes(long nanos, long sinceBoot) {
        this.begin = nanos;
        this.beginSinceBoot = sinceBoot;
        this.end = nanos;
    }

    /** How long after the end of that reading this one began, in nanoseconds. */
    long nanosSince(CpuTimes earlier) {
        return begin - earlier.end;
    }

    /** Whether the process was there when this reading began, as far as is known. */
    boolean isOlder(Row row) {
        return row.start < beginSinceBoot;
    }

    void add(long pid, ProcPidStat line, long nanos) {
        end = nanos;
        rows.putIfAbsent(
                pid, new Row(pid, line.parent(), line.startTicks(), line.cpuTicks(), line.reapedCpuTicks(), nanos));
    }

    void remove(Row row) {
        rows.remove(row.pid);
    }

    Collection<Row> rows() {
        return rows.values();
    }

    @Nullable
    Row row(long pid) {
        return rows.get(pid);
    }

    /** The same process as another reading shows it; null if it is not in this one. */
    @Nullable
    Row same(Row row) {
        Row found = rows.get(row.pid);
        return found != null && found.isSameProcess(row) ? found : null;
    }

    /**
     * The CPU time of those processes of this reading that are not in a later one, by the pid of the nearest ancestor that
     * is: when all parents have waited for their children, it has that time in what it has reaped.
     */
    Map<Long, Long> endedByHeir(CpuTimes later) {
        Map<Long, Long> ended = new HashMap<>();
        Map<Long, Long> heirs = new HashMap<>();
        for (Row row : rows.values()) {
            if (later.same(row) == null) {
                ended.merge(heir(row, later, heirs), row.total(), Long::sum);
            }
        }
        return ended;
    }

    /** There may be thousands of generations, and circles: a pid may be used again while the table is read. */
    private long heir(Row ended, CpuTimes later, Map<Long, Long> heirs) {
        List<Long> line = new ArrayList<>();
        long heir = 0;
        for (Row at = ended; at != null; at = rows.get(at.parent)) {
            if (later.same(at) != null) {
                heir = at.pid;
                break;
            }
            Long known = heirs.putIfAbsent(at.pid, 0L);
            if (known != null) {
                heir = known;
                break;
            }
            line.add(at.pid);
        }
        for (long pid : line) {
            heirs.put(pid, heir);
        }
        return heir;
    }
}
