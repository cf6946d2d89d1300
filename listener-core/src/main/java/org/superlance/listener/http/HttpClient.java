package org.superlance.listener.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.http.HttpConnection.ConnectionPool;
import org.superlance.listener.http.HttpHeadReader.HttpSyntaxException;
import org.superlance.listener.http.HttpResponse.ResponseParser;

/**
 * An HTTP/1.1 client of one server. Several threads may call at once. Redirects are never followed, responses are never
 * decompressed, and every call ends within its limits, whatever the server does.
 */
public final class HttpClient implements Closeable {

    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(5);

    private final Endpoint endpoint;
    private final HttpFailure.Messages messages;
    private final CallTimeout.Scheduler scheduler = new CallTimeout.Scheduler();
    private final ConnectionPool idle;

    public HttpClient(Endpoint endpoint) {
        this(endpoint, IDLE_TIMEOUT);
    }

    HttpClient(Endpoint endpoint, Duration idle) {
        this.endpoint = endpoint;
        this.messages = new HttpFailure.Messages(endpoint);
        this.idle = new ConnectionPool(scheduler, idle);
    }

    /** Sends a request that must not be executed twice, over its own connection. */
    public HttpResponse send(HttpRequest request, HttpLimits limits) throws HttpFailure {
        return withTimeout(limits, timeout -> sendOverNewConnection(request, limits, timeout, false));
    }

    /**
     * Sends an idempotent request: over a connection that is still open from an earlier call if there is one, and once
     * more if the server had closed that meanwhile.
     */
    public HttpResponse sendRepeatable(HttpRequest request, HttpLimits limits) throws HttpFailure {
        return withTimeout(limits, timeout -> {
            HttpResponse response = sendOverIdleConnection(request, limits, timeout);
            return response != null ? response : sendOverNewConnection(request, limits, timeout, true);
        });
    }

    /** Has the JVM load what the first call begins with, which takes it some milliseconds. Connects to nobody. */
    public void prepare() throws IOException {
        Connector.prepare(endpoint);
    }

    /** Connects, with TLS if the endpoint asks for it, and closes the connection. */
    public void connect(HttpLimits limits) throws HttpFailure {
        CallTimeout timeout = start(limits.total());
        try {
            ConnectionPool.discard(openConnection(limits, timeout));
        } finally {
            timeout.finish();
        }
    }

    private @Nullable HttpResponse sendOverIdleConnection(HttpRequest request, HttpLimits limits, CallTimeout timeout)
            throws HttpFailure {
        HttpConnection connection = idle.acquire();
        if (connection == null) {
            return null;
        }
        try {
            return perform(connection, request, limits, timeout, true);
        } catch (HttpFailure e) {
            if (e.kind() == HttpFailure.Kind.PREMATURE_EOF && connection.received() == 0) {
                return null;
            }
            throw e;
        }
    }

    private HttpResponse sendOverNewConnection(
            HttpRequest request, HttpLimits limits, CallTimeout timeout, boolean keepAlive) throws HttpFailure {
        return perform(openConnection(limits, timeout), request, limits, timeout, keepAlive);
    }

    private HttpResponse perform(
            HttpConnection connection, HttpRequest request, HttpLimits limits, CallTimeout timeout, boolean keepAlive)
            throws HttpFailure {
        boolean answered = false;
        try {
            HttpResponse response = new Exchange(connection, limits, timeout).perform(request, keepAlive);
            answered = true;
            return response;
        } finally {
            if (!answered) {
                ConnectionPool.discard(connection);
            }
        }
    }

    private HttpConnection openConnection(HttpLimits limits, CallTimeout total) throws HttpFailure {
        boolean shorter = limits.total().compareTo(limits.connect()) < 0;
        CallTimeout timeout = start(shorter ? limits.total() : limits.connect());
        total.register(timeout::expire);
        try {
            HttpConnection connection = Connector.connect(endpoint, timeout);
            if (timeout.finish()) {
                return connection;
            }
            ConnectionPool.discard(connection);
            throw messages.notConnected(timeout, BodyStreams.prematureEof());
        } catch (HttpFailure e) {
            throw e;
        } catch (IOException e) {
            throw messages.notConnected(timeout, e);
        } finally {
            timeout.finish();
        }
    }

    private HttpResponse withTimeout(HttpLimits limits, Call call) throws HttpFailure {
        CallTimeout timeout = start(limits.total());
        boolean answered = false;
        try {
            HttpResponse response = call.make(timeout);
            answered = true;
            return response;
        } finally {
            if (!answered) {
                timeout.finish();
            }
        }
    }

