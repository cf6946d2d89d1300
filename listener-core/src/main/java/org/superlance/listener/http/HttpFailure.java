package org.superlance.listener.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A call that got no complete answer; the message is a sentence without a final stop that names the server. */
public final class HttpFailure extends IOException {

    private static final long serialVersionUID = 1;

    /** What went wrong, for those who act on it. */
    public enum Kind {
        /** Nobody listens there. */
        REFUSED,
        /** The socket file does not exist. */
        NO_SOCKET_FILE,
        /** The operating system does not let this user connect. */
        NO_PERMISSION,
        UNKNOWN_HOST,
        /** No route, no network, or anything else that kept the connection from being made. */
        UNREACHABLE,
        /** The TLS handshake failed. */
        TLS,
        TIMED_OUT,
        /** The server closed the connection before its answer was complete. */
        PREMATURE_EOF,
        NOT_HTTP,
        TOO_LARGE,
        /** Our own side was closed meanwhile. */
        CLOSED
    }

    private final Kind kind;
    private final boolean mayHaveActed;

    HttpFailure(Kind kind, String sentence, boolean mayHaveActed, @Nullable Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
        this.mayHaveActed = mayHaveActed;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the request may have reached the server: false only if nothing of it was ever sent. */
    public boolean mayHaveActed() {
        return mayHaveActed;
    }
}
