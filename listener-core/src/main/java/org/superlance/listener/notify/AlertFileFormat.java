package org.superlance.listener.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.superlance.listener.util.TextSanitizer;

/**
 * An alert as a file that people can read and change: lines {@code Id}, {@code Date} (ISO, UTC), {@code Subject} and one
 * {@code Label-…} for each label, an empty line, the text. In header lines a backslash, a control character and a lone
 * surrogate, and a space at either end, are written as <code>\\u</code> and four hexadecimal digits.
 */
final class AlertFileFormat {

    /** What the names of waiting alerts end with; everything else in the directory is not ours to read. */
    static final String SUFFIX = ".alert";

    private static final String LABEL = "Label-";
    private static final int MAX_LOGGED_LENGTH = 16 << 10;
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern UNSAFE = Pattern.compile("[\\\\\\p{Cc}\\p{Cs}\u2028\u2029]|^\\s|\\s$");
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");
    private static final Instant MIN_TIME = Instant.EPOCH;
    private static final Instant MAX_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private AlertFileFormat() {}

    /** A file name that sorts by time. */
    static String name(Alert alert) {
        return NAME.format(alert.time()) + "-" + alert.id() + SUFFIX;
    }

    static byte[] write(Alert alert) {
        return (headers(alert) + "\n" + alert.text()).getBytes(UTF_8);
    }

    /** What the alert costs, in bytes; close enough for a limit, and cheap. */
    static long size(Alert alert) {
        return headers(alert).length() + 2L * alert.text().length();
    }

    /** The alert in full for a log line, bounded and harmless for a terminal. */
    static String forLog(Alert alert) {
        return TextSanitizer.multiLine(headers(alert) + "\n" + alert.text(), MAX_LOGGED_LENGTH);
    }

    /** @throws IllegalArgumentException with a sentence if the file is not an alert */
    static Alert read(byte[] bytes) {
        String content = new String(bytes, UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        int start = 0;
        while (start < content.length()) {
            int end = content.indexOf('\n', start) < 0 ? content.length() : content.indexOf('\n', start);
            String line = content.substring(start, end).stripTrailing();
            start = Math.min(end + 1, content.length());
            if (line.isEmpty()) {
                break;
            }
            header(line, headers);
        }
        return alert(headers, content.substring(start));
    }

    private static void header(String line, Map<String, String> headers) {
        int colon = line.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("It has a header line without a name and a colon.");
        }
        headers.put(
                unescape(line.substring(0, colon)),
                unescape(line.substring(colon + 1).strip()));
    }

    private static Alert alert(Map<String, String> headers, String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            if (name.startsWith(LABEL)) {
                labels.put(name.substring(LABEL.length()), value);
            }
        });
        String subject = headers.getOrDefault("Subject", "");
        return new Alert(headers.getOrDefault("Id", ""), time(headers.getOrDefault("Date", "")), subject, text, labels);
    }

    private static Instant time(String date) {
        try {
            Instant time = Instant.parse(date);
            return time.isBefore(MIN_TIME) ? MIN_TIME : time.isAfter(MAX_TIME) ? MAX_TIME : time;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("Its Date line is not a time such as 2026-11-21T02:54:56.192Z.", e);
        }
    }

    private static String headers(Alert alert) {
        StringBuilder headers = new StringBuilder();
        headers.append("Id: ").append(alert.id()).append('\n');
        headers.append("Date: ").append(alert.time()).append('\n');
        headers.append("Subject: ").append(escape(alert.subject())).append('\n');
        alert.labels()
                .forEach((key, value) -> headers.append(LABEL)
                        .append(escape(key).replace(":", "\\u003a"))
                        .append(": ")
                        .append(escape(value))
                        .append('\n'));
        return headers.toString();
    }

    private static String escape(String value) {
        return UNSAFE.matcher(value)
                .replaceAll(found -> Matcher.quoteReplacement(
                        String.format(Locale.ROOT, "\\u%04x", found.group().codePointAt(0))));
    }

    private static String unescape(String value) {
        return ESCAPE.matcher(value)
                .replaceAll(found ->
                        Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(found.group(1), 16))));
    }
}
