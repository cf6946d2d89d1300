package org.superlance.listener.http;

import java.io.Closeable;
import java.io.InputStream;
import java.security.cert.Certificate;
import java.util.List;

/** An answer; close it when done with it, which also ends the connection unless the body was read to its end. */
public final class HttpResponse implements Closeable {

    private final ResponseHead responseHead;
    private final InputStream body;
    private final List<Certificate> peerCertificates;
    private final Runnable end;
    private boolean closed;

    HttpResponse(ResponseHead responseHead, InputStream body, List<Certificate> peerCertificates, Runnable end) {
        this.responseHead = responseHead;
        this.body = body;
        this.peerCertificates = peerCertificates;
        this.end = end;
    }

    public int status() {
        return responseHead.status();
    }

    /** What the server wrote after the status; of any length and content up to the limit for the head. */
    public String reason() {
        return responseHead.reason();
    }

    public HttpHeaders headers() {
        return responseHead.headers();
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
