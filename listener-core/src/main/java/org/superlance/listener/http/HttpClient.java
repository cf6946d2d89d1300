package org.superlance.listener.http;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP/1.1 with one server. Several threads may call at once. Redirections are never followed, answers are never
 * decompressed, and every call ends within its limits, whatever the server does.
 */
public final class HttpClient implements Closeable {

    private static final Duration IDLE = Duration.ofSeconds(5);

    private final Endpoint endpoint;
    private final Failures failures;
    private final Watchdog watchdog = new Watchdog();
    private final IdleConnections idle;

    public HttpClient(Endpoint endpoint) {
        this(endpoint, IDLE);
    }

    HttpClient(Endpoint endpoint, Duration idle) {
        this.endpoint = endpoint;
        this.failures = new Failures(endpoint);
        this.idle = new IdleConnections(watchdog, idle);
    }

    /** Sends a request that must not be carried out twice, over a connection of its own. */
    public HttpResponse send(HttpRequest request, HttpLimits limits) throws HttpFailure {
        return within(limits, deadline -> fresh(request, limits, deadline, false));
    }

    /**
     * Sends a request that does no harm when it is carried out twice: over a connection that is still open from an
     * earlier call if there is one, and once more if the server had closed that meanwhile.
     */
    public HttpResponse sendRepeatable(HttpRequest request, HttpLimits limits) throws HttpFailure {
        return within(limits, deadline -> {
            HttpResponse response = overIdle(request, limits, deadline);
            return response != null ? response : fresh(request, limits, deadline, true);
        });
    }

    /** Makes a connection, with TLS if the endpoint asks for it, and closes it again: tells whether that is possible. */
    public void connect(HttpLimits limits) throws HttpFailure {
        Deadline deadline = start(limits.total());
        try {
            IdleConnections.discard(dial(limits, deadline));
        } finally {
            deadline.finish();
        }
    }

    private @Nullable HttpResponse overIdle(HttpRequest request, HttpLimits limits, Deadline deadline)
            throws HttpFailure {
        HttpConnection connection = idle.take();
        if (connection == null) {
            return null;
        }
        try {
            return perform(connection, request, limits, deadline, true);
        } catch (HttpFailure e) {
            if (e.kind() == HttpFailure.Kind.CUT_OFF && connection.received() == 0) {
                return null;
            }
            throw e;
        }
    }

    private HttpResponse fresh(HttpRequest request, HttpLimits limits, Deadline deadline, boolean keepAlive)
            throws HttpFailure {
        return perform(dial(limits, deadline), request, limits, deadline, keepAlive);
    }

    private HttpResponse perform(
            HttpConnection connection, HttpRequest request, HttpLimits limits, Deadline deadline, boolean keepAlive)
            throws HttpFailure {
        boolean answered = false;
        try {
            HttpResponse response =
                    new Exchange(failures, connection, limits, deadline).perform(request, idle, keepAlive);
            answered = true;
            return response;
        } finally {
            if (!answered) {
                IdleConnections.discard(connection);
            }
        }
    }

    private HttpConnection dial(HttpLimits limits, Deadline total) throws HttpFailure {
        boolean shorter = limits.total().compareTo(limits.connect()) < 0;
        Deadline deadline = start(shorter ? limits.total() : limits.connect());
        total.hold(deadline::expire);
        try {
            HttpConnection connection = Dialer.dial(endpoint, deadline);
            if (deadline.finish()) {
                return connection;
            }
            IdleConnections.discard(connection);
            throw cutWhileConnecting(deadline, new CutOffException());
        } catch (HttpFailure e) {
            throw e;
        } catch (IOException e) {
            throw cutWhileConnecting(deadline, e);
        } finally {
            deadline.finish();
        }
    }

    private HttpFailure cutWhileConnecting(Deadline deadline, IOException e) {
        return switch (deadline.state()) {
            case EXPIRED -> failures.connectTimedOut(deadline.limit());
            case ABORTED -> failures.closed(false);
            case RUNNING, OVER -> failures.notConnected(e, deadline.limit());
        };
    }

    private HttpResponse within(HttpLimits limits, Call call) throws HttpFailure {
        Deadline deadline = start(limits.total());
        boolean answered = false;
        try {
            HttpResponse response = call.make(deadline);
            answered = true;
            return response;
        } finally {
            if (!answered) {
                deadline.finish();
            }
        }
    }

    private Deadline start(Duration limit) throws HttpFailure {
        try {
            return watchdog.start(limit);
        } catch (RejectedExecutionException e) {
            throw failures.closed(false);
        }
    }

    /** Closes all connections; calls under way fail. */
    @Override
    public void close() {
        watchdog.close();
        idle.close();
    }

    private interface Call {
        HttpResponse make(Deadline deadline) throws HttpFailure;
    }
}
