package org.superlance.httpok;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;
import picocli.CommandLine.Option;

/** The options that say whom a bad answer is blamed on. */
final class ProcessOptions {

    private static final Set<ProcessState> STARTABLE =
            EnumSet.of(ProcessState.FATAL, ProcessState.EXITED, ProcessState.BACKOFF);

    @Option(
            names = {"-p", "--program"},
            paramLabel = "NAME",
            description = "Restart this program (name, group:name or group:*) if it is RUNNING; may be repeated.")
    List<ProcessPattern> programs = new ArrayList<>();

    @Option(
            names = {"-a", "--any"},
            description = "Restart every program that is RUNNING, whatever -p says.")
    boolean any;

    @Option(
            names = {"-e", "--eager"},
            description = "Check even if no selected program is RUNNING (default).")
    void eager(boolean given) {
        eager = true;
    }

    @Option(
            names = {"-E", "--not-eager"},
            description = "Do not check if no selected program is RUNNING.")
    void notEager(boolean given) {
        eager = false;
    }

    private boolean eager = true;

    @Option(
            names = "--each",
            description = "The URL is a template with %%(process_num)d, %%(process_num)02d, %%(program_name)s or"
                    + " %%(group_name)s: ask each program on its own and restart only the sick, one at a time.")
    boolean each;

    @Option(names = "--parallel", paramLabel = "N", description = "Restart at most N programs at the same time.")
    int parallel;

    @Option(
            names = "--start-if",
            paramLabel = "STATE",
            split = ",",
            description = "Also start programs in these states: FATAL, EXITED, BACKOFF; separate by commas.")
    List<ProcessState> startIf = new ArrayList<>();

    @Option(
            names = "--until-first-ok",
            paramLabel = "DURATION",
            description = "Forgive a program that was just started until its first success, at most this long.")
    Duration untilFirstOk = Duration.ZERO;

    Scope scope() {
        return new Scope(any, programs, eager, Set.copyOf(startIf));
    }

    int atMost() {
        return parallel > 0 ? parallel : each ? 1 : RestartRules.ANY_NUMBER;
    }

    /** @throws IllegalArgumentException with a sentence for people */
    void validate(boolean urlHasFields) {
        if (urlHasFields && !each) {
            throw new IllegalArgumentException("the URL holds %(…): that needs --each");
        }
        if (each && !any && programs.isEmpty()) {
            throw new IllegalArgumentException("--each needs the programs to ask: give -p or -a");
        }
        if (parallel < 0) {
            throw new IllegalArgumentException("--parallel must be at least 1");
        }
        if (!STARTABLE.containsAll(startIf)) {
            throw new IllegalArgumentException("--start-if takes FATAL, EXITED and BACKOFF only");
        }
    }
}
