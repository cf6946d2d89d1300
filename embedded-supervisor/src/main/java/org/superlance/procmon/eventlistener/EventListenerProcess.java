package org.superlance.procmon.eventlistener;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.procmon.log.ServerLog;

/**
 * One process of a pool, and how far it is with its event. Only the main loop uses it.
 *
 * <p>Source: supervisord 4.2's event listener protocol.
 */
public final class EventListenerProcess {

    private static final String ACCEPTED = "OK";

    private final EventListenerPool pool;
    private final EventListenerHandle process;
    private final ServerLog log;
    private final ListenerOutputBuffer listenerOutputBuffer = new ListenerOutputBuffer();
    private EventListenerState state = EventListenerState.ACKNOWLEDGED;
    private @Nullable BufferedEvent event;

    EventListenerProcess(EventListenerPool pool, EventListenerHandle process, ServerLog log) {
        this.pool = pool;
        this.process = process;
        this.log = log;
    }

    /** A new process begins from the beginning. */
    public void started() {
        listenerOutputBuffer.clear();
        state = EventListenerState.ACKNOWLEDGED;
        event = null;
    }

    /** It has written this on its stdout. */
    public void received(byte[] bytes) {
        if (state == EventListenerState.UNKNOWN) {
            return;
        }
        listenerOutputBuffer.add(bytes);
        try {
            boolean more = !listenerOutputBuffer.isEmpty();
            while (more) {
                more = parseOutput() && !listenerOutputBuffer.isEmpty();
            }
        } catch (ListenerOutputBuffer.Garbage e) {
            enterUnknown(e.getMessage());
        }
    }

    /** Its process has ended: an event that it had is for another. */
    public void ended() {
        BufferedEvent unfinished = event;
        event = null;
        if (unfinished != null) {
            pool.requeue(unfinished);
        }
    }

    boolean isReady() {
        return state == EventListenerState.READY && process.isRunning();
    }

    /** Gives it the event; false if it could not be given. */
    boolean send(BufferedEvent given, byte[] bytes) {
        if (!process.write(bytes, () -> onSendFailed(given))) {
            return false;
        }
        enter(EventListenerState.BUSY);
        event = given;
        log.debug("event " + given.serial() + " sent to listener " + process.name());
        return true;
    }

    private void onSendFailed(BufferedEvent given) {
        if (given.equals(event)) {
            log.debug("listener " + process.name() + " does not read event " + given.serial());
            enter(EventListenerState.ACKNOWLEDGED);
            ended();
        }
    }

    /** False if what there is is not enough. */
    private boolean parseOutput() throws ListenerOutputBuffer.Garbage {
        return switch (state) {
            case ACKNOWLEDGED -> {
                boolean ready = listenerOutputBuffer.consumeReady();
                if (ready) {
                    enter(EventListenerState.READY);
                }
                yield ready;
            }
            case BUSY -> {
                Optional<String> result = listenerOutputBuffer.consumeResult();
                result.ifPresent(this::finish);
                yield result.isPresent();
            }
            case READY, UNKNOWN -> throw new ListenerOutputBuffer.Garbage("something before it was asked");
        };
    }

    private void finish(String result) {
        enter(EventListenerState.ACKNOWLEDGED);
        if (result.equals(ACCEPTED)) {
            event = null;
            log.debug(process.name() + ": event was processed");
        } else {
            log.warn(process.name() + ": event was rejected");
            ended();
        }
    }

    private void enterUnknown(@Nullable String text) {
        if (state == EventListenerState.BUSY) {
            log.warn(process.name() + ": bad result line: '" + text + "'");
        }
        enter(EventListenerState.UNKNOWN);
        log.warn(process.name() + ": has entered the UNKNOWN state and will no longer receive events, this usually"
                + " indicates the process violated the eventlistener protocol");
        listenerOutputBuffer.clear();
        ended();
    }

    private void enter(EventListenerState next) {
        log.debug(process.name() + ": " + state + " -> " + next);
        state = next;
    }
}
