package org.superlance.procmon.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessPattern.ProcessFilter;

/**
 * Which ends of programs are the end of supervisord.
 *
 * @param onFatal the watched programs whose failure is: all if it names none; empty for never
 * @param onExit the watched programs whose end is, expected or not: all if it names none; empty for never
 * @param retried whether a program that is FATAL is started again until it is given up: only then it has failed
 */
public record ShutdownConditions(Optional<ProcessFilter> onFatal, Optional<ProcessFilter> onExit, boolean retried) {

    /** supervisord is never shut down. */
    public static final ShutdownConditions NONE = new ShutdownConditions(Optional.empty(), Optional.empty(), false);

    private static final String ACTION = "shutdown";

    /**
     * Reads {@code shutdown} or {@code shutdown=NAME,...}.
     *
     * @throws IllegalArgumentException with a sentence for people if it is something else
     */
    public static ProcessFilter parse(String text) {
        if (!text.equals(ACTION) && !text.startsWith(ACTION + "=")) {
            throw new IllegalArgumentException("'" + text + "' is no action; write shutdown or shutdown=NAME,...");
        }
        return ProcessFilter.parse(text.substring(Math.min(text.length(), ACTION.length() + 1)));
    }

    /** The programs that they name, which are watched, too. */
    public List<ProcessPattern> referencedProcesses() {
        List<ProcessPattern> referenced = new ArrayList<>();
        onFatal.ifPresent(named -> referenced.addAll(named.included()));
        onExit.ifPresent(named -> referenced.addAll(named.included()));
        return List.copyOf(referenced);
    }

    boolean isEmpty() {
        return onFatal.isEmpty() && onExit.isEmpty();
    }

    boolean includeFailureOf(Namespec name) {
        return onFatal.filter(named -> named.matches(name)).isPresent();
    }

    boolean includeExitOf(Namespec name) {
        return onExit.filter(named -> named.matches(name)).isPresent();
    }

    /** Whether a program that is FATAL is not started again, because it ends supervisord. */
    boolean endAtFatal(Namespec name) {
        return includeExitOf(name) || (!retried && includeFailureOf(name));
    }
}
