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
final class ConnectionPool implements Closeable {

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
            return false; // closed in this very moment
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
            LOG.debug("A connection that is no longer needed did not close cleanly; nothing depends on it.", e);
        }
    }

    private record IdleConnection(HttpConnection connection, Future<?> alarm) {}
}
