package org.superlance.memmon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.process.ProcessTable.Measure;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.runtime.MonitorListener;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.util.ByteSize;

/**
 * What the options of memmon say.
 *
 * @param limits if there are none, and no {@code cpuLimits}, all processes are looked at and none is found too large
 * @param cpuLimits if there are none, CPU time is not measured
 * @param cpuWindow how long to measure CPU time before the first check; zero to begin with the second
 * @param measure what is held against a limit
 * @param withDescendants whether what a process's children use, and theirs, counts too
 * @param heading what memmon calls itself in the subject of a mail
 * @param maxUptimeToMail a restart of a process that had been up for longer is not mailed; empty to mail all
 */
record MemmonConfig(
        List<MemoryLimit> limits,
        List<CpuLimit> cpuLimits,
        Duration cpuWindow,
        Measure measure,
        boolean withDescendants,
        String heading,
        Optional<Duration> maxUptimeToMail,
        NotificationConfig notifications,
        RestartRules rules,
        List<ProcessPattern> excluded)
        implements MonitorListener.Settings {

    private static final ByteSize SMALLEST = ByteSize.ofKilobytes(64);

    MemmonConfig {
        limits = List.copyOf(limits);
        cpuLimits = List.copyOf(cpuLimits);
        excluded = List.copyOf(excluded);
    }

    @Override
    public List<ProcessPattern> referencedProcesses() {
        List<ProcessPattern> named = new ArrayList<>();
        for (ProgramLimit limit : all()) {
            if (!limit.isOfAny()) {
                named.add(limit.processes());
            }
        }
        return named;
    }

    private List<ProgramLimit> all() {
        List<ProgramLimit> all = new ArrayList<>(limits);
        all.addAll(cpuLimits);
        return all;
    }

    /** A limit that no process is below, and one that none can exceed. */
    @Override
    public List<String> warnings() {
        Set<String> warnings = new LinkedHashSet<>();
        for (MemoryLimit limit : limits) {
            if (SMALLEST.isMoreThan(limit.size())) {
                warnings.add("the limit " + limit + " is " + limit.size().bytes()
                        + " bytes, which every process exceeds; write a unit, such as 200MB");
            }
        }
        int cores = Runtime.getRuntime().availableProcessors();
        for (CpuLimit limit : cpuLimits) {
            if (limit.thousandths() >= cores * 1_000L) {
                warnings.add("the limit " + limit + " cannot be exceeded with " + cores
                        + (cores == 1 ? " core" : " cores") + "; 100 is one core");
            }
        }
        return List.copyOf(warnings);
    }

    /** Whether the restart of a process that had been up for so long is mailed; empty if nobody knows. */
    boolean isWorthMailing(Optional<Duration> uptime) {
        return maxUptimeToMail.isEmpty() || uptime.isEmpty() || uptime.get().compareTo(maxUptimeToMail.get()) <= 0;
    }

    @Override
    public boolean mayRestart(Namespec process) {
        for (ProgramLimit limit : all()) {
            if (limit.processes().matches(process)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<String> restartCauses() {
        return cpuLimits.isEmpty() ? List.of("memory") : List.of("memory", "cpu");
    }
}
