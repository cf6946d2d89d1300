package org.superlance.listener.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads status lines, headers and chunk heads, all out of one budget of bytes. */
final class ResponseParser {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.([01]) ([1-9][0-9]{2})(?: (.*))?");
    private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)");

    private final InputStream in;
    private final HttpFailureMessages messages;
    private final int limit;
    private int left;

    ResponseParser(InputStream in, int limit, HttpFailureMessages messages) {
        this.in = in;
        this.limit = limit;
        this.left = limit;
        this.messages = messages;
    }

    /** The head of the answer itself; interim answers are skipped, and count. */
    ResponseHead read() throws IOException {
        ResponseHead responseHead = readOne();
        while (responseHead.isInterim()) {
            responseHead = readOne();
        }
        return responseHead;
    }

    private ResponseHead readOne() throws IOException {
        String line = line();
        Matcher status = STATUS.matcher(line);
        if (!status.matches()) {
            throw messages.notHttp("'" + MessageExcerpt.of(line) + "' is no status line");
        }
        String reason = status.group(3) == null ? "" : status.group(3).strip();
        return new ResponseHead(status.group(1).equals("1"), Integer.parseInt(status.group(2)), reason, headers());
    }

    /** Header lines up to the empty one. */
    HttpHeaders headers() throws IOException {
        HttpHeaders headers = new HttpHeaders();
        for (String line = line(); !line.isEmpty(); line = line()) {
            Matcher header = HEADER.matcher(line);
            if (!header.matches()) {
                throw messages.notHttp("'" + MessageExcerpt.of(line) + "' is no header");
            }
            headers.add(header.group(1), header.group(2).strip());
        }
        return headers;
    }

    /** A line without its end, which is a line feed with or without a carriage return before it. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        for (int next = next(); next != '\n'; next = next()) {
            line.write(next);
        }
        String text = line.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private int next() throws IOException {
        if (--left < 0) {
            throw messages.notHttp("its headers are longer than " + limit + " bytes");
        }
        int next = in.read();
        if (next < 0) {
            throw new PrematureEofException();
        }
        return next;
    }
}
