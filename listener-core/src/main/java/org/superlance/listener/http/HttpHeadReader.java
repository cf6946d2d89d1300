package org.superlance.listener.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.superlance.listener.util.TextSanitizer;

/** Reads the first line and the headers of a request or an answer, and chunk heads, all out of one budget of bytes. */
public final class HttpHeadReader {

    private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)");

    private final InputStream in;
    private final int limit;
    private int left;

    /** @param limit bytes of all lines together, their ends included */
    public HttpHeadReader(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
        this.left = limit;
    }

    /**
     * Header lines up to the empty one.
     *
     * @throws HttpSyntaxException if a line is no header, or the budget is used up
     * @throws EOFException if the connection ends before
     */
    public HttpHeaders headers() throws IOException {
        HttpHeaders headers = new HttpHeaders();
        for (String line = line(); !line.isEmpty(); line = line()) {
            Matcher header = HEADER.matcher(line);
            if (!header.matches()) {
                throw new HttpSyntaxException("'" + TextSanitizer.excerpt(line) + "' is no header");
            }
            headers.add(header.group(1), header.group(2).strip());
        }
        return headers;
    }

    /**
     * A line without its end, which is a line feed with or without a carriage return before it.
     *
     * @throws HttpSyntaxException if the budget is used up
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
            throw new HttpSyntaxException("its headers are longer than " + limit + " bytes", true);
        }
        int next = in.read();
        if (next < 0) {
            throw BodyStreams.prematureEof();
        }
        return next;
    }
}
