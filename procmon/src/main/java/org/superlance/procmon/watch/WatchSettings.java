package org.superlance.procmon.watch;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.procmon.policy.RestartSettings;

/**
 * What is watched, and how.
 *
 * @param policy when to start what again
 * @param programs which programs
 * @param exitedPolicy what of those that ended by themselves
 * @param killStuck whether to kill what does not end within the policy's kill time when it is told to stop
 * @param startsPerSecond at most so many programs are started within a second, at least 1
 * @param restartAllOn when this file is touched, all programs that run are restarted
 * @param heading what the subject of a mail begins with
 */
public record WatchSettings(
        RestartSettings policy,
        List<ProcessPattern> programs,
        ExitedPolicy exitedPolicy,
        boolean killStuck,
        int startsPerSecond,
        Optional<Path> restartAllOn,
        String heading,
        boolean dryRun) {

    public WatchSettings {
        programs = List.copyOf(programs);
    }

    boolean includes(Namespec name) {
        return programs.stream().anyMatch(pattern -> pattern.matches(name));
    }
}