    private CallTimeout start(Duration limit) throws HttpFailure {
        try {
            return scheduler.start(limit);
        } catch (RejectedExecutionException e) {
            throw messages.closed(false);
        }
    }

    /** Closes all connections; calls under way fail. */
    @Override
    public void close() {
        scheduler.close();
        idle.close();
    }

    private interface Call {
        HttpResponse make(CallTimeout timeout) throws HttpFailure;
    }

    /** One request over one connection, and its response. */
    private final class Exchange {

        private final HttpConnection connection;
        private final HttpLimits limits;
        private final CallTimeout timeout;

        Exchange(HttpConnection connection, HttpLimits limits, CallTimeout timeout) {
            this.connection = connection;
            this.limits = limits;
            this.timeout = timeout;
        }

        HttpResponse perform(HttpRequest request, boolean keepAlive) throws HttpFailure {
            timeout.register(connection);
            try {
                connection.send(asSent(request).encode(endpoint.hostHeader(), keepAlive));
                ResponseParser parser = new ResponseParser(connection.in(), limits.maxHead());
                ResponseParser.Head head = parser.head();
                ResponseParser.Body framed = parser.body(head, request);
                LimitedBody body = new LimitedBody(framed.in(), this);
                boolean reusable = keepAlive && head.isKeepAlive() && !framed.endsByClosing();
                return new HttpResponse(
                        head, body, connection.peerCertificates(), () -> end(reusable && body.complete));
            } catch (IOException e) {
                throw toFailure(e);
            }
        }

        private HttpRequest asSent(HttpRequest request) {
            return endpoint instanceof Endpoint.Proxied proxied
                            && proxied.server().tls() == null
                    ? request.throughProxy(proxied.hostHeader(), proxied.authorization())
                    : request;
        }

        /** What an exception means, by what was received and whether the time was up. */
        private HttpFailure toFailure(IOException e) {
            return switch (timeout.state()) {
                case EXPIRED -> messages.timedOut(timeout.limit(), connection.received());
                case ABORTED -> messages.closed(true);
                case RUNNING, FINISHED -> {
                    if (e instanceof HttpFailure known) {
                        yield known;
                    }
                    yield e instanceof HttpSyntaxException
                            ? messages.notHttp(String.valueOf(e.getMessage()))
                            : messages.prematureEof(connection.received(), e);
                }
            };
        }

        private void end(boolean reusable) {
            if (timeout.finish() && reusable && !connection.hasUnreadData()) {
                idle.release(connection);
            } else {
                ConnectionPool.discard(connection);
            }
        }

        private HttpFailure tooLarge() {
            return messages.tooLarge(limits.maxBody());
        }
    }

    /** The body as callers see it: never larger than the limit, and failing with an {@link HttpFailure} only. */
    private static final class LimitedBody extends InputStream {

        private final InputStream body;
        private final Exchange exchange;
        private long left;
        /** Whether it was read to its end. */
        private boolean complete;

        LimitedBody(InputStream body, Exchange exchange) {
            this.body = body;
            this.exchange = exchange;
            this.left = exchange.limits.maxBody();
        }

        @Override
        public int read() throws HttpFailure {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws HttpFailure {
            try {
                int read = body.read(buffer, offset, length);
                complete |= read < 0;
                left -= Math.max(read, 0);
                if (left < 0) {
                    throw exchange.tooLarge();
                }
                return read;
            } catch (IOException e) {
                throw exchange.toFailure(e);
            }
        }
    }

    /**
     * The limits of one call.
     *
     * @param connect time for connecting, including name lookup and TLS handshake
     * @param total time for everything, up to the last byte of the response
     * @param maxBody bytes of the body of the response
     * @param maxHead bytes of everything else in the response
     */
    public record HttpLimits(Duration connect, Duration total, long maxBody, int maxHead) {

        private static final int DEFAULT_MAX_HEAD = 64 * 1024;

        public HttpLimits {
            if (connect.isNegative() || connect.isZero() || total.isNegative() || total.isZero()) {
                throw new IllegalArgumentException("a time limit must be positive");
            }
            if (maxBody < 0 || maxHead <= 0) {
                throw new IllegalArgumentException("a size limit must be positive");
            }
        }

        public HttpLimits(Duration connect, Duration total, long maxBody) {
            this(connect, total, maxBody, DEFAULT_MAX_HEAD);
        }
    }
}
