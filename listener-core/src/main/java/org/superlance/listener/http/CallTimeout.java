package org.superlance.listener.http;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.ListenerExecutor;

/**
 * The end of a call: whatever the call blocks on is closed when its time is up, because a blocking read of a socket
 * file knows no time limit and a server that drips a byte a second outlives any limit on a single read.
 */
public final class CallTimeout {

    private static final Logger LOG = LoggerFactory.getLogger(CallTimeout.class);

    enum State {
        RUNNING,
        EXPIRED,
        ABORTED,
        FINISHED
    }

    private final Duration limit;
    private final Scheduler scheduler;
    private State state = State.RUNNING;
    private @Nullable Closeable held;
    private @Nullable Future<?> alarm;

    private CallTimeout(Duration limit, Scheduler scheduler) {
        this.limit = limit;
        this.scheduler = scheduler;
    }

    Duration limit() {
        return limit;
    }

    synchronized State state() {
        return state;
    }

    private synchronized void setTimer(Future<?> future) {
        alarm = future;
    }

    /** Replaces what is closed when the time is up; it is closed at once if that has passed. */
    public void register(Closeable closeable) {
        synchronized (this) {
            if (state == State.RUNNING) {
                held = closeable;
                return;
            }
        }
        close(closeable);
    }

    /** The call has finished; false if it was aborted before. */
    public boolean finish() {
        return end(State.FINISHED);
    }

    void expire() {
        end(State.EXPIRED);
    }

    private void abort() {
        end(State.ABORTED);
    }

    private boolean end(State how) {
        Closeable cut;
        synchronized (this) {
            if (state != State.RUNNING) {
                return false;
            }
            state = how;
            cut = how == State.FINISHED ? null : held;
            held = null;
            if (alarm != null) {
                alarm.cancel(false);
            }
        }
        scheduler.cancel(this);
        if (cut != null) {
            close(cut);
        }
        return true;
    }

    private static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            LOG.debug("a connection whose time was up did not close cleanly; nothing depends on it", e);
        }
    }

    /** The thread that aborts calls whose time is up, and closes idle connections. */
    public static final class Scheduler implements Closeable {

        private final ScheduledExecutorService alarms = ListenerExecutor.onDemand("http-watchdog");
        private final Set<CallTimeout> running = ConcurrentHashMap.newKeySet();

        /** @throws RejectedExecutionException if it is closed */
        public CallTimeout start(Duration limit) {
            CallTimeout timeout = new CallTimeout(limit, this);
            running.add(timeout);
            try {
                timeout.setTimer(schedule(limit, timeout::expire));
            } catch (RejectedExecutionException | OutOfMemoryError e) {
                running.remove(timeout);
                throw e;
            }
            return timeout;
        }

        Future<?> schedule(Duration delay, Runnable action) {
            return alarms.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void cancel(CallTimeout timeout) {
            running.remove(timeout);
        }

        /** Aborts every call under way. */
        @Override
        public void close() {
            alarms.shutdownNow();
            running.forEach(CallTimeout::abort);
        }
    }
}
