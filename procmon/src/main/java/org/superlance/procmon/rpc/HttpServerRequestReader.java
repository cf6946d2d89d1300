package org.superlance.procmon.rpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one request: a head of at most 16 KiB and a body of at most 1 MiB. */
final class HttpServerRequestReader {

    private static final Pattern FIRST_LINE = Pattern.compile("([A-Z]{1,20}) (/\\S*) HTTP/1\\.([01])");
    private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,9}");
    private static final int MAX_HEAD_SIZE = 16 * 1_024;
    private static final int MAX_BODY_SIZE = 1 << 20;

    private final InputStream in;
    private int left = MAX_HEAD_SIZE;

    HttpServerRequestReader(InputStream in) {
        this.in = in;
    }

    /** @throws EOFException if the connection ends before the request does */
    HttpServerRequest read() throws IOException, BadRequestException {
        String first = line();
        while (first.isEmpty()) {
            first = line();
        }
        Matcher request = FIRST_LINE.matcher(first);
        if (!request.matches()) {
            throw new BadRequestException(400, "Bad Request");
        }
        Map<String, String> headers = headers();
        byte[] body = body(request.group(1), headers);
        return new HttpServerRequest(
                request.group(1), request.group(2), request.group(3).equals("1"), headers, body);
    }

    private Map<String, String> headers() throws IOException, BadRequestException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            Matcher header = HEADER.matcher(line);
            if (!header.matches()) {
                throw new BadRequestException(400, "Bad Request");
            }
            String name = header.group(1).toLowerCase(Locale.ROOT);
            if (headers.put(name, header.group(2).strip()) != null && name.equals("content-length")) {
                throw new BadRequestException(400, "Bad Request");
            }
        }
        return headers;
    }

    private byte[] body(String method, Map<String, String> headers) throws IOException, BadRequestException {
        if (headers.containsKey("transfer-encoding")) {
            throw new BadRequestException(501, "Not Implemented");
        }
        String length = headers.get("content-length");
        if (length == null) {
            if (method.equals("POST")) {
                throw new BadRequestException(411, "Length Required");
            }
            return new byte[0];
        }
        if (!LENGTH.matcher(length).matches()) {
            throw new BadRequestException(400, "Bad Request");
        }
        if (Integer.parseInt(length) > MAX_BODY_SIZE) {
            throw new BadRequestException(413, "Content Too Large");
        }
        byte[] body = in.readNBytes(Integer.parseInt(length));
        if (body.length < Integer.parseInt(length)) {
            throw new EOFException("the connection ends within a request");
        }
        return body;
    }

    /** A line without its end. */
    private String line() throws IOException, BadRequestException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        for (int next = next(); next != '\n'; next = next()) {
            line.write(next);
        }
        String text = line.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private int next() throws IOException, BadRequestException {
        if (--left < 0) {
            throw new BadRequestException(431, "Request Header Fields Too Large");
        }
        int next = in.read();
        if (next < 0) {
            throw new EOFException("the connection ends within a request");
        }
        return next;
    }
}
