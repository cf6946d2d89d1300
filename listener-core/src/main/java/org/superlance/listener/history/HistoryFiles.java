package org.superlance.listener.history;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    private static final Pattern SEGMENT = Pattern.compile("(events|samples)-(\\d{6})\\.log");
    private static final Pattern INCLUDED = Pattern.compile(HEADER + " summary of samples until (\\d{6})");

    private HistoryFiles() {}

    /** {@code events-000001.log}; they are written one after the other. */
    static String segment(String prefix, int number) {
        return prefix + "-" + digits(number) + ".log";
    }

    /** The number of a segment with that prefix; empty for any other file. */
    static OptionalInt number(String prefix, String file) {
        Matcher matcher = SEGMENT.matcher(file);
        return matcher.matches() && matcher.group(1).equals(prefix)
                ? OptionalInt.of(Integer.parseInt(matcher.group(2)))
                : OptionalInt.empty();
    }

    static String header(String prefix) {
        return HEADER + " " + prefix;
    }

    /** The first line of a summary that includes all segments up to that one. */
    static String summaryHeader(int number) {
        return HEADER + " summary of samples until " + digits(number);
    }

    /** The segment up to which a summary with that first line includes them; 0 if it does not say so. */
    static int included(String firstLine) {
        Matcher matcher = INCLUDED.matcher(firstLine);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static String digits(int number) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, 6 - digits.length())) + digits;
    }
}
