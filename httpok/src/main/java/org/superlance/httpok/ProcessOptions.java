package org.superlance.httpok;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.superlance.listener.cli.Options;
import org.superlance.listener.cli.Setting;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;

/** The options that say whom a bad answer is blamed on. */
final class ProcessOptions implements Options.Holder {

    private final Options options = new Options();

    private static final Set<ProcessState> STARTABLE =
            EnumSet.of(ProcessState.FATAL, ProcessState.EXITED, ProcessState.BACKOFF);

    final Setting<List<ProcessPattern>> programs = options.list(ProcessPattern.class, "-p", "--program")
            .takes("NAME")
            .says("Restart this program (name, group:name or group:*) if it is RUNNING; may be repeated.");

    final Setting<Boolean> any =
            options.flag("-a", "--any").says("Restart every program that is RUNNING, whatever -p says.");

    final Setting<Boolean> each = options.flag("--each")
            .says("The URL is a template with %%(process_num)d, %%(process_num)02d, %%(program_name)s or"
                    + " %%(group_name)s: ask each program on its own and restart only the sick, one at a time.");

    final Setting<Integer> parallel = options.value(Integer.class, "--parallel")
            .takes("N")
            .usually(0)
            .says("Restart at most N programs at the same time.");

    final Setting<List<ProcessState>> startIf = options.list(ProcessState.class, "--start-if")
            .takes("STATE")
            .withCommas()
            .says("Also start programs in these states: FATAL, EXITED, BACKOFF; separate by commas.");

    final Setting<Duration> untilFirstOk = options.value(Duration.class, "--until-first-ok")
            .takes("DURATION")
            .usually(Duration.ZERO)
            .says("Forgive a program that was just started until its first success, at most this long.");

    private final Setting<Boolean> eager =
            options.flag("-e", "--eager").says("Check even if no selected program is RUNNING (default).");

    private final Setting<Boolean> notEager =
            options.flag("-E", "--not-eager").says("Do not check if no selected program is RUNNING.");

    ProcessOptions() {
        eager.takingBack(notEager);
    }

    Scope scope() {
        return new Scope(any.value(), programs.value(), !notEager.value(), Set.copyOf(startIf.value()));
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

    @Override
    public Options options() {
        return options;
    }
}
