package org.superlance.listener.process;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A signal of Linux.
 *
 * @param number from 1 to 64
 */
public record Signal(int number) {

    public static final Signal TERM = parse("TERM");
    public static final Signal KILL = parse("KILL");

    private static final int MAX = 64;

    public Signal {
        if (number < 1 || number > MAX) {
            throw new IllegalArgumentException(number + " is not a signal");
        }
    }

    /** In the order of their numbers, from 1. */
    private static final class Names {

        /** The first that glibc leaves to programs. */
        static final int RTMIN = 34;

        static final List<String> ALL = List.of(
                ("HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP"
                                + " TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS")
                        .split(" "));

        /** Further names, with those that have none above: the first and the last realtime signal of glibc. */
        static final Map<String, Integer> OTHERS =
                Map.of("IOT", 6, "CLD", 17, "POLL", 29, "RTMIN", RTMIN, "RTMAX", MAX);
    }

    /**
     * Reads {@code TERM}, {@code SIGTERM} or {@code 15}, in any case.
     *
     * @throws IllegalArgumentException with a clause for people if there is no such signal
     */
    public static Signal parse(String text) {
        String upper = text.strip().toUpperCase(Locale.ROOT);
        String name = upper.startsWith("SIG") ? upper.substring(3) : upper;
        int named = Names.OTHERS.getOrDefault(name, Names.ALL.indexOf(name) + 1);
        if (named > 0) {
            return new Signal(named);
        }
        int number = upper.matches("[1-9]\\d?") ? Integer.parseInt(upper) : 0;
        if (number > 0 && (number <= Names.ALL.size() || Names.OTHERS.containsValue(number))) {
            return new Signal(number);
        }
        throw new IllegalArgumentException("'" + text + "' is not a signal; write a name such as TERM, or its number");
    }

    /** Without SIG, such as {@code TERM}, or the number where it has no name. */
    public String name() {
        return number <= Names.ALL.size() ? Names.ALL.get(number - 1) : Integer.toString(number);
    }

    /** As supervisord writes it into its log: {@code SIGTERM}, {@code SIGRTMIN}, {@code signal 40}. */
    @Override
    public String toString() {
        if (number == Names.RTMIN || number == MAX) {
            return number == MAX ? "SIGRTMAX" : "SIGRTMIN";
        }
        return number <= Names.ALL.size() ? "SIG" + name() : "signal " + number;
    }
}
