package org.superlance.httpok;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Status codes that count as good, both ends included. */
record StatusRange(int from, int to) {

    private static final Pattern TEXT = Pattern.compile("(\\d{3})(?:-(\\d{3}))?");
    private static final int MIN = 100;
    private static final int MAX = 599;

    /** @throws IllegalArgumentException with a sentence for people if it is neither a status nor a range */
    static StatusRange parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no status; write 200, or a range such as 200-399");
        }
        int from = Integer.parseInt(matcher.group(1));
        int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
        if (from < MIN || to > MAX || to < from) {
            throw new IllegalArgumentException(
                    "'" + text + "' cannot be: a status lies between 100 and 599, and a range goes upwards");
        }
        return new StatusRange(from, to);
    }

    boolean contains(int status) {
        return status >= from && status <= to;
    }

    @Override
    public String toString() {
        return from == to ? Integer.toString(from) : from + "-" + to;
    }
}
