package org.superlance.listener.http;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.util.ByteSize;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.TextSanitizer;

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

    private HttpFailure(Kind kind, String sentence, boolean mayHaveActed, @Nullable Throwable cause) {
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

    /** The sentences for what goes wrong with one server. */
    record Messages(Endpoint endpoint) {

        HttpFailure closed(boolean sent) {
            return new HttpFailure(
                    Kind.CLOSED,
                    "the call to " + endpoint + " was given up because this program is ending",
                    sent,
                    null);
        }

        HttpFailure connectTimedOut(Duration limit) {
            String sentence = "no connection to " + endpoint + " could be made within " + Durations.format(limit);
            return new HttpFailure(Kind.TIMED_OUT, sentence, false, null);
        }

        HttpFailure timedOut(Duration limit, long received) {
            String sentence = endpoint
                    + (received == 0 ? " did not answer within " : " did not complete its answer within ")
                    + Durations.format(limit)
                    + received(received);
            return new HttpFailure(Kind.TIMED_OUT, sentence, true, null);
        }

        HttpFailure prematureEof(long received, IOException cause) {
            String sentence = endpoint + " closed the connection "
                    + (received == 0 ? "without an answer" : "in the middle of its answer")
                    + received(received);
            return new HttpFailure(Kind.PREMATURE_EOF, sentence, true, cause);
        }

        HttpFailure notHttp(String what) {
            return new HttpFailure(Kind.NOT_HTTP, endpoint + " does not answer in HTTP: " + what, true, null);
        }

        HttpFailure tooLarge(long limit) {
            String sentence = "the answer of " + endpoint + " is larger than " + ByteSize.ofBytes(limit)
                    + ", which no right answer is";
            return new HttpFailure(Kind.TOO_LARGE, sentence, true, null);
        }

        /** Why no connection was made, told by the type of the exception: its message is in the language of the machine. */
        HttpFailure notConnected(IOException e, Duration limit) {
            if (e instanceof SocketTimeoutException) {
                return connectTimedOut(limit);
            }
            if (e instanceof UnknownHostException) {
                return unsent(Kind.UNKNOWN_HOST, "the host name of " + endpoint + " is not known", e);
            }
            if (e instanceof SSLException) {
                return unsent(Kind.TLS, "TLS with " + endpoint + " failed: " + message(e), e);
            }
            return endpoint instanceof Endpoint.Unix unix ? socketFile(unix, e) : port(e);
        }

        private HttpFailure socketFile(Endpoint.Unix unix, IOException e) {
            if (e instanceof BindException) {
                return unsent(
                        Kind.NO_PERMISSION, "permission to use the socket file " + unix.socket() + " is denied", e);
            }
            if (e instanceof ConnectException) {
                return unsent(Kind.REFUSED, "nobody listens at the socket file " + unix.socket(), e);
            }
            if (Files.notExists(unix.socket())) {
                return unsent(Kind.NO_SOCKET_FILE, "there is no socket file " + unix.socket(), e);
            }
            return unsent(Kind.UNREACHABLE, "the socket file " + unix.socket() + " cannot be used: " + message(e), e);
        }

        private HttpFailure port(IOException e) {
            return e instanceof ConnectException
                    ? unsent(Kind.REFUSED, "nobody listens at " + endpoint + " (connection refused)", e)
                    : unsent(Kind.UNREACHABLE, endpoint + " cannot be reached: " + message(e), e);
        }

        private static HttpFailure unsent(Kind kind, String sentence, IOException cause) {
            return new HttpFailure(kind, sentence, false, cause);
        }

        private static String message(IOException e) {
            return TextSanitizer.excerpt(String.valueOf(e.getMessage()));
        }

        private static String received(long bytes) {
            return bytes == 0 ? "" : " (" + bytes + (bytes == 1 ? " byte" : " bytes") + " came)";
        }
    }
}
