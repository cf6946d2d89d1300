package org.superlance.procmon.rpc;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.superlance.listener.http.HttpHeadReader;
import org.superlance.listener.http.HttpHeadReader.HttpHeaders;
import org.superlance.listener.http.HttpHeadReader.HttpSyntaxException;

/**
 * An HTTP request, with a head of at most 16 KiB and a body of at most 1 MiB. The head is read first, so that the body is
 * only read for somebody who may send one.
 */
final class HttpServerRequest {

    private static final Pattern FIRST_LINE = Pattern.compile("([A-Z]{1,20}) (/\\S*) HTTP/1\\.([01])");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,9}");
    private static final String BASIC = "basic ";
    private static final int MAX_HEAD_SIZE = 16 * 1_024;
    static final int MAX_BODY_SIZE = 1 << 20;

    private final String method;
    private final String target;
    private final boolean http11;
    private final HttpHeaders headers;
    private final int length;
    private final byte[] body;

    private HttpServerRequest(Matcher first, HttpHeaders headers, int length) {
        this.method = first.group(1);
        this.target = first.group(2);
        this.http11 = first.group(3).equals("1");
        this.headers = headers;
        this.length = length;
        this.body = new byte[0];
    }

    private HttpServerRequest(HttpServerRequest head, byte[] body) {
        this.method = head.method;
        this.target = head.target;
        this.http11 = head.http11;
        this.headers = head.headers;
        this.length = head.length;
        this.body = body;
    }

    /**
     * Reads the head of a request, and nothing after it.
     *
     * @throws EOFException if the connection ends before the head does
     */
    static HttpServerRequest readHead(InputStream in) throws IOException, BadRequestException {
        try {
            HttpHeadReader lines = new HttpHeadReader(in, MAX_HEAD_SIZE);
            String first = lines.line();
            while (first.isEmpty()) {
                first = lines.line();
            }
            Matcher request = FIRST_LINE.matcher(first);
            if (!request.matches()) {
                throw new BadRequestException(400, "Bad Request");
            }
            HttpHeaders headers = lines.headers();
            return new HttpServerRequest(request, headers, length(request.group(1), headers));
        } catch (HttpSyntaxException e) {
            throw e.isTooLong()
                    ? new BadRequestException(431, "Request Header Fields Too Large")
                    : new BadRequestException(400, "Bad Request");
        }
    }

    private static int length(String method, HttpHeaders headers) throws BadRequestException {
        List<String> lengths = headers.all("Content-Length");
        if (lengths.size() > 1) {
            throw new BadRequestException(400, "Bad Request");
        }
        if (headers.first("Transfer-Encoding").isPresent()) {
            throw new BadRequestException(501, "Not Implemented");
        }
        if (lengths.isEmpty()) {
            if (method.equals("POST")) {
                throw new BadRequestException(411, "Length Required");
            }
            return 0;
        }
        if (!LENGTH.matcher(lengths.get(0)).matches()) {
            throw new BadRequestException(400, "Bad Request");
        }
        int length = Integer.parseInt(lengths.get(0));
        if (length > MAX_BODY_SIZE) {
            throw new BadRequestException(413, "Content Too Large");
        }
        return length;
    }

    /**
     * The same with its body, which is read now.
     *
     * @throws EOFException if the connection ends before the body does
     */
    HttpServerRequest withBody(InputStream in) throws IOException {
        byte[] read = in.readNBytes(length);
        if (read.length < length) {
            throw new EOFException("connection closed within a request");
        }
        return new HttpServerRequest(this, read);
    }

    /** The length of the body in bytes, also before it is read. */
    int length() {
        return length;
    }

    /** Whether the client sends the body only when it was told to. */
    boolean awaitsContinue() {
        return http11 && length > 0 && headers.containsToken("Expect", "100-continue");
    }

    boolean is(String wanted) {
        return method.equals(wanted);
    }

    /** Path and query, not decoded. */
    String target() {
        return target;
    }

    /** Empty as long as it was not read. */
    byte[] body() {
        return body;
    }

    /** Whether the connection is kept alive. */
    boolean staysOpen() {
        return http11
                ? !headers.containsToken("Connection", "close")
                : headers.containsToken("Connection", "keep-alive");
    }

    /** The value of a header; the first if there are several. */
    Optional<String> header(String name) {
        return headers.first(name);
    }

    /** The basic credentials, {@code user:password}; empty if absent or invalid. */
    Optional<String> credentials() {
        String authorization = headers.first("Authorization").orElse("");
        if (!authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(BASIC.length()).strip());
            return Optional.of(new String(decoded, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** An invalid request; the connection is closed after the error response. */
    static final class BadRequestException extends Exception {

        private static final long serialVersionUID = 1L;

        private final int status;

        BadRequestException(int status, String reason) {
            super(reason, null, false, false);
            this.status = status;
        }

        HttpServerResponse response() {
            return HttpServerResponse.error(status, String.valueOf(getMessage()));
        }
    }
}
