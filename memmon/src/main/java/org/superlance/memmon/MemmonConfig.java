package org.superlance.memmon;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
 * @param limits if there are none, all processes are looked at and none is found too large
 * @param measure what is held against a limit
 * @param withDescendants whether the memory of a process's children, and theirs, counts too
 * @param heading what memmon calls itself in the subject of a mail
 * @param maxUptimeToMail a restart of a process that had been up for longer is not mailed; empty to mail all
 */
record MemmonConfig(
        List<MemoryLimit> limits,
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
        excluded = List.copyOf(excluded);
    }

    @Override
    public List<ProcessPattern> referencedProcesses() {
        return limits.stream()
                .filter(limit -> !limit.isOfAny())
                .map(MemoryLimit::processes)
                .toList();
    }

    /** A limit that no process is below. */
    @Override
    public List<String> warnings() {
        return limits.stream()
                .filter(limit -> SMALLEST.isMoreThan(limit.size()))
                .map(limit -> "the limit " + limit + " is " + limit.size().bytes()
                        + " bytes, which every process exceeds; write a unit, such as 200MB")
                .distinct()
                .toList();
    }

    /** Whether the restart of a process that had been up for so long is mailed; empty if nobody knows. */
    boolean isWorthMailing(Optional<Duration> uptime) {
        return maxUptimeToMail.isEmpty() || uptime.isEmpty() || uptime.get().compareTo(maxUptimeToMail.get()) <= 0;
    }

    @Override
    public boolean mayRestart(Namespec process) {
        return limits.stream().anyMatch(limit -> limit.processes().matches(process));
    }

    @Override
    public List<String> restartCauses() {
        return List.of("memory");
    }
}
