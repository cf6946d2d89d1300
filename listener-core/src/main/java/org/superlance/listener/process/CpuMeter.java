package org.superlance.listener.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.process.CpuTimes.Row;
import org.superlance.listener.process.ProcPidFiles.ProcPidStat;

/**
 * Measures the CPU time that processes use from one reading of the {@link ProcessTable} to the next, in thousandths of one
 * core: 2500 are two and a half cores. For one thread at a time.
 *
 * <p>Time is measured by {@link System#nanoTime}, which nobody sets, and which stands still while the machine is suspended.
 */
public final class CpuMeter {

    /** In less time the kernel's clock ticks, of 10 ms, show: a reading that comes sooner leaves the values as they are. */
    public static final Duration MIN_INTERVAL = Duration.ofMillis(500);

    private static final double PARTS_OF_CORE = 1_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final long ticksPerSecond;
    private final LongSupplier nanoTime;
    private CpuTimes reading = new CpuTimes(0, 0);
    private @Nullable CpuTimes last;
    private Map<Long, Long> values = Map.of();
    private Map<Long, Long> missing = Map.of();

    /** One for this machine. */
    public CpuMeter() {
        this(AuxiliaryVector.clockTicks(Path.of("/proc")), System::nanoTime);
    }

    /** @param ticksPerSecond in how many parts the kernel divides a second of CPU time */
    CpuMeter(long ticksPerSecond, LongSupplier nanoTime) {
        this.ticksPerSecond = ticksPerSecond;
        this.nanoTime = nanoTime;
    }

    /** What the process used between the last two readings; empty if it was not in both. */
    public OptionalLong thousandthsOfCore(long pid) {
        Long value = values.get(pid);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** Thousandths of one core as people write them: {@code 98.5%}. */
    public static String percent(long thousandths) {
        return thousandths / 10 + (thousandths % 10 == 0 ? "" : "." + thousandths % 10) + "%";
    }

    /** Begins a reading. */
    void begin(ProcPidFiles files) {
        reading = new CpuTimes(nanoTime.getAsLong(), ticksSinceBoot(files));
    }

    /** 0 if it cannot be read. */
    private long ticksSinceBoot(ProcPidFiles files) {
        int length = Math.max(0, files.read("uptime"));
        String text = new String(files.bytes(), 0, length, StandardCharsets.US_ASCII);
        try {
            return (long) (Double.parseDouble(text.split(" ", 2)[0]) * ticksPerSecond);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Adds a process to the reading, right after its line was read. */
    void add(long pid, ProcPidStat line) {
        reading.add(pid, line, nanoTime.getAsLong());
    }

    /** Ends a reading of these processes, each of which counts by itself. */
    void end(Collection<Long> pids) {
        CpuTimes before = next();
        if (before != null) {
            values = values(pids, List::of, new CpuInterval(before, reading));
        }
    }

    /** Ends a reading of all processes, of which these count with their descendants. */
    void end(Collection<Long> pids, ProcessTree.Descendants descendants, ProcPidFiles files) {
        CpuTimes before = next();
        if (before != null) {
            CpuInterval.removeReapedWhileReading(before, reading, files);
            CpuInterval interval = new CpuInterval(before, reading, before.endedByHeir(reading), missing);
            values = values(pids, pid -> pids(descendants.of(pid)), interval);
            missing = interval.missing();
        }
    }

    private static List<Long> pids(Collection<ProcessTree.Row> rows) {
        List<Long> pids = new ArrayList<>(rows.size());
        for (ProcessTree.Row row : rows) {
            pids.add(row.pid());
        }
        return pids;
    }

    /** Returns the reading that this one is compared with; null if there is none, or it was just now. */
    private @Nullable CpuTimes next() {
        CpuTimes before = last;
        if (before != null && reading.nanosSince(before) < MIN_INTERVAL.toNanos()) {
            forgetAllBut(before, reading);
            return null;
        }
        last = reading;
        return before;
    }

    /** Another process may have the pid by now. */
    private void forgetAllBut(CpuTimes before, CpuTimes now) {
        Map<Long, Long> same = new HashMap<>(values);
        same.keySet().removeIf(pid -> {
            Row row = now.row(pid);
            return row == null || before.same(row) == null;
        });
        values = same;
    }

    private Map<Long, Long> values(Collection<Long> pids, LongFunction<List<Long>> family, CpuInterval interval) {
        double factor = PARTS_OF_CORE * NANOS_PER_SECOND / ticksPerSecond;
        Map<Long, Long> found = new HashMap<>();
        for (long pid : pids) {
            if (interval.isKnown(pid)) {
                found.put(pid, Math.round(interval.ticksPerNano(pid, family.apply(pid)) * factor));
            }
        }
        return found;
    }
}
