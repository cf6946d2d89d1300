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

/** A call that got no complete response; the message is a clause that names the server. */
public final class HttpFailure extends IOException {

    private static final long serialVersionUID = 1;

    /** What went wrong, for callers that act on it. */
    public enum Kind {
        /** Connection refused. */
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
        /** The server closed the connection before its response was complete. */
        PREMATURE_EOF,
        NOT_HTTP,
        TOO_LARGE,
        /** The client was closed meanwhile. */
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

    /** The messages for what goes wrong with one server. */
    record Messages(Endpoint endpoint) {

        HttpFailure closed(boolean sent) {
            return new HttpFailure(
                    Kind.CLOSED, "call to " + endpoint + " aborted: this program is exiting", sent, null);
        }

        HttpFailure connectTimedOut(Duration limit) {
            String sentence = "connecting to " + endpoint + " took longer than " + Durations.format(limit);
            return new HttpFailure(Kind.TIMED_OUT, sentence, false, null);
        }

        HttpFailure timedOut(Duration limit, long received) {
            String sentence = endpoint
                    + (received == 0 ? " did not answer within " : " did not complete its response within ")
                    + Durations.format(limit)
                    + received(received);
            return new HttpFailure(Kind.TIMED_OUT, sentence, true, null);
        }

        HttpFailure prematureEof(long received, IOException cause) {
            String sentence = endpoint + " closed the connection "
                    + (received == 0 ? "without a response" : "in the middle of its response")
                    + received(received);
            return new HttpFailure(Kind.PREMATURE_EOF, sentence, true, cause);
        }

        HttpFailure notHttp(String what) {
            return new HttpFailure(Kind.NOT_HTTP, endpoint + " did not answer with HTTP: " + what, true, null);
        }

        HttpFailure tooLarge(long limit) {
            String sentence = "response of " + endpoint + " is larger than " + ByteSize.ofBytes(limit);
            return new HttpFailure(Kind.TOO_LARGE, sentence, true, null);
        }

        /** Why no connection was made: the time was up, the call was aborted, or what the exception says. */
        HttpFailure notConnected(CallTimeout timeout, IOException e) {
            return switch (timeout.state()) {
                case EXPIRED -> connectTimedOut(timeout.limit());
                case ABORTED -> closed(false);
                case RUNNING, FINISHED -> notConnected(e, timeout.limit());
            };
        }

        /** Why no connection was made, by the type of the exception: its message is in the language of the machine. */
        HttpFailure notConnected(IOException e, Duration limit) {
            if (e instanceof SocketTimeoutException) {
                return connectTimedOut(limit);
            }
            if (e instanceof UnknownHostException) {
                return unsent(Kind.UNKNOWN_HOST, "unknown host: " + endpoint, e);
            }
            if (e instanceof SSLException) {
                return unsent(Kind.TLS, "TLS handshake with " + endpoint + " failed: " + message(e), e);
            }
            return endpoint instanceof Endpoint.Unix unix ? socketFile(unix, e) : port(e);
        }

        private HttpFailure socketFile(Endpoint.Unix unix, IOException e) {
            if (e instanceof BindException) {
                return unsent(Kind.NO_PERMISSION, "permission denied: socket " + unix.socket(), e);
            }
            if (e instanceof ConnectException) {
                return unsent(Kind.REFUSED, "connection refused: socket " + unix.socket(), e);
            }
            if (Files.notExists(unix.socket())) {
                return unsent(Kind.NO_SOCKET_FILE, "no such socket: " + unix.socket(), e);
            }
            return unsent(Kind.UNREACHABLE, "socket " + unix.socket() + " cannot be used: " + message(e), e);
        }

        private HttpFailure port(IOException e) {
            return e instanceof ConnectException
                    ? unsent(Kind.REFUSED, "connection refused: " + endpoint, e)
                    : unsent(Kind.UNREACHABLE, endpoint + " cannot be reached: " + message(e), e);
        }

        private static HttpFailure unsent(Kind kind, String sentence, IOException cause) {
            return new HttpFailure(kind, sentence, false, cause);
        }

        private static String message(IOException e) {
            String message = e.getMessage();
            // some have none, such as that of a connection that another thread has closed
            return TextSanitizer.excerpt(message == null ? e.getClass().getSimpleName() : message);
        }

        private static String received(long bytes) {
            return bytes == 0 ? "" : " (" + bytes + (bytes == 1 ? " byte" : " bytes") + " received)";
        }
    }
}
