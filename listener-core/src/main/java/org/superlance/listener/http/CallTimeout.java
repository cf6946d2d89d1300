package org.superlance.listener.http;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private final TimeoutScheduler timeoutScheduler;
    private State state = State.RUNNING;
    private @Nullable Closeable held;
    private @Nullable Future<?> alarm;

    CallTimeout(Duration limit, TimeoutScheduler timeoutScheduler) {
        this.limit = limit;
        this.timeoutScheduler = timeoutScheduler;
    }

    Duration limit() {
        return limit;
    }

    synchronized State state() {
        return state;
    }

    synchronized void setTimer(Future<?> future) {
        alarm = future;
    }

    /** What to close when time is up, in place of what was held before; it is closed at once if time is up already. */
    public void register(Closeable closeable) {
        synchronized (this) {
            if (state == State.RUNNING) {
                held = closeable;
                return;
            }
        }
        close(closeable);
    }

    /** The call ended by itself; false if it was cut before. */
    public boolean finish() {
        return end(State.FINISHED);
    }

    void expire() {
        end(State.EXPIRED);
    }

    void abort() {
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
        timeoutScheduler.cancel(this);
        if (cut != null) {
            close(cut);
        }
        return true;
    }

    private static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            LOG.debug("A connection whose time was up did not close cleanly; nothing else depends on it.", e);
        }
    }
}
