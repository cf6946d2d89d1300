package org.superlance.httpok;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;

/** The options that say whom a bad answer is blamed on. */
final class ProcessOptions extends OptionGroup {

    private static final Set<ProcessState> STARTABLE =
            EnumSet.of(ProcessState.FATAL, ProcessState.EXITED, ProcessState.BACKOFF);

    final Option<List<ProcessPattern>> programs = list(ProcessPattern.class, "-p", "--program")
            .paramLabel("NAME")
            .description("Restart this program (name, group:name or group:*) if it is RUNNING. May be repeated.");

    final Option<Boolean> any = flag("-a", "--any").description("Restart every RUNNING program, whatever -p says.");

    final Option<Boolean> each = flag("--each")
            .description("The URL is a template with %%(process_num)d, %%(process_num)02d, %%(program_name)s or"
                    + " %%(group_name)s: check each program separately and restart only those that fail, one at a"
                    + " time.");

    final Option<Integer> parallel = value(Integer.class, "--parallel")
            .paramLabel("N")
            .defaultValue(0)
            .description("Restart at most N programs at the same time.");

    final Option<List<ProcessState>> startIf = list(ProcessState.class, "--start-if")
            .paramLabel("STATE")
            .withCommas()
            .description("Also start programs in these states: FATAL, EXITED, BACKOFF (comma-separated).");

    final Option<Duration> untilFirstOk = value(Duration.class, "--until-first-ok")
            .paramLabel("DURATION")
            .defaultValue(Duration.ZERO)
            .description("Ignore failures of a program that was just started until its first success, at most this"
                    + " long.");

    private final Option<Boolean> eager =
            flag("-e", "--eager").description("Check even if no selected program is RUNNING (default).");

    private final Option<Boolean> notEager =
            flag("-E", "--not-eager").description("Do not check if no selected program is RUNNING.");

    ProcessOptions() {
        eager.negates(notEager);
    }

    TargetSelector targets() {
        return new TargetSelector(any.value(), programs.value(), !notEager.value(), Set.copyOf(startIf.value()));
    }

    int atMost() {
        return parallel.value() > 0 ? parallel.value() : each.value() ? 1 : RestartRules.UNLIMITED;
    }

    /** @throws IllegalArgumentException with a sentence for people */
    void validate(boolean urlHasFields) {
        if (urlHasFields && !each.value()) {
            throw new IllegalArgumentException("the URL holds %(…): that needs --each");
        }
        if (each.value() && !any.value() && programs.value().isEmpty()) {
            throw new IllegalArgumentException("--each needs the programs to ask: give -p or -a");
        }
        if (parallel.value() < 0) {
            throw new IllegalArgumentException("--parallel must be at least 1");
        }
        if (!STARTABLE.containsAll(startIf.value())) {
            throw new IllegalArgumentException("--start-if takes FATAL, EXITED and BACKOFF only");
        }
    }
}
