package org.superlance.procmon.eventlistener;

import org.jspecify.annotations.Nullable;
import org.superlance.listener.event.ListenerOutputParser;
import org.superlance.procmon.eventlistener.EventListenerPool.BufferedEvent;
import org.superlance.procmon.log.ServerLog;

/**
 * One process of a pool, and how far it is with its event. Only the main loop uses it.
 *
 * <p>Source: supervisord 4.2's event listener protocol.
 */
public final class EventListenerProcess {

    /** The process of a listener. */
    public interface EventListenerHandle {

        /** Its name in its group. */
        String name();

        /** Whether its start is over. */
        boolean isRunning();

        /**
         * Writes to its stdin, without waiting.
         *
         * @param failed is run by the main loop if it cannot be written
         * @return false if it takes nothing
         */
        boolean write(byte[] bytes, Runnable failed);
    }

    private final EventListenerPool pool;
    private final EventListenerHandle process;
    private final ServerLog log;
    private ListenerOutputParser output = new ListenerOutputParser(new OutputHandler());
    private @Nullable BufferedEvent event;

    EventListenerProcess(EventListenerPool pool, EventListenerHandle process, ServerLog log) {
        this.pool = pool;
        this.process = process;
        this.log = log;
    }

    /** A new process begins from the beginning. */
    public void started() {
        output = new ListenerOutputParser(new OutputHandler());
        event = null;
    }

    /** It has written this on its stdout. */
    public void received(byte[] bytes) {
        output.accept(bytes, 0, bytes.length);
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
        return output.state() == ListenerOutputParser.State.READY && process.isRunning();
    }

    /** Gives it the event; false if it could not be given. */
    boolean send(BufferedEvent given, byte[] bytes) {
        if (!process.write(bytes, () -> onSendFailed(given))) {
            return false;
        }
        output.onEventSent();
        event = given;
        log.debug("event " + given.serial() + " sent to listener " + process.name());
        return true;
    }

    private void onSendFailed(BufferedEvent given) {
        if (given.equals(event)) {
            log.debug("listener " + process.name() + " does not read event " + given.serial());
            output.onSendFailed();
            ended();
        }
    }

    private final class OutputHandler implements ListenerOutputParser.Handler {

        @Override
        public void onReady() {
            // the pool gives it an event when there is one
        }

        @Override
        public void onResult(boolean handled) {
            if (handled) {
                event = null;
                log.debug(process.name() + ": event was processed");
            } else {
                log.warn(process.name() + ": event was rejected");
                ended();
            }
        }

        @Override
        public void onUnexpectedOutput(String what) {
            if (event != null) {
                log.warn(process.name() + ": bad result line: '" + what + "'");
            }
            log.warn(process.name() + ": has entered the UNKNOWN state and will no longer receive events, this usually"
                    + " indicates the process violated the eventlistener protocol");
            ended();
        }

        @Override
        public void onStateChange(ListenerOutputParser.State from, ListenerOutputParser.State to) {
            log.debug(process.name() + ": " + from + " -> " + to);
        }
    }
}
