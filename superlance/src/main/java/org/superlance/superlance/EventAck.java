package org.superlance.superlance;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Who has still to handle an event before supervisord is told that it is handled. */
final class EventAck {

    private final Set<HostedListener> open = new LinkedHashSet<>();

    synchronized void expect(HostedListener listener) {
        open.add(listener);
    }

    /** It has handled the event, or never will. */
    synchronized void acknowledge(HostedListener listener) {
        open.remove(listener);
        notifyAll();
    }

    /** Waits until all have handled the event; returns those who have not within the limit. */
    synchronized Set<HostedListener> await(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (long left = limit.toNanos(); !open.isEmpty() && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return Set.copyOf(open);
    }
}
