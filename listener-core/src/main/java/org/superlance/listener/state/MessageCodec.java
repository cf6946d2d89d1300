package org.superlance.listener.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Entries as messages, in files that people can read and change: lines {@code Id}, {@code Date} (ISO, UTC),
 * {@code Subject}, further ones, and one {@code Label-…} for each label, an empty line, the text. In header lines a backslash, a
 * control character and a lone surrogate, and a space at either end, are written as <code>\\u</code> and four
 * hexadecimal digits.
 */
public abstract class MessageCodec<T> implements SpoolDirectory.Codec<T> {

    private static final String SUFFIX = ".alert";

    /**
     * What is in such a file.
     *
     * @param id safe as a part of a file name
     * @param subject one line, for whoever looks at the file
     * @param labels sorted by key
     * @param headers further lines of the head, sorted by name; a version that does not know one reads over it
     */
    public record Message(
            String id,
            Instant time,
            String subject,
            String text,
            Map<String, String> labels,
            Map<String, String> headers) {

        public Message {
            labels = Collections.unmodifiableMap(new TreeMap<>(labels));
            headers = Collections.unmodifiableMap(new TreeMap<>(headers));
        }

        /** A message without further headers. */
        public Message(String id, Instant time, String subject, String text, Map<String, String> labels) {
            this(id, time, subject, text, labels, Map.of());
        }
    }

    private final String noun;

    /** @param noun what an entry is called in a log line; begins with a vowel */
    protected MessageCodec(String noun) {
        this.noun = noun;
    }

    protected abstract Message toMessage(T entry);

    /** @throws IllegalArgumentException with a sentence if the message is no such entry */
    protected abstract T fromMessage(Message message);

    @Override
    public final String noun() {
        return noun;
    }

    @Override
    public final String suffix() {
        return SUFFIX;
    }

    /** A file name that sorts by time. */
    @Override
    public final String fileName(T entry) {
        Message message = toMessage(entry);
        return Format.NAME.format(message.time()) + "-" + message.id() + SUFFIX;
    }

    /** The time of the entry that has this file name; empty if somebody has named it otherwise. */
    public static Optional<Instant> timeOf(String fileName) {
        int end = fileName.indexOf("Z-") + 1;
        try {
            return Optional.of(Format.NAME.parse(fileName.substring(0, end), Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The id of the entry that has this file name; the file name itself if somebody has named it otherwise. */
    public static String idOf(String fileName) {
        return timeOf(fileName).isPresent() && fileName.endsWith(SUFFIX)
                ? fileName.substring(fileName.indexOf("Z-") + 2, fileName.length() - SUFFIX.length())
                : fileName;
    }

    @Override
    public final byte[] encode(T entry) {
        return Format.write(toMessage(entry)).getBytes(UTF_8);
    }

    @Override
    public final T decode(byte[] content) {
        return fromMessage(Format.read(new String(content, UTF_8)));
    }

    /** Cheap: nothing is encoded. */
    @Override
    public final long size(T entry) {
        Message message = toMessage(entry);
        return Format.headers(message).length() + 2L * message.text().length();
    }

    /** Apart, so that its patterns cost nothing before the first message. */
    private static final class Format {

        static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);
        private static final String LABEL = "Label-";
        private static final Set<String> KNOWN = Set.of("Id", "Date", "Subject");
        private static final Pattern UNSAFE = Pattern.compile("[\\\\\\p{Cc}\\p{Cs}\u2028\u2029]|^\\s|\\s$");
        private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");
        private static final Instant MIN_TIME = Instant.EPOCH;
        private static final Instant MAX_TIME = Instant.parse("9999-12-31T00:00:00Z");

        private Format() {}

        static String write(Message message) {
            return headers(message) + "\n" + message.text();
        }

        static String headers(Message message) {
            StringBuilder headers = new StringBuilder();
            headers.append("Id: ").append(message.id()).append('\n');
            headers.append("Date: ").append(message.time()).append('\n');
            headers.append("Subject: ").append(escape(message.subject())).append('\n');
            message.headers()
                    .forEach((name, value) -> headers.append(name)
                            .append(": ")
                            .append(escape(value))
                            .append('\n'));
            message.labels()
                    .forEach((key, value) -> headers.append(LABEL)
                            .append(escape(key).replace(":", "\\u003a"))
                            .append(": ")
                            .append(escape(value))
                            .append('\n'));
            return headers.toString();
        }

        static Message read(String content) {
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
            return message(headers, content.substring(start));
        }

        private static void header(String line, Map<String, String> headers) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("header line without a name and a colon");
            }
            headers.put(
                    unescape(line.substring(0, colon)),
                    unescape(line.substring(colon + 1).strip()));
        }

        private static Message message(Map<String, String> headers, String text) {
            Map<String, String> labels = new LinkedHashMap<>();
            Map<String, String> others = new LinkedHashMap<>();
            headers.forEach((name, value) -> {
                if (name.startsWith(LABEL)) {
                    labels.put(name.substring(LABEL.length()), value);
                } else if (!KNOWN.contains(name)) {
                    others.put(name, value);
                }
            });
            Instant time = time(headers.getOrDefault("Date", ""));
            return new Message(
                    headers.getOrDefault("Id", ""), time, headers.getOrDefault("Subject", ""), text, labels, others);
        }

        private static Instant time(String date) {
            try {
                Instant time = Instant.parse(date);
                return time.isBefore(MIN_TIME) ? MIN_TIME : time.isAfter(MAX_TIME) ? MAX_TIME : time;
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("Date is not a time such as 2026-11-21T02:54:56.192Z", e);
            }
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
}
