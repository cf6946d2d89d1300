package org.superlance.superlance;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.event.ListenerOutputParser;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.LogOnce;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.superlance.EventQueue.EventAck;
import org.superlance.superlance.EventQueue.Numbered;

/**
 * What one listener in this process has to do with events: they wait for it until it is ready, and until it is there
 * again where it has ended by a fault.
 */
final class HostedListener implements ListenerOutputParser.Handler {

    private static final Logger LOG = LoggerFactory.getLogger(HostedListener.class);
    private static final int MAX_LOGGED_PAYLOAD = 500;

    private final ListenerFile.Entry plan;
    private final EventQueue queue = new EventQueue();
    private @Nullable ListenerRun run;
    private boolean ready;
    private final LogOnce late = new LogOnce();
    private boolean settled;
    private boolean hasBeenReady;
    private boolean gone;
    private long dropped;

    HostedListener(ListenerFile.Entry plan) {
        this.plan = plan;
    }

    /** As it is called in the log. */
    String name() {
        return plan.name().group();
    }

    EventSubscription events() {
        return plan.events();
    }

    boolean wants(Event event) {
        return plan.events().covers(event.header().eventName());
    }

    /** Sends it an event; unless it is behind with others anyway, the receipt waits for it. */
    synchronized void send(Event event, EventAck ack) {
        if (gone) {
            return;
        }
        if (queue.isEmpty()) {
            ack.expect(this);
        }
        queue.add(event, ack).forEach(this::drop);
        sendNext();
    }

    /** So many events did not come here, of which some may have been for it. */
    synchronized void lost(long number) {
        if (!plan.events().isOfTicksOnly()) {
            queue.skipSerials(number);
        }
    }

    /** It takes too long over an event, which is acknowledged all the same. */
    synchronized void overdue(Event event, Duration limit, String whereabouts) {
        if (!queue.isEmpty() && late.raise()) {
            LOG.error(
                    "{} has not handled {} within {}; it is acknowledged to supervisord all the same, and events wait in"
                            + " memory until this listener goes on. {}",
                    name(),
                    event.header().eventName(),
                    Durations.format(limit),
                    whereabouts);
        }
    }

    /**
     * Waits until it is known whether it can run.
     *
     * @return false if it cannot, and never will
     */
    synchronized boolean awaitSettled(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (long left = limit.toNanos(); !settled && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return !gone;
    }

    synchronized boolean hasBeenReady() {
        return hasBeenReady;
    }

    /** A new life that is not ready yet. */
    synchronized void onStarted(ListenerRun next) {
        run = next;
        ready = false;
    }

    /** Its life has ended by a fault. */
    synchronized void failed() {
        run = null;
        ready = false;
        settle();
        queue.crashed().ifPresent(event -> {
            LOG.error("{} has ended over the same event twice; this event is lost to it: {}", name(), text(event));
            event.ack().acknowledge(this);
        });
    }

    /** It takes no more events. */
    synchronized List<Numbered> abandon() {
        gone = true;
        run = null;
        settle();
        List<Numbered> left = queue.clear();
        left.forEach(event -> event.ack().acknowledge(this));
        return left;
    }

    @Override
    public synchronized void onReady() {
        ready = true;
        hasBeenReady = true;
        settle();
        if (queue.isEmpty() && late.clear()) {
            LOG.info("{} has handled all events that waited for it", name());
        }
        sendNext();
    }

    @Override
    public synchronized void onResult(boolean handled) {
        queue.handled().ifPresent(event -> event.ack().acknowledge(this));
    }

    @Override
    public synchronized void onUnexpectedOutput(String what) {
        LOG.error("{} has written what is no answer to an event, so it is ended: {}", name(), what);
        if (run != null) {
            run.stop();
        }
    }

    private void settle() {
        settled = true;
        notifyAll();
    }

    private void sendNext() {
        if (ready && run != null) {
            ListenerRun alive = run;
            queue.take().ifPresent(event -> {
                ready = false;
                alive.send(event);
            });
        }
    }

    private void drop(Numbered event) {
        event.ack().acknowledge(this);
        dropped++;
        if (Long.bitCount(dropped) == 1) {
            LOG.error(
                    "{} event(s) for {} are lost, because it does not go on; the last was {}",
                    dropped,
                    name(),
                    text(event));
        }
    }

    static String text(Numbered event) {
        return event.event().header().eventName() + " "
                + TextSanitizer.singleLine(event.event().payload(), MAX_LOGGED_PAYLOAD);
    }
}
