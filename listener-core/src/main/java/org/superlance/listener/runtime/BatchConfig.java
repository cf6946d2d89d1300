package org.superlance.listener.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessPattern.ProcessFilter;

/**
 * What the options of a listener say that notifies people of several failures together.
 *
 * @param type the only failures that it is about
 * @param interval from the first failure of a batch until it goes out
 * @param groupWait the same for the first batch after a quiet time; empty for the interval
 * @param collapse more repeats of one process than this are told in one line; empty for no limit
 * @param subject goes out with a batch; empty for none
 * @param processes the processes that it is about
 */
public record BatchConfig(
        ProcessFailure.FailureType type,
        Duration interval,
        Optional<Duration> groupWait,
        OptionalInt collapse,
        String subject,
        ProcessFilter processes,
        List<ProcessPattern> referencedProcesses,
        NotificationConfig notifications)
        implements CrashSettings {

    public BatchConfig {
        referencedProcesses = List.copyOf(referencedProcesses);
    }

    @Override
    public List<ProcessPattern> excluded() {
        return processes.excluded();
    }

    @Override
    public boolean wants(ProcessFailure failure) {
        return failure.type() == type && processes.matches(failure.process());
    }
}
