package org.superlance.httpok;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.superlance.httpok.ProbeResult.IndeterminateException;
import org.superlance.listener.util.Ascii;
import org.superlance.listener.util.TextSanitizer;

/**
 * What a body must and must not hold. No more of it is read than is needed, and never more than 16 MiB; a regular
 * expression sees the first MiB, because it needs the text in memory.
 */
record BodyExpectation(List<String> wanted, List<String> unwanted, List<Pattern> expressions) {

    private static final long MAX_SIZE = 16L << 20;
    private static final int MAX_REGEX_SIZE = 1 << 20;
    private static final String CHARSET = "charset";
    private static final int MAX_CHARSET = 40;

    BodyExpectation {
        wanted = List.copyOf(wanted);
        unwanted = List.copyOf(unwanted);
        expressions = List.copyOf(expressions);
    }

    boolean isEmpty() {
        return wanted.isEmpty() && unwanted.isEmpty() && expressions.isEmpty();
    }

    /**
     * What is wrong with the body, as a clause; empty if it matches. A body that the server has packed with gzip, though it
     * was asked not to, is unpacked; the limits are those of the text.
     */
    Optional<String> mismatch(
            InputStream body, Optional<String> contentType, Optional<String> encoding, ProbeDeadline deadline)
            throws IOException, IndeterminateException {
        String packed = encoding.orElse("identity").strip().toLowerCase(Locale.ROOT);
        if (isEmpty() || packed.equals("identity") || packed.isEmpty()) {
            return mismatch(body, contentType, deadline);
        }
        if (!packed.equals("gzip") && !packed.equals("x-gzip")) {
            return mismatch(body, contentType, deadline)
                    .map(clause -> clause + "; the body is packed, as " + TextSanitizer.excerpt(packed));
        }
        PushbackInputStream peeked = new PushbackInputStream(body);
        int first = peeked.read();
        if (first < 0) {
            return mismatch(InputStream.nullInputStream(), contentType, deadline);
        }
        peeked.unread(first);
        try (InputStream text = new GZIPInputStream(peeked)) {
            return mismatch(text, contentType, deadline);
        } catch (ZipException | EOFException e) {
            return Optional.of("it is no gzip, as its Content-Encoding says: " + e.getMessage());
        }
    }

    private Optional<String> mismatch(InputStream body, Optional<String> contentType, ProbeDeadline deadline)
            throws IOException, IndeterminateException {
        Optional<Charset> charset = contentType.flatMap(BodyExpectation::charset);
        List<Searched> searched = new ArrayList<>();
        wanted.forEach(text -> searched.add(new Searched(text, true, charset)));
        unwanted.forEach(text -> searched.add(new Searched(text, false, charset)));
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        read(body, searched, kept);
        for (Searched search : searched) {
            if (!search.isAsWanted()) {
                return Optional.of(search.mismatch());
            }
        }
        return expressions.isEmpty() ? Optional.empty() : unmatched(kept.toString(charset.orElse(UTF_8)), deadline);
    }

    private void read(InputStream body, List<Searched> searched, ByteArrayOutputStream kept) throws IOException {
        byte[] piece = new byte[16 << 10];
        boolean untested = searched.isEmpty() && expressions.isEmpty();
        for (long count = 0; count < MAX_SIZE; ) {
            int length = body.read(piece, 0, (int) Math.min(piece.length, MAX_SIZE - count));
            if (length < 0) {
                return;
            }
            count += length;
            searched.forEach(search -> search.accept(piece, length));
            if (!expressions.isEmpty()) {
                kept.write(piece, 0, Math.min(length, MAX_REGEX_SIZE - kept.size()));
            }
            boolean enough = expressions.isEmpty() || kept.size() >= MAX_REGEX_SIZE;
            if (!untested && enough && areFound(searched)) {
                return;
            }
        }
    }

    private static boolean areFound(List<Searched> searched) {
        for (Searched search : searched) {
            if (!search.found()) {
                return false;
            }
        }
        return true;
    }

