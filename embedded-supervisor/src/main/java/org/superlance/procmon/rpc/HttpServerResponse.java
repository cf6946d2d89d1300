package org.superlance.procmon.rpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** An HTTP response. */
final class HttpServerResponse {

    /** The JVM copies what is written at once to a buffer outside of the heap, and keeps one of that size per thread. */
    private static final int PIECE = 16 * 1_024;

    private final int status;
    private final String reason;
    private final String headers;
    private final byte[] body;
    private final boolean withBody;

    private HttpServerResponse(int status, String reason, String headers, byte[] body) {
        this(status, reason, headers, body, true);
    }

    private HttpServerResponse(int status, String reason, String headers, byte[] body, boolean withBody) {
        this.status = status;
        this.reason = reason;
        this.headers = headers;
        this.body = body;
        this.withBody = withBody;
    }

    static HttpServerResponse xml(byte[] body) {
        return new HttpServerResponse(200, "OK", "Content-Type: text/xml\r\n", body);
    }

    static HttpServerResponse error(int status, String reason) {
        String challenge = status == 401 ? "WWW-Authenticate: Basic realm=\"default\"\r\n" : "";
        return new HttpServerResponse(
                status, reason, "Content-Type: text/plain\r\n" + challenge, (reason + "\n").getBytes(UTF_8));
    }

    /** The length of the body in bytes. */
    int length() {
        return body.length;
    }

    /** @param headers each with its line end */
    static HttpServerResponse page(int status, String reason, String headers, byte[] body) {
        return new HttpServerResponse(status, reason, headers, body);
    }

    /** The same for the method HEAD: with the length of the body, and without the body. */
    HttpServerResponse headOnly() {
        return new HttpServerResponse(status, reason, headers, body, false);
    }

    /** @param last whether the connection is closed afterwards */
    void writeTo(OutputStream out, boolean last) throws IOException {
        String head = "HTTP/1.1 " + status + " " + reason + "\r\n" + headers + "Content-Length: " + body.length + "\r\n"
                + (last ? "Connection: close\r\n" : "") + "\r\n";
        byte[] start = head.getBytes(ISO_8859_1);
        int length = withBody ? body.length : 0;
        int first = Math.min(length, PIECE);
        byte[] both = Arrays.copyOf(start, start.length + first);
        System.arraycopy(body, 0, both, start.length, first);
        out.write(both);
        for (int sent = first; sent < length; sent += PIECE) {
            out.write(body, sent, Math.min(PIECE, length - sent));
        }
        out.flush();
    }
}
