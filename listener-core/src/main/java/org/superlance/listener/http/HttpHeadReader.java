package org.superlance.listener.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.superlance.listener.util.TextSanitizer;

/** Reads the first line and the headers of a request or a response, and chunk heads, all within one limit of bytes. */
public final class HttpHeadReader {

    private final InputStream in;
    private final int limit;
    private int left;

    /** @param limit bytes of all lines together, including line ends */
    public HttpHeadReader(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
        this.left = limit;
    }

    /**
     * Header lines up to the empty one.
     *
     * @throws HttpSyntaxException if a line is not a header, or the limit is exceeded
     * @throws EOFException if the connection ends before
     */
    public HttpHeaders headers() throws IOException {
        HttpHeaders headers = new HttpHeaders();
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (!headers.addLine(line)) {
                throw new HttpSyntaxException("invalid header '" + TextSanitizer.excerpt(line) + "'");
            }
        }
        return headers;
    }

    /**
     * The same, without the lines that are no headers: servers and what stands before them put in what they like. The
     * status is clear all the same, and so is where the body ends: what says that must be a header.
     *
     * @throws HttpSyntaxException if the limit is exceeded, or a broken line is about the length of the body
     * @throws EOFException if the connection ends before
     */
    HttpHeaders headersLeniently() throws IOException {
        HttpHeaders headers = new HttpHeaders();
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (!headers.addLine(line)) {
                if (BrokenHeader.isFraming(line)) {
                    throw new HttpSyntaxException("invalid header '" + TextSanitizer.excerpt(line) + "'");
                }
                headers.wellFormed = false;
            }
        }
        return headers;
    }

    /**
     * A line without its end, which is a line feed with or without a carriage return before it.
     *
     * @throws HttpSyntaxException if the limit is exceeded
     * @throws EOFException if the connection ends before
     */
    public String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        for (int next = next(); next != '\n'; next = next()) {
            line.write(next);
        }
        String text = line.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private int next() throws IOException {
        if (--left < 0) {
            throw new HttpSyntaxException("headers longer than " + limit + " bytes", true);
        }
        int next = in.read();
        if (next < 0) {
            throw BodyStreams.prematureEof();
        }
        return next;
    }

    /** Lines that are no headers; apart, because most servers send none, and the pattern costs memory. */
    private static final class BrokenHeader {

        /** What a header that says where the body ends has in its name. */
        private static final Pattern FRAMING =
                Pattern.compile("(?:transfer-encoding|content-length)[^:]{0,80}(?::|$)", Pattern.CASE_INSENSITIVE);

        private BrokenHeader() {}

        /** Whether it may be meant to say where the body ends. */
        static boolean isFraming(String line) {
            return FRAMING.matcher(line).find();
        }
    }

    /** Received data that is not HTTP; the message says why, and is safe to print. */
    public static final class HttpSyntaxException extends IOException {

        private static final long serialVersionUID = 1;

        private final boolean tooLong;

        HttpSyntaxException(String what) {
            this(what, false);
        }

        HttpSyntaxException(String what, boolean tooLong) {
            super(what);
            this.tooLong = tooLong;
        }

        /** Whether only the length of the head was wrong. */
        public boolean isTooLong() {
            return tooLong;
        }
    }

    /** The headers of a request or a response; names are case-insensitive. */
    public static final class HttpHeaders {

        private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private boolean wellFormed = true;

        HttpHeaders() {}

        /** Adds what a line says; false, and nothing is added, if it is no header. */
        boolean addLine(String line) {
            int colon = HttpSyntax.endOfToken(line);
            if (colon == 0 || !line.startsWith(":", colon) || !HttpSyntax.isOneLine(line, colon)) {
                return false;
            }
            values.computeIfAbsent(line.substring(0, colon), unused -> new ArrayList<>(1))
                    .add(line.substring(colon + 1).strip());
            return true;
        }

        /** Whether no line was passed over. */
        boolean isWellFormed() {
            return wellFormed;
        }

        public Optional<String> first(String name) {
            List<String> all = values.get(name);
            return all == null ? Optional.empty() : Optional.of(all.get(0));
        }

        public List<String> all(String name) {
            return List.copyOf(values.getOrDefault(name, List.of()));
        }

        /** Whether the comma separated list of that name holds the token, in any case. */
        public boolean containsToken(String name, String token) {
            for (String element : elements(name)) {
                if (element.equalsIgnoreCase(token)) {
                    return true;
                }
            }
            return false;
        }

        /** The elements of the comma separated list of that name, over all its lines. */
        List<String> elements(String name) {
            List<String> elements = new ArrayList<>();
            for (String line : all(name)) {
                for (String element : line.split(",", -1)) {
                    if (!element.isBlank()) {
                        elements.add(element.strip());
                    }
                }
            }
            return elements;
        }
    }
}
