package org.superlance.memmon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.superlance.listener.history.History;
import org.superlance.listener.history.Quantity;
import org.superlance.listener.history.Sample;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.process.CpuMeter;
import org.superlance.listener.process.ProcessTable;
import org.superlance.listener.process.ProcessTable.Measure;
import org.superlance.listener.process.ProcessTable.MemorySnapshot;
import org.superlance.listener.process.ProcessTable.ProcessTableException;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;

/** Compares the CPU time that each process has used since the tick before with the lowest limit that applies to it. */
final class CpuCheck {

    private static final double THOUSANDTHS = 1_000;

    private final List<CpuLimit> limits;
    private final CpuMeter meter;
    private final boolean withDescendants;
    private final Duration window;
    private final Metrics metrics;
    private final History history;

    /** @param window how long to measure before the first check; zero to begin with the second */
    CpuCheck(
            List<CpuLimit> limits,
            CpuMeter meter,
            boolean withDescendants,
            Duration window,
            Metrics metrics,
            History history) {
        this.limits = List.copyOf(limits);
        this.meter = meter;
        this.withDescendants = withDescendants;
        this.window = window;
        this.metrics = metrics;
        this.history = history;
    }

    boolean isLimited(Namespec process) {
        return ProgramLimit.tightest(limits, process).isPresent();
    }

    /** Reads the memory of the processes, and with it their CPU time. */
    MemorySnapshot read(ProcessTable table, Collection<Long> pids, Measure measure) throws ProcessTableException {
        if (!window.isZero()) {
            table.memory(pids, measure, withDescendants, meter);
            awaitWindow();
        }
        return table.memory(pids, measure, withDescendants, meter);
    }

    /** Only {@code --once} waits, on its own thread. */
    private void awaitWindow() throws ProcessTableException {
        try {
            boolean unused = new CountDownLatch(1).await(window.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessTableException("interrupted while measuring CPU time", e);
        }
    }

    /** What the last reading found of the process. */
    CheckResult compare(ProcessInfo process) {
        String what = withDescendants ? "CPU with children " : "CPU ";
        Optional<CpuLimit> limit = ProgramLimit.tightest(limits, process.name());
        String shown = limit.map(CpuLimit::toString).orElse("");
        OptionalLong used = meter.thousandthsOfCore(process.pid());
        if (used.isEmpty()) {
            return new CheckResult(process, false, "not measured yet", shown, "CPU not measured yet", "cpu");
        }
        String value = what + CpuMeter.percent(used.getAsLong());
        if (limit.isEmpty()) {
            return new CheckResult(process, false, value, "", "no CPU limit applies", "cpu");
        }
        boolean tooMuch = used.getAsLong() > limit.get().thousandths();
        String reason = value + (tooMuch ? " exceeds " : " is within ") + limit.get();
        return new CheckResult(process, tooMuch, value, shown, reason, "cpu")
                .withUsage((double) used.getAsLong() / limit.get().thousandths());
    }

    /** Takes down what the last reading found of these processes. */
    void record(List<ProcessInfo> processes, Instant now) {
        Map<Namespec, Double> used = new LinkedHashMap<>();
        Map<Namespec, Double> allowed = new LinkedHashMap<>();
        List<Sample> samples = new ArrayList<>();
        for (ProcessInfo process : processes) {
            Optional<CpuLimit> limit = ProgramLimit.tightest(limits, process.name());
            limit.ifPresent(found -> allowed.put(process.name(), found.thousandths() / THOUSANDTHS));
            meter.thousandthsOfCore(process.pid()).ifPresent(thousandths -> {
                used.put(process.name(), thousandths / THOUSANDTHS);
                samples.add(new Sample(
                        process.name(),
                        thousandths,
                        limit.map(CpuLimit::thousandths).orElse(Sample.NO_LIMIT)));
            });
        }
        metrics.setAll(Metric.CPU_USAGE, used);
        metrics.setAll(Metric.CPU_LIMIT, allowed);
        history.record(Quantity.CPU, now, samples);
    }
}
