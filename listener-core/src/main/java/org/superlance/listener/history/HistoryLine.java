package org.superlance.listener.history;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.listener.util.UtcTime;

/**
 * One line of a file of a history: {@code 2026-11-28T21:18:00Z restart program=web:w1 reason="RSS 312.4MB exceeds 200MB"}.
 *
 * <p>A time in UTC with whole seconds, a word, then pairs {@code key=value}. A value with a blank, a quotation mark, an equals
 * sign or a backslash, and an empty one, is in quotation marks; in these a backslash stands before a quotation mark and a
 * backslash. Characters that control a terminal are replaced.
 *
 * @param kind the word
 * @param fields each once, in the order of the line
 */
record HistoryLine(Instant time, String kind, Map<String, String> fields) {

    /** Longer lines are not read, and not written. */
    static final int MAX_LENGTH = 4_096;

    private static final int MAX_VALUE = 500;
    private static final int MAX_FIELDS = 20;

    static HistoryLine of(HistoryEvent event) {
        return new HistoryLine(event.time(), event.kind(), event.fields());
    }

    /** The value of a key; empty if it has none. */
    String field(String key) {
        return fields.getOrDefault(key, "");
    }

    /** Its text, without a line feed. */
    String text() {
        StringBuilder line =
                new StringBuilder(160).append(time(time)).append(' ').append(kind);
        fields.forEach((key, value) -> {
            line.append(' ').append(key).append('=');
            appendValue(line, TextSanitizer.singleLine(value, MAX_VALUE));
        });
        return line.toString();
    }

    static String time(Instant time) {
        return UtcTime.format(time.truncatedTo(ChronoUnit.SECONDS));
    }

    static void appendValue(StringBuilder line, String value) {
        if (isPlain(value)) {
            line.append(value);
            return;
        }
        line.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\');
            }
            line.append(c);
        }
        line.append('"');
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c == '"' || c == '=' || c == '\\') {
                return false;
            }
        }
        return !value.isEmpty();
    }

    /** Reads a line; empty if it is torn, or something else. */
    static Optional<HistoryLine> parse(String text) {
        int afterTime = text.indexOf(' ');
        Optional<Instant> time = afterTime < 0 ? Optional.empty() : instant(text.substring(0, afterTime));
        if (time.isEmpty() || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int afterKind = text.indexOf(' ', afterTime + 1);
        String kind = text.substring(afterTime + 1, afterKind < 0 ? text.length() : afterKind);
        Map<String, String> fields = new LinkedHashMap<>();
        boolean whole = afterKind < 0 || new FieldReader(text, afterKind + 1).readInto(fields);
        return whole && !kind.isEmpty() ? Optional.of(new HistoryLine(time.get(), kind, fields)) : Optional.empty();
    }

    /** A time as it is written; empty if the text is none, or of a year that has more than four digits. */
    static Optional<Instant> instant(String text) {
        if (text.length() != 20) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Reads {@code key=value} pairs. */
    private static final class FieldReader {

        private final String text;
        private int at;

        FieldReader(String text, int at) {
            this.text = text;
            this.at = at;
        }

        /** Returns false if it ran into something else. */
        boolean readInto(Map<String, String> fields) {
            while (at < text.length()) {
                int equals = text.indexOf('=', at);
                if (equals <= at || fields.size() == MAX_FIELDS) {
                    return false;
                }
                String key = text.substring(at, equals);
                at = equals + 1;
                String value = at < text.length() && text.charAt(at) == '"' ? quoted() : plain();
                if (value.isEmpty() && at > text.length()) {
                    return false;
                }
                fields.putIfAbsent(key, TextSanitizer.printable(value));
            }
            return true;
        }

        private String plain() {
            int blank = text.indexOf(' ', at);
            int end = blank < 0 ? text.length() : blank;
            String value = text.substring(at, end);
            at = blank < 0 ? end : end + 1;
            return value;
        }

        /** Leaves {@link #at} beyond the end where the last quotation mark is missing. */
        private String quoted() {
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at += 2;
                    // the end of the line, or the next pair
                    at = Math.min(at, text.length());
                    return value.toString();
                }
                if (c == '\\' && at + 1 < text.length()) {
                    c = text.charAt(++at);
                }
                value.append(c);
            }
            at = text.length() + 1;
            return "";
        }
    }
}
