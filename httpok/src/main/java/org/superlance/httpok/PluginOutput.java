package org.superlance.httpok;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.superlance.listener.util.TextSanitizer;

/**
 * What a plugin wrote: a line for people, which may be followed by more of them, and performance data.
 *
 * <pre>
 * TEXT | DATA
 * MORE TEXT
 * MORE TEXT | MORE DATA
 * MORE DATA
 * </pre>
 *
 * <p>Many plugins begin data in each line; what stands before a bar is never data.
 *
 * <p>Source: the Monitoring Plugins' guidelines for developers.
 *
 * @param lines of text without data, printable; none is blank
 * @param data the values
 */
record PluginOutput(List<String> lines, PerformanceData.Values data) {

    /** More values of one plugin are not kept. */
    static final int MAX_VALUES = 100;

    private static final int MAX_LINE = 400;
    private static final int MAX_LINES = 200;
    private static final Pattern LINE_FEED = Pattern.compile("\r?\n|\r");
    private static final Pattern TERMINAL_SEQUENCE =
            Pattern.compile("\u001b(?:\\[[0-9;:?]{0,30}+[ -/]?+[@-~]|\\][^\u0007\u001b]{0,200}+\u0007?+)");
    private static final Pattern HEADING = Pattern.compile("\\S*:");
    private static final Pattern SAYS_OK = Pattern.compile("(?i)\\bOK\\b");

    PluginOutput {
        lines = List.copyOf(lines);
    }

    /**
     * Reads an output.
     *
     * @param isCut whether its end is missing: a value that stands there would be another one
     */
    static PluginOutput parse(String text, boolean isCut) {
        String plain =
                TERMINAL_SEQUENCE.matcher(isCut ? withoutLastWord(text) : text).replaceAll("");
        List<String> lines = new ArrayList<>();
        StringBuilder data = new StringBuilder();
        boolean first = true;
        boolean onlyData = false;
        for (String line : LINE_FEED.split(plain, -1)) {
            int bar = line.indexOf('|');
            if (bar >= 0 || !onlyData) {
                String said = TextSanitizer.singleLine(bar < 0 ? line : line.substring(0, bar), MAX_LINE);
                if (!said.isEmpty() && lines.size() < MAX_LINES) {
                    lines.add(said);
                }
            }
            if (bar >= 0 || onlyData) {
                data.append(line, bar + 1, line.length()).append('\n');
            }
            // data of the first line end with it, those of a later one go on to the end
            onlyData |= bar >= 0 && !first;
            first = false;
        }
        return new PluginOutput(lines, PerformanceData.parse(data.toString().replace('|', ' '), MAX_VALUES));
    }

    private static String withoutLastWord(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) > ' ') {
            end--;
        }
        // one very long word, such as a page without blanks, is text
        return text.substring(0, end).indexOf('|') < 0 && text.indexOf('|') < 0 ? text : text.substring(0, end);
    }

    /** Whether there is anything at all. */
    boolean isEmpty() {
        return lines.isEmpty() && data.kept().isEmpty();
    }

    /**
     * The first line. Where that one says OK although the status is another one, the first line that names the status:
     * check_pgsql reports the connection first, and then the query that failed.
     *
     * <p>A heading such as {@code Usage:} says nothing: what is wrong with the options stands in the errors, or below it.
     *
     * @param status {@code WARNING}, {@code CRITICAL} or {@code UNKNOWN}; empty for OK
     * @param errors what the plugin wrote to stderr
     */
    String summary(String status, String errors) {
        String first = lines.isEmpty() ? "" : lines.get(0);
        if (HEADING.matcher(first).matches()) {
            return belowHeading(first, errors);
        }
        if (status.isEmpty() || !SAYS_OK.matcher(first).find() || first.contains(status)) {
            return first;
        }
        return lines.stream().filter(line -> line.contains(status)).findFirst().orElse(first);
    }

    private String belowHeading(String heading, String errors) {
        return Stream.concat(
                        LINE_FEED.splitAsStream(errors).limit(1).map(line -> TextSanitizer.singleLine(line, MAX_LINE)),
                        lines.stream())
                .filter(line -> line.indexOf(' ') > 0)
                .findFirst()
                .orElse(heading);
    }
}
