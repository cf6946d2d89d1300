package org.superlance.listener.process;

import java.util.List;
import java.util.Locale;

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
        static final List<String> ALL = List.of(
                ("HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP"
                                + " TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS")
                        .split(" "));
    }

    /**
     * Reads {@code TERM}, {@code SIGTERM} or {@code 15}, in any case.
     *
     * @throws IllegalArgumentException with a clause for people if there is no such signal
     */
    public static Signal parse(String text) {
        String upper = text.strip().toUpperCase(Locale.ROOT);
        int named = Names.ALL.indexOf(upper.startsWith("SIG") ? upper.substring(3) : upper) + 1;
        if (named > 0) {
            return new Signal(named);
        }
        if (upper.matches("[1-9]\\d?") && Integer.parseInt(upper) <= Names.ALL.size()) {
            return new Signal(Integer.parseInt(upper));
        }
        throw new IllegalArgumentException("'" + text + "' is not a signal; write a name such as TERM, or its number");
    }

    /** Without SIG, such as {@code TERM}, or the number where it has no name. */
    public String name() {
        return number <= Names.ALL.size() ? Names.ALL.get(number - 1) : Integer.toString(number);
    }

    /** As supervisord writes it into its log: {@code SIGTERM}, {@code signal 40}. */
    @Override
    public String toString() {
        return number <= Names.ALL.size() ? "SIG" + name() : "signal " + number;
    }
}
