package org.superlance.listener.http;

import java.io.Closeable;
import java.io.InputStream;
import java.security.cert.Certificate;
import java.util.List;

/** An answer; close it when done with it, which also ends the connection unless the body was read to its end. */
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

    /** What the server wrote after the status; of any length and content up to the limit for the head. */
    public String reason() {
        return head.reason();
    }

    public HttpHeaders headers() {
        return head.headers();
    }

    /**
     * The body, as it was sent. Reading throws {@link HttpFailure} when it is larger than the limit, incomplete, or not
     * there in time.
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
}
