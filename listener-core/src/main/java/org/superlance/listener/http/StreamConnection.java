package org.superlance.listener.http;

import java.io.Closeable;
import java.io.IOException;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import org.superlance.listener.http.HttpConnection.ConnectionPool;

/**
 * A connection over which its owner speaks a protocol of its own. Whatever the server does, it ends within its limit, from
 * the lookup of the name to the last byte. For one thread.
 */
public final class StreamConnection implements Closeable {

    private final HttpFailure.Messages messages;
    private final CallTimeout.Scheduler scheduler;
    private final CallTimeout timeout;
    private final HttpConnection connection;

    private StreamConnection(
            HttpFailure.Messages messages,
            CallTimeout.Scheduler scheduler,
            CallTimeout timeout,
            HttpConnection connection) {
        this.messages = messages;
        this.scheduler = scheduler;
        this.timeout = timeout;
        this.connection = connection;
    }

    /**
     * Connects, with TLS if the endpoint asks for it.
     *
     * @param limit for the connection and all that is said over it
     */
    public static StreamConnection open(Endpoint endpoint, Duration limit) throws HttpFailure {
        HttpFailure.Messages messages = new HttpFailure.Messages(endpoint);
        CallTimeout.Scheduler scheduler = new CallTimeout.Scheduler();
        CallTimeout timeout = scheduler.start(limit);
        boolean connected = false;
        try {
            HttpConnection connection = Connector.connect(endpoint, timeout);
            // closed at once if the time is up
            timeout.register(connection);
            connected = true;
            return new StreamConnection(messages, scheduler, timeout, connection);
        } catch (IOException e) {
            throw messages.notConnected(timeout, e);
        } finally {
            if (!connected) {
                scheduler.close();
            }
        }
    }

    public void send(byte[] bytes) throws HttpFailure {
        try {
            connection.send(bytes);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Reads at least one byte, and no more than are there; -1 if the server has closed the connection. */
    public int read(byte[] buffer) throws HttpFailure {
        try {
            return connection.in().read(buffer);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** The server's certificates, its own first; empty without TLS. */
    public List<Certificate> peerCertificates() {
        return connection.peerCertificates();
    }

    private HttpFailure failure(IOException e) {
        return switch (timeout.state()) {
            case EXPIRED -> messages.timedOut(timeout.limit(), connection.received());
            case ABORTED -> messages.closed(true);
            case RUNNING, FINISHED -> messages.prematureEof(connection.received(), e);
        };
    }

    @Override
    public void close() {
        timeout.finish();
        ConnectionPool.discard(connection);
        scheduler.close();
    }
}
