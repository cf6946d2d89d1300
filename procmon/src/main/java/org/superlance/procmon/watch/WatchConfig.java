package org.superlance.procmon.watch;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.runtime.ListenerSettings;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.procmon.policy.RestartSettings;

/**
 * What the options of {@code procmon watch} say.
 *
 * @param policy when a program is started again, and when it is given up
 * @param referencedProcesses the programs to watch
 * @param any whether to watch all programs instead
 * @param exitedPolicy which programs that supervisord has left EXITED are started again, too
 * @param killStuck whether to send SIGKILL to a program that is STOPPING for longer than the policy's kill time
 * @param startsPerSecond maximum number of programs started within one second, at least 1
 * @param restartAllOn file that causes a rolling restart of all running programs when it is created or touched
 * @param shutdown which ends of programs are the end of supervisord
 * @param heading beginning of the subject of a mail
 */
public record WatchConfig(
        RestartSettings policy,
        List<ProcessPattern> referencedProcesses,
        boolean any,
        List<ProcessPattern> excluded,
        ExitedPolicy exitedPolicy,
        boolean killStuck,
        int startsPerSecond,
        Optional<Path> restartAllOn,
        ShutdownConditions shutdown,
        String heading,
        NotificationConfig notifications)
        implements ListenerSettings {

    public WatchConfig {
        referencedProcesses = List.copyOf(referencedProcesses);
        excluded = List.copyOf(excluded);
    }

    /** Which programs are started again that exited and that supervisord has left EXITED. */
    public enum ExitedPolicy {
        /** None: {@code autorestart} in supervisord.conf decides. */
        NO,
        /** Those whose exit status is not among their {@code exitcodes}. */
        UNEXPECTED,
        /** All. */
        ANY;

        boolean include(boolean expected) {
            return this == ANY || (this == UNEXPECTED && !expected);
        }
    }

    boolean includes(Namespec name) {
        return any || referencedProcesses.stream().anyMatch(pattern -> pattern.matches(name));
    }

    @Override
    public boolean mayRestart(Namespec process) {
        return includes(process);
    }

    @Override
    public List<String> restartCauses() {
        return List.of("down", "restart_all");
    }
}
