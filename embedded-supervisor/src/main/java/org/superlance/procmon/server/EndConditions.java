package org.superlance.procmon.server;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.superlance.listener.config.GroupConfig;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessPattern.ProcessFilter;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.procmon.log.ServerLog.Level;
import org.superlance.procmon.spawn.ProcessExit;
import org.superlance.procmon.subprocess.Subprocess;
import org.superlance.procmon.subprocess.Subprocess.UnaskedEnd;

/**
 * Which ends of processes are the end of the server, and of the container that it is process 1 of.
 *
 * @param onFatal the programs whose failure ends it; all but event listeners if it names none; empty for never
 * @param onExit the programs whose end ends it, expected or not; all but event listeners if it names none; empty for never
 * @param retried whether a program that is FATAL is started again until it is given up: only then it has failed
 */
public record EndConditions(Optional<ProcessFilter> onFatal, Optional<ProcessFilter> onExit, boolean retried) {

    /** No end of a process ends it. */
    public static final EndConditions NONE = new EndConditions(Optional.empty(), Optional.empty(), false);

    private static final int FAILED = 1;

    /**
     * Why the server ends.
     *
     * @param status the exit status
     * @param sentence names the program and the option
     */
    public record EndReason(int status, String sentence) {

        /** How important it is. */
        public Level level() {
            return status == 0 ? Level.WARN : Level.CRIT;
        }
    }

    boolean isEmpty() {
        return onFatal.isEmpty() && onExit.isEmpty();
    }

    /**
     * A sentence for each name that no program has.
     *
     * @param groups of the configuration
     */
    public List<String> unknownNames(List<GroupConfig> groups) {
        List<Namespec> names = groups.stream()
                .flatMap(group -> group.programs().stream().map(program -> new Namespec(group.name(), program.name())))
                .toList();
        return Stream.concat(unknownNames("--exit-on-fatal", onFatal, names), unknownNames("--on-exit", onExit, names))
                .toList();
    }

    private static Stream<String> unknownNames(String option, Optional<ProcessFilter> filter, List<Namespec> names) {
        return filter.stream()
                .flatMap(named -> named.included().stream())
                .filter(pattern -> names.stream().noneMatch(pattern::matches))
                .map((ProcessPattern pattern) -> option + " names '" + pattern
                        + "', and the configuration has no such process; write name, group:name or group:*");
    }

    /** Why the server ends because of that process, if it does. Asks for each of its ends once. */
    Optional<EndReason> reason(Subprocess process, boolean listener) {
        Optional<UnaskedEnd> end = process.takeUnaskedEnd();
        if (names(onExit, process, listener) && end.isPresent()) {
            int status = end.get().exit().map(ProcessExit::status).orElse(FAILED);
            return Optional.of(new EndReason(status, nameOf(process) + sentence(end.get()) + " (--on-exit)"));
        }
        if (!names(onFatal, process, listener)) {
            return Optional.empty();
        }
        Optional<String> sentence = retried
                ? process.givenUp().map(decision -> " is given up: " + decision)
                : end.filter(any -> any.state() == ProcessState.FATAL).map(EndConditions::sentence);
        return sentence.map(why -> new EndReason(FAILED, nameOf(process) + why + " (--exit-on-fatal)"));
    }

    private static boolean names(Optional<ProcessFilter> filter, Subprocess process, boolean listener) {
        return filter.filter(named -> !(listener && named.included().isEmpty()))
                .filter(named -> named.matches(process.name()))
                .isPresent();
    }

    private static String sentence(UnaskedEnd end) {
        String exit = end.exit().map(ProcessExit::sentence).orElse("");
        if (end.state() != ProcessState.FATAL) {
            return " " + (exit.startsWith("terminated") ? "was " : "") + exit;
        }
        String error = end.error().isEmpty() ? "" : ": " + end.error();
        return " is FATAL" + error
                + (exit.isEmpty() ? "" : "; it " + (exit.startsWith("terminated") ? "was " : "") + exit);
    }

    private static String nameOf(Subprocess process) {
        return process.name().shortName();
    }
}
