package org.superlance.memmon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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

/** Compares the memory of each running process with the lowest limit that applies to it. */
final class MemoryCheck implements Check {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryCheck.class);
    private static final long BYTES_PER_KIB = 1_024;

    private final ProcessTable table;
    private final List<MemoryLimit> limits;
    private final Measure measure;
    private final boolean withDescendants;
    private final Metrics metrics;
    private final History history;
    private final LogOnce fallback = new LogOnce();

    /** A check without a history. */
    MemoryCheck(
            ProcessTable table, List<MemoryLimit> limits, Measure measure, boolean withDescendants, Metrics metrics) {
        this(table, limits, measure, withDescendants, metrics, History.none());
    }

    /** @param limits if there are none, all processes are looked at and none is found too large */
    MemoryCheck(
            ProcessTable table,
            List<MemoryLimit> limits,
            Measure measure,
            boolean withDescendants,
            Metrics metrics,
            History history) {
        this.table = table;
        this.limits = List.copyOf(limits);
        this.measure = measure;
        this.withDescendants = withDescendants;
        this.metrics = metrics;
        this.history = history;
    }

    @Override
    public List<CheckResult> check(List<ProcessInfo> processes, Instant now) throws CheckException {
        List<ProcessInfo> watched = processes.stream().filter(this::isWatched).toList();
        MemorySnapshot memory = read(watched.stream().map(ProcessInfo::pid).toList());
        warnOfFallback(watched, memory);
        recordMetrics(watched, memory);
        recordHistory(watched, memory, now);
        return watched.stream().flatMap(process -> find(process, memory)).toList();
    }

    /** A process that somebody is stopping already has a pid too. */
    private boolean isWatched(ProcessInfo process) {
        return process.hasPid()
                && process.state() != ProcessState.STOPPING
                && (limits.isEmpty()
                        || MemoryLimit.tightest(limits, process.name()).isPresent());
    }

    private MemorySnapshot read(List<Long> pids) throws CheckException {
        try {
            return table.memory(pids, measure, withDescendants);
        } catch (ProcessTableException e) {
            throw new CheckException(String.valueOf(e.getMessage()), e);
        }
    }

    /** A process that has vanished since supervisord was asked has nothing to be found. */
    private Stream<CheckResult> find(ProcessInfo process, MemorySnapshot memory) {
        boolean fallenBack = memory.fellBackToRss().contains(process.pid());
        return memory.of(process.pid()).stream()
                .map(size -> compare(process, size, fallenBack ? Measure.RSS : measure));
    }

    private CheckResult compare(ProcessInfo process, ByteSize size, Measure measured) {
        String value = measured + (withDescendants ? " with children " : " ") + size;
        Optional<MemoryLimit> limit = MemoryLimit.tightest(limits, process.name());
        if (limit.isEmpty()) {
            return new CheckResult(process, false, value, "", "no limit applies");
        }
        boolean tooLarge = size.isMoreThan(limit.get().size());
        String relation = tooLarge ? " exceeds " : " is within ";
        return new CheckResult(
                        process, tooLarge, value, limit.get().toString(), value + relation + limit.get(), "memory")
                .withUsage(
                        (double) size.bytes() / Math.max(1, limit.get().size().bytes()));
    }

    private void recordMetrics(List<ProcessInfo> watched, MemorySnapshot memory) {
        Map<Namespec, Long> used = new LinkedHashMap<>();
        Map<Namespec, Long> allowed = new LinkedHashMap<>();
        for (ProcessInfo process : watched) {
            memory.of(process.pid()).ifPresent(size -> used.put(process.name(), size.bytes()));
            MemoryLimit.tightest(limits, process.name())
                    .ifPresent(limit -> allowed.put(process.name(), limit.size().bytes()));
        }
        metrics.setAll(Metric.MEMORY, used);
        metrics.setAll(Metric.MEMORY_LIMIT, allowed);
    }

    private void recordHistory(List<ProcessInfo> watched, MemorySnapshot memory, Instant now) {
        List<Sample> samples = new ArrayList<>();
        for (ProcessInfo process : watched) {
            long limit = MemoryLimit.tightest(limits, process.name())
                    .map(found -> found.size().bytes() / BYTES_PER_KIB)
                    .orElse(Sample.NO_LIMIT);
            memory.of(process.pid())
                    .ifPresent(size -> samples.add(new Sample(process.name(), size.bytes() / BYTES_PER_KIB, limit)));
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

    private void warnOfFallback(List<ProcessInfo> watched, MemorySnapshot memory) {
        if (memory.fellBackToRss().isEmpty() || !fallback.raise()) {
            return;
        }
        watched.stream()
                .filter(process -> memory.fellBackToRss().contains(process.pid()))
                .findFirst()
                .ifPresent(process -> LOG.warn(
                        "cannot read the {} of {} (pid {}), and possibly of other processes: using RSS instead;"
                                + " run memmon as root or as their user",
                        measure,
                        process.name(),
                        process.pid()));
    }
}
