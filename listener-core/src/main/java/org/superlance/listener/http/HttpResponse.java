package org.superlance.listener.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import org.superlance.listener.http.HttpHeadReader.HttpHeaders;
import org.superlance.listener.http.HttpHeadReader.HttpSyntaxException;
import org.superlance.listener.util.Ascii;
import org.superlance.listener.util.TextSanitizer;

/** A response; closing it also closes the connection unless the body was read to its end. */
public final class HttpResponse implements Closeable {

    private final ResponseParser.Head head;
    private final InputStream body;
    private final List<Certificate> peerCertificates;
    private final Runnable end;
    private boolean closed;

    HttpResponse(ResponseParser.Head head, InputStream body, List<Certificate> peerCertificates, Runnable end) {
        this.head = head;
        this.body = body;
        this.peerCertificates = peerCertificates;
        this.end = end;
    }

    public int status() {
        return head.status();
    }

    /** The reason phrase, of any length and content up to the limit for the head. */
    public String reason() {
        return head.reason();
    }

    public HttpHeaders headers() {
        return head.headers();
    }

    /**
     * The body, as it was sent. Reading throws {@link HttpFailure} if it is larger than the limit, incomplete, or late.
     */
    public InputStream body() {
        return body;
    }

    /** The certificates of the server, its own first; empty without TLS. */
    public List<Certificate> peerCertificates() {
        return peerCertificates;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            end.run();
        }
    }

    /** Reads the head of a response, and determines where its body ends. */
    static final class ResponseParser {

        /** What a status line begins with; perhaps a space and a reason follow. */
        private static final String STATUS_LINE = "HTTP/1.d ddd";

        private static final int VERSION = STATUS_LINE.indexOf('d');
        private static final int STATUS = STATUS_LINE.indexOf("ddd");
        private static final int END_OF_STATUS = STATUS_LINE.length();
        private static final int MAX_LENGTH_DIGITS = 18;

        private final InputStream in;
        private final HttpHeadReader lines;

        ResponseParser(InputStream in, int maxHead) {
            this.in = in;
            this.lines = new HttpHeadReader(in, maxHead);
        }

        /** The part of a response before its body. */
        record Head(boolean http11, int status, String reason, HttpHeaders headers) {

            /** 1xx is followed by another response, except for 101, after which there is no more HTTP. */
            private boolean isInterim() {
                return status < 200 && status != 101;
            }

            private boolean hasBody(HttpRequest request) {
                return !request.isHead() && status >= 200 && status != 204 && status != 304;
            }

            boolean isKeepAlive() {
                return status >= 200
                        && headers.isWellFormed()
                        && (http11
                                ? !headers.containsToken("Connection", "close")
                                : headers.containsToken("Connection", "keep-alive"));
            }
        }

        /**
         * The body of a response.
         *
         * @param in the body alone
         * @param endsByClosing whether only the end of the connection ends it
         */
        record Body(InputStream in, boolean endsByClosing) {}

        /** The head of the final response; interim responses are skipped, and count towards the limit. */
        Head head() throws IOException {
            Head head = nextHead();
            while (head.isInterim()) {
                head = nextHead();
            }
            return head;
        }

        private Head nextHead() throws IOException {
            String line = lines.line();
            if (!isStatusLine(line)) {
                throw new HttpSyntaxException("invalid status line '" + TextSanitizer.excerpt(line) + "'");
            }
            return new Head(
                    line.charAt(VERSION) == '1',
                    Integer.parseInt(line.substring(STATUS, END_OF_STATUS)),
                    line.substring(END_OF_STATUS).strip(),
                    lines.headersLeniently());
        }

        private static boolean isStatusLine(String line) {
            return Ascii.startsWithShape(line, STATUS_LINE)
                    && line.charAt(VERSION) <= '1'
                    && line.charAt(STATUS) != '0'
                    && (line.length() == END_OF_STATUS || line.charAt(END_OF_STATUS) == ' ')
                    && HttpSyntax.isOneLine(line, END_OF_STATUS);
        }

        Body body(Head head, HttpRequest request) throws HttpSyntaxException {
            if (!head.hasBody(request)) {
                return new Body(InputStream.nullInputStream(), false);
            }
            List<String> codings = head.headers().elements("Transfer-Encoding");
            // the same length repeated is one length
            List<String> lengths =
                    List.copyOf(new LinkedHashSet<>(head.headers().elements("Content-Length")));
            if (!codings.isEmpty()) {
                if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked") || !lengths.isEmpty()) {
                    throw new HttpSyntaxException("conflicting or unsupported Transfer-Encoding and Content-Length");
                }
                return new Body(BodyStreams.chunked(in, lines), false);
            }
            if (lengths.isEmpty()) {
                return new Body(in, true);
            }
            if (lengths.size() > 1 || !isLength(lengths.get(0))) {
                throw new HttpSyntaxException(
                        "invalid Content-Length '" + TextSanitizer.excerpt(String.join(", ", lengths)) + "'");
            }
            long length = Long.parseLong(lengths.get(0));
            return request.lengthInCharacters()
                    ? new Body(BodyStreams.characterCounted(in, length), true)
                    : new Body(BodyStreams.fixedLength(in, length), false);
        }

        private static boolean isLength(String text) {
            return Ascii.consistsOf(text, Ascii.DIGITS, MAX_LENGTH_DIGITS);
        }
    }
}