    private Optional<String> unmatched(String text, ProbeDeadline deadline) throws IndeterminateException {
        for (Pattern expression : expressions) {
            BoundedRegex regex = new BoundedRegex("--body-regex", expression);
            if (!regex.isIn(text, "this body", deadline)) {
                return Optional.of("no match for " + regex);
            }
        }
        return Optional.empty();
    }

    private static Optional<Charset> charset(String contentType) {
        String lower = contentType.toLowerCase(Locale.ROOT);
        for (int found = lower.indexOf(CHARSET); found >= 0; found = lower.indexOf(CHARSET, found + 1)) {
            String name = charsetName(lower, found + CHARSET.length());
            if (!name.isEmpty()) {
                return known(name);
            }
        }
        return Optional.empty();
    }

    /** What follows there after an equals sign, with a quotation mark or without; empty if nothing does. */
    private static String charsetName(String contentType, int from) {
        int equals = Ascii.endOf(contentType, Ascii.WHITE_SPACE, from);
        if (!contentType.startsWith("=", equals)) {
            return "";
        }
        int value = Ascii.endOf(contentType, Ascii.WHITE_SPACE, equals + 1);
        int name = contentType.startsWith("\"", value) ? value + 1 : value;
        int end = Ascii.indexOfAny(contentType, Ascii.WHITE_SPACE + "\";,", name);
        return contentType.substring(name, Math.min(end, name + MAX_CHARSET));
    }

    private static Optional<Charset> known(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    /** One text that is searched, in UTF-8 and in the charset that the server declares. */
    private static final class Searched {
        private final String text;
        private final boolean wanted;
        private final List<StreamingTextSearch> searches = new ArrayList<>();

        private Searched(String text, boolean wanted, Optional<Charset> charset) {
            this.text = text;
            this.wanted = wanted;
            searches.add(new StreamingTextSearch(text.getBytes(UTF_8)));
            charset.filter(other -> other.canEncode()
                            && !other.equals(UTF_8)
                            && other.newEncoder().canEncode(text))
                    .ifPresent(other -> searches.add(new StreamingTextSearch(text.getBytes(other))));
        }

        private void accept(byte[] piece, int length) {
            searches.forEach(search -> search.accept(piece, length));
        }

        private boolean found() {
            for (StreamingTextSearch search : searches) {
                if (search.found()) {
                    return true;
                }
            }
            return false;
        }

        private boolean isAsWanted() {
            return found() == wanted;
        }

        private String mismatch() {
            return "'" + TextSanitizer.excerpt(text) + "' " + (wanted ? "not found" : "found");
        }
    }

    /** Searches a sequence of bytes in a stream that is read in pieces, without keeping the pieces. */
    private static final class StreamingTextSearch {

        private final byte[] wanted;
        private final int[] fallback;
        private int matched;

        StreamingTextSearch(byte[] wanted) {
            this.wanted = wanted.clone();
            this.fallback = fallback(this.wanted);
        }

        /** Reads the next piece; returns whether the bytes were found, now or before. */
        boolean accept(byte[] piece, int length) {
            for (int i = 0; i < length && matched < wanted.length; i++) {
                matched = step(piece[i], matched);
            }
            return found();
        }

        boolean found() {
            return matched == wanted.length;
        }

        private int step(byte next, int from) {
            int state = from;
            while (state > 0 && wanted[state] != next) {
                state = fallback[state - 1];
            }
            return wanted[state] == next ? state + 1 : state;
        }

        /** For each matched length, how much of it is still matched when the next byte differs. */
        private static int[] fallback(byte[] wanted) {
            int[] table = new int[wanted.length];
            int length = 0;
            for (int i = 1; i < wanted.length; i++) {
                while (length > 0 && wanted[i] != wanted[length]) {
                    length = table[length - 1];
                }
                length += wanted[i] == wanted[length] ? 1 : 0;
                table[i] = length;
            }
            return table;
        }
    }
}
