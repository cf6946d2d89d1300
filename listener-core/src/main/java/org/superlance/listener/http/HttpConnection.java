package org.superlance.listener.http;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open connection to a server. */
final class HttpConnection implements Closeable {

    private static final int BUFFER = 8_192;

    private final CountingInputStream countingInputStream;
    private final InputStream in;
    private final OutputStream out;
    private final List<Certificate> peer;
    private final Closeable wire;

    /** @param wire what is closed to end it; never blocks, other than closing a TLS socket, which may want to write */
    HttpConnection(InputStream in, OutputStream out, List<Certificate> peer, Closeable wire) {
        this.countingInputStream = new CountingInputStream(in);
        this.in = new BufferedInputStream(countingInputStream, BUFFER);
        this.out = out;
        this.peer = peer;
        this.wire = wire;
    }

    void send(byte[] request) throws IOException {
        countingInputStream.bytes = 0;
        out.write(request);
        out.flush();
    }

    InputStream in() {
        return in;
    }

    /** Bytes received since the last request was sent. */
    long received() {
        return countingInputStream.bytes;
    }

    List<Certificate> peerCertificates() {
        return peer;
    }

    /** Whether there are unread bytes that belong to no response. */
    boolean hasUnreadData() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            return true; // cannot be used again either
        }
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }

    private static final class CountingInputStream extends FilterInputStream {
        private long bytes;

        private CountingInputStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            bytes += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            bytes += Math.max(read, 0);
            return read;
        }
    }

    /** A few open connections that wait for the next request, for some seconds only. */
    static final class ConnectionPool implements Closeable {

        private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);
        private static final int MAX_IDLE = 2;

        private final CallTimeout.Scheduler scheduler;
        private final Duration patience;
        private final Deque<IdleConnection> idle = new ArrayDeque<>();
        private boolean closed;

        ConnectionPool(CallTimeout.Scheduler scheduler, Duration patience) {
            this.scheduler = scheduler;
            this.patience = patience;
        }

        synchronized @Nullable HttpConnection acquire() {
            IdleConnection last = idle.pollLast();
            if (last == null) {
                return null;
            }
            last.alarm.cancel(false);
            return last.connection;
        }

        void release(HttpConnection connection) {
            if (!addIdle(connection)) {
                discard(connection);
            }
        }

        private synchronized boolean addIdle(HttpConnection connection) {
            if (closed || idle.size() == MAX_IDLE) {
                return false;
            }
            try {
                idle.addLast(new IdleConnection(connection, scheduler.schedule(patience, () -> drop(connection))));
                return true;
            } catch (RejectedExecutionException e) {
                return false; // closed at this moment
            }
        }

        private void drop(HttpConnection connection) {
            boolean dropped;
            synchronized (this) {
                dropped = idle.removeIf(idleConnection -> idleConnection.connection == connection);
            }
            if (dropped) {
                discard(connection);
            }
        }

        @Override
        public void close() {
            synchronized (this) {
                closed = true;
            }
            for (HttpConnection connection = acquire(); connection != null; connection = acquire()) {
                discard(connection);
            }
        }

        static void discard(HttpConnection connection) {
            try {
                connection.close();
            } catch (IOException e) {
                LOG.debug("an idle connection did not close cleanly; nothing depends on it", e);
            }
        }

        private record IdleConnection(HttpConnection connection, Future<?> alarm) {}
    }
}
