package org.superlance.listener.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.event.Event;
import org.superlance.listener.runtime.EventListenerRunner.EventService;
import org.superlance.listener.util.Backoff;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.Threads;
import org.superlance.listener.util.VmErrors;

/**
 * A listener that begins when its state directory is free. After a {@code kill -9} of supervisord its predecessor holds it
 * for some seconds, to finish restarts and to deliver. Events are acknowledged and kept meanwhile. If the directory does not
 * become free, the listener begins without it.
 */
final class DeferredListener implements EventService {

    /** The predecessor has eight seconds for its end; a busy machine may need more. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(DeferredListener.class);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final int MAX_EVENTS = 10_000;

    private static final Backoff DELAYS = ResilientService.DELAYS;

    private final Supplier<ListenerStateStore> states;
    private final Function<ListenerStateStore, ? extends EventService> listener;
    private final Deque<Event> waiting = new ArrayDeque<>();
    private final Thread waiter = Threads.daemon("state-directory", this::waitAndBegin);
    private volatile ListenerStateStore state;
    private long lost;
    private @Nullable EventService begun;
    private boolean closed;

    /**
     * @param state whose directory another process has
     * @param states makes another one where it has been closed
     * @param listener makes the listener, or closes the state
     */
    DeferredListener(
            ListenerStateStore state,
            Supplier<ListenerStateStore> states,
            Function<ListenerStateStore, ? extends EventService> listener) {
        this.state = state;
        this.states = states;
        this.listener = listener;
    }

    @Override
    public void start() {
        LOG.info(
                "state directory {} is in use by another process; waiting {} at most for the end of the previous run",
                state.stateDirectory().map(Object::toString).orElse(""),
                Durations.format(PATIENCE));
        waiter.start();
    }

    @Override
    public synchronized void onEvent(Event event) {
        if (begun != null) {
            begun.onEvent(event);
            return;
        }
        waiting.addLast(event);
        if (waiting.size() > MAX_EVENTS) {
            waiting.removeFirst();
            lost++;
        }
    }

    @Override
    public synchronized void onLost(long number) {
        if (begun != null) {
            begun.onLost(number);
        } else {
            lost += number;
        }
    }

    private void waitAndBegin() {
        try {
            for (int failures = 1; !hasBegun(); failures++) {
                TimeUnit.NANOSECONDS.sleep(DELAYS.delayAfter(failures).toNanos());
            }
        } catch (InterruptedException e) {
            LOG.debug("the listener ends before it has begun");
        }
    }

    /** Waits and begins; false if memory or threads are missing for it. */
    private boolean hasBegun() throws InterruptedException {
        try {
            if (!isMade()) {
                awaitDirectory();
            }
            begin();
            return true;
        } catch (VirtualMachineError e) {
            LOG.error("cannot start: {}; trying again", VmErrors.sentence(e), e);
            if (!isMade()) {
                // what could not begin has closed it
                state = states.get();
            }
            return false;
        }
    }

    private synchronized boolean isMade() {
        return begun != null;
    }

    private void awaitDirectory() throws InterruptedException {
        long start = System.nanoTime();
        while (!state.tryOwn()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                state.continueInMemory();
                return;
            }
            TimeUnit.NANOSECONDS.sleep(INTERVAL.toNanos());
        }
        LOG.info("state directory taken over after {}", Durations.format(Duration.ofNanos(System.nanoTime() - start)));
    }

    private synchronized void begin() {
        if (closed) {
            return;
        }
        EventService service = begun;
        if (service == null) {
            service = listener.apply(state);
            begun = service;
            service.start();
        }
        if (lost > 0) {
            service.onLost(lost);
            lost = 0;
        }
        while (!waiting.isEmpty()) {
            service.onEvent(waiting.removeFirst());
        }
    }

    /** What came meanwhile is not lost: without the state directory it is told now or never. */
    @Override
    public void close() {
        waiter.interrupt();
        EventService service;
        synchronized (this) {
            waiting.removeIf(event -> event.header().eventName().startsWith("TICK"));
            if (begun == null && !closed && !waiting.isEmpty()) {
                begin();
            }
            closed = true;
            service = begun;
        }
        if (service == null) {
            state.close();
        } else {
            service.close();
        }
    }
}
