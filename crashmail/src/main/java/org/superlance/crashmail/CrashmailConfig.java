package org.superlance.crashmail;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.runtime.CrashSettings;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessPattern.ProcessFilter;
import org.superlance.listener.util.RateLimit;

/**
 * What the options of crashmail say.
 *
 * @param types the failures that are mailed
 * @param processes the processes that they are mailed of
 * @param prefix what each subject begins with; empty for nothing
 * @param tailLines how many lines of a process's own log are mailed; 0 for none
 * @param limit how many mails about one program; empty for all
 * @param recoveredAfter how long a program must run again until that is mailed; empty for never
 */
record CrashmailConfig(
        Set<ProcessFailure.FailureType> types,
        ProcessFilter processes,
        String prefix,
        int tailLines,
        Optional<RateLimit> limit,
        Optional<Duration> recoveredAfter,
        List<ProcessPattern> referencedProcesses,
        NotificationConfig notifications)
        implements CrashSettings {

    CrashmailConfig {
        types = Set.copyOf(types);
        referencedProcesses = List.copyOf(referencedProcesses);
    }

    @Override
    public List<ProcessPattern> excluded() {
        return processes.excluded();
    }

    @Override
    public boolean wants(ProcessFailure failure) {
        return types.contains(failure.type()) && processes.matches(failure.process());
    }
}
