package org.superlance.timemon;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.runtime.MonitorListener;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;

/**
 * The options of timemon.
 *
 * @param selected what to restart
 * @param schedule when; empty to restart by age only
 * @param zone in which the schedule counts; empty for the local one
 * @param maxAge the uptime at which a program is restarted; empty to restart by the schedule only
 * @param minRestartInterval the least time from one restart of a program to the next; zero if unknown
 * @param pause how long a program is left stopped
 * @param jitter each restart begins after a random part of this
 * @param rolling whether to restart one program at a time
 * @param heading how the subject of a mail begins
 */
record TimemonConfig(
        List<ProcessPattern> referencedProcesses,
        List<ProcessPattern> selected,
        Optional<Schedule> schedule,
        Optional<ZoneId> zone,
        Optional<Duration> maxAge,
        Duration minRestartInterval,
        Duration pause,
        Duration jitter,
        boolean rolling,
        String heading,
        NotificationConfig notifications,
        RestartRules rules,
        List<ProcessPattern> excluded)
        implements MonitorListener.Settings {

    TimemonConfig {
        referencedProcesses = List.copyOf(referencedProcesses);
        selected = List.copyOf(selected);
        excluded = List.copyOf(excluded);
    }

    @Override
    public boolean mayRestart(Namespec process) {
        return ProcessPattern.anyMatches(selected, process);
    }

    @Override
    public List<String> restartCauses() {
        List<String> causes = new ArrayList<>();
        if (schedule.isPresent()) {
            causes.add("schedule");
        }
        if (maxAge.isPresent()) {
            causes.add("age");
        }
        return List.copyOf(causes);
    }
}
