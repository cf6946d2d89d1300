package org.superlance.memmon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.history.History;
import org.superlance.listener.history.Quantity;
import org.superlance.listener.history.Sample;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.process.ProcessTable;
import org.superlance.listener.process.ProcessTable.Measure;
import org.superlance.listener.process.ProcessTable.MemorySnapshot;
import org.superlance.listener.process.ProcessTable.ProcessTableException;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.Check.CheckException;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.util.ByteSize;
import org.superlance.listener.util.LogOnce;

/** Compares the memory of each running process, and with {@code --cpu} its CPU time, with the lowest limit that applies to it. */
final class MemoryCheck implements Check {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryCheck.class);
    private static final long BYTES_PER_KIB = 1_024;

    private final ProcessTable table;
    private final List<MemoryLimit> limits;
    private final Measure measure;
    private final boolean withDescendants;
    private final @Nullable CpuCheck cpu;
    private final Metrics metrics;
    private final History history;
    private final LogOnce fallback = new LogOnce();

    /** A check of memory alone, without a history. */
    MemoryCheck(
            ProcessTable table, List<MemoryLimit> limits, Measure measure, boolean withDescendants, Metrics metrics) {
        this(table, limits, measure, withDescendants, null, metrics, History.none());
    }

    /**
     * Makes a check.
     *
     * @param limits if there are none, and none of CPU time, all processes are looked at and none is found too large
     * @param cpu checks CPU time; null not to measure it
     */
    MemoryCheck(
            ProcessTable table,
            List<MemoryLimit> limits,
            Measure measure,
            boolean withDescendants,
            @Nullable CpuCheck cpu,
            Metrics metrics,
            History history) {
        this.table = table;
        this.limits = List.copyOf(limits);
        this.measure = measure;
        this.withDescendants = withDescendants;
        this.cpu = cpu;
        this.metrics = metrics;
        this.history = history;
    }

    /** A process that is looked at, and the lowest limit of its memory. */
    private record Watched(ProcessInfo process, Optional<MemoryLimit> limit) {

        long pid() {
            return process.pid();
        }
    }

    @Override
    public List<CheckResult> check(List<ProcessInfo> processes, Instant now) throws CheckException {
        List<Watched> watched = watched(processes);
        MemorySnapshot memory = read(pids(watched));
        warnOfFallback(watched, memory);
        recordMetrics(watched, memory);
        recordHistory(watched, memory, now);
        if (cpu != null) {
            cpu.record(processes(watched), now);
        }
        List<CheckResult> results = new ArrayList<>(watched.size());
        for (Watched one : watched) {
            CheckResult result = find(one, memory);
            if (result != null) {
                results.add(result);
            }
        }
        return results;
    }

    private List<Watched> watched(List<ProcessInfo> processes) {
        List<Watched> watched = new ArrayList<>(processes.size());
        for (ProcessInfo process : processes) {
            // one that somebody is stopping already has a pid too
            if (process.hasPid() && process.state() != ProcessState.STOPPING) {
                Optional<MemoryLimit> limit = ProgramLimit.tightest(limits, process.name());
                if (limit.isPresent() || (cpu == null ? limits.isEmpty() : cpu.isLimited(process.name()))) {
                    watched.add(new Watched(process, limit));
                }
            }
        }
        return watched;
    }

    private static List<ProcessInfo> processes(List<Watched> watched) {
        List<ProcessInfo> processes = new ArrayList<>(watched.size());
        for (Watched one : watched) {
            processes.add(one.process());
        }
        return processes;
    }

    private static List<Long> pids(List<Watched> watched) {
        List<Long> pids = new ArrayList<>(watched.size());
        for (Watched one : watched) {
            pids.add(one.pid());
        }
        return pids;
    }

    private MemorySnapshot read(List<Long> pids) throws CheckException {
        try {
            return cpu == null ? table.memory(pids, measure, withDescendants) : cpu.read(table, pids, measure);
        } catch (ProcessTableException e) {
            throw new CheckException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Null for a process that has vanished since supervisord was asked: there is nothing to be found. */
    private @Nullable CheckResult find(Watched watched, MemorySnapshot memory) {
        ByteSize size = memory.sizes().get(watched.pid());
        if (size == null) {
            return null;
        }
        boolean fallenBack = memory.fellBackToRss().contains(watched.pid());
        CheckResult result = compare(watched, size, fallenBack ? Measure.RSS : measure);
        return cpu == null ? result : CheckResult.of(List.of(result, cpu.compare(watched.process())));
    }

    private CheckResult compare(Watched watched, ByteSize size, Measure measured) {
        String value = measured + (withDescendants ? " with children " : " ") + size;
        if (watched.limit().isEmpty()) {
            return new CheckResult(watched.process(), false, value, "", "no limit applies");
        }
        MemoryLimit limit = watched.limit().get();
        boolean tooLarge = size.isMoreThan(limit.size());
        String shown = limit.toString();
        String reason = value + (tooLarge ? " exceeds " : " is within ") + shown;
        double usage = (double) size.bytes() / Math.max(1, limit.size().bytes());
        return new CheckResult(watched.process(), tooLarge, value, shown, reason, "memory", usage);
    }

    private void recordMetrics(List<Watched> watched, MemorySnapshot memory) {
        if (!metrics.areExported()) {
            return;
        }
        Map<Namespec, Long> used = new LinkedHashMap<>();
        Map<Namespec, Long> allowed = new LinkedHashMap<>();
        for (Watched one : watched) {
            Namespec name = one.process().name();
            memory.of(one.pid()).ifPresent(size -> used.put(name, size.bytes()));
            one.limit().ifPresent(limit -> allowed.put(name, limit.size().bytes()));
        }
        metrics.setAll(Metric.MEMORY, used);
        metrics.setAll(Metric.MEMORY_LIMIT, allowed);
    }

    private void recordHistory(List<Watched> watched, MemorySnapshot memory, Instant now) {
        if (!history.isKept()) {
            return;
        }
        List<Sample> samples = new ArrayList<>();
        for (Watched one : watched) {
            long limit = one.limit()
                    .map(found -> found.size().bytes() / BYTES_PER_KIB)
                    .orElse(Sample.NO_LIMIT);
            memory.of(one.pid())
                    .ifPresent(
                            size -> samples.add(new Sample(one.process().name(), size.bytes() / BYTES_PER_KIB, limit)));
        }
        history.record(quantity(measure), now, samples);
    }

    static Quantity quantity(Measure measure) {
        return switch (measure) {
            case RSS -> Quantity.RSS;
            case PSS -> Quantity.PSS;
            case USS -> Quantity.USS;
        };
    }

    private void warnOfFallback(List<Watched> watched, MemorySnapshot memory) {
        if (memory.fellBackToRss().isEmpty() || !fallback.raise()) {
            return;
        }
        for (Watched one : watched) {
            if (memory.fellBackToRss().contains(one.pid())) {
                LOG.warn(
                        "cannot read the {} of {} (pid {}), and possibly of other processes: using RSS instead;"
                                + " run memmon as root or as their user",
                        measure,
                        one.process().name(),
                        one.pid());
                return;
            }
        }
    }
}
