package org.superlance.listener.http;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few open connections that wait for the next request, each for some seconds only. */
final class IdleConnections implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(IdleConnections.class);
    private static final int MOST = 2;

    private final Watchdog watchdog;
    private final Duration patience;
    private final Deque<Waiting> idle = new ArrayDeque<>();
    private boolean closed;

    IdleConnections(Watchdog watchdog, Duration patience) {
        this.watchdog = watchdog;
        this.patience = patience;
    }

    synchronized @Nullable HttpConnection take() {
        Waiting last = idle.pollLast();
        if (last == null) {
            return null;
        }
        last.alarm.cancel(false);
        return last.connection;
    }

    void give(HttpConnection connection) {
        if (!keep(connection)) {
            discard(connection);
        }
    }

    private synchronized boolean keep(HttpConnection connection) {
        if (closed || idle.size() == MOST) {
            return false;
        }
        try {
            idle.addLast(new Waiting(connection, watchdog.after(patience, () -> drop(connection))));
            return true;
        } catch (RejectedExecutionException e) {
            return false; // closed in this very moment
        }
    }

    private void drop(HttpConnection connection) {
        boolean dropped;
        synchronized (this) {
            dropped = idle.removeIf(waiting -> waiting.connection == connection);
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
        for (HttpConnection connection = take(); connection != null; connection = take()) {
            discard(connection);
        }
    }

    static void discard(HttpConnection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            LOG.debug("A connection that is no longer needed did not close cleanly; nothing depends on it.", e);
        }
    }

    private record Waiting(HttpConnection connection, Future<?> alarm) {}
}
