package org.superlance.listener.history;

import java.util.OptionalInt;
import org.superlance.listener.util.Ascii;

/** The names of the files of a history, and what each begins with. */
final class HistoryFiles {

    /** The directory in that of the listener. */
    static final String DIRECTORY = "history";

    static final String EVENTS = "events";
    static final String SAMPLES = "samples";

    /** What became of old files of samples: five minutes, or more, in one value. */
    static final String SUMMARY = "summary.log";

    /** The first line of each file, and what begins it also where more follows. */
    static final String HEADER = "superlance-history 1";

    private static final String INCLUDED = HEADER + " summary of samples until ";
    private static final String SUFFIX = ".log";
    private static final int DIGITS = 6;

    private HistoryFiles() {}

    /** {@code events-000001.log}; they are written one after the other. */
    static String segment(String prefix, int number) {
        return prefix + "-" + digits(number) + SUFFIX;
    }

    /** The number of a segment with that prefix; empty for any other file. */
    static OptionalInt number(String prefix, String file) {
        return file.endsWith(SUFFIX)
                ? numberAfter(prefix + "-", file.substring(0, file.length() - SUFFIX.length()))
                : OptionalInt.empty();
    }

    static String header(String prefix) {
        return HEADER + " " + prefix;
    }

    /** The first line of a summary that includes all segments up to that one. */
    static String summaryHeader(int number) {
        return INCLUDED + digits(number);
    }

    /** The segment up to which a summary with that first line includes them; 0 if it does not say so. */
    static int included(String firstLine) {
        return numberAfter(INCLUDED, firstLine).orElse(0);
    }

    private static OptionalInt numberAfter(String begin, String text) {
        String digits = text.startsWith(begin) ? text.substring(begin.length()) : "";
        return digits.length() == DIGITS && Ascii.consistsOf(digits, Ascii.DIGITS)
                ? OptionalInt.of(Integer.parseInt(digits))
                : OptionalInt.empty();
    }

    private static String digits(int number) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, DIGITS - digits.length())) + digits;
    }
}
