package org.superlance.procmon.eventlistener;

import org.jspecify.annotations.Nullable;
import org.superlance.listener.config.GroupConfig.ResultHandler;
import org.superlance.listener.event.ListenerOutputParser;
import org.superlance.procmon.eventlistener.EventListenerPool.BufferedEvent;
import org.superlance.procmon.log.ServerLog;
import org.superlance.procmon.log.Sink;

/**
 * A process of a pool and its state in the event listener protocol. Only the main loop uses it.
 *
 * <p>Source: supervisord 4.2's event listener protocol.
 */
public final class EventListenerProcess {

    public interface EventListenerHandle {

        /** Its name in its group. */
        String name();

        /** Whether it is in the state RUNNING. */
        boolean isRunning();

        /**
         * Writes to its stdin, without waiting.
         *
         * @param failed is run on the main loop if it cannot be written
         * @return false if nothing can be written
         */
        boolean write(byte[] bytes, Runnable failed);
    }

    private final EventListenerPool pool;
    private final EventListenerHandle process;
    private final ResultHandler resultHandler;
    private final ServerLog log;
    private final Sink stdout;
    private ListenerOutputParser output = new ListenerOutputParser(new OutputHandler());
    private @Nullable BufferedEvent event;

    EventListenerProcess(
            EventListenerPool pool,
            EventListenerHandle process,
            ResultHandler resultHandler,
            ServerLog log,
            Sink stdout) {
        this.pool = pool;
        this.process = process;
        this.resultHandler = resultHandler;
        this.log = log;
        this.stdout = stdout;
    }

    /** Its process was started: the protocol starts from the beginning. */
    public void started() {
        output = new ListenerOutputParser(new OutputHandler());
        event = null;
    }

    /** Takes its stdout. */
    public void received(byte[] bytes) {
        output.accept(bytes, 0, bytes.length);
    }

    /** Its process has ended: an event in progress goes back to the buffer. */
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

    /** Sends it the event; false if that is not possible. */
    boolean send(BufferedEvent sent, byte[] bytes) {
        if (!process.write(bytes, () -> onSendFailed(sent))) {
            return false;
        }
        output.onEventSent();
        event = sent;
        log.debug("event " + sent.serial() + " sent to listener " + process.name());
        return true;
    }

    private void onSendFailed(BufferedEvent sent) {
        if (sent.equals(event)) {
            log.debug("listener " + process.name() + " does not read event " + sent.serial());
            output.onSendFailed();
            ended();
        }
    }

    private final class OutputHandler implements ListenerOutputParser.Handler {

        @Override
        public void onReady() {
            // the pool sends it the next event
        }

        @Override
        public void onResult(String result) {
            if (resultHandler == ResultHandler.PRINT) {
                PrintedOutput.of(result).ifPresentOrElse(this::print, this::onBadResult);
            } else if (ListenerOutputParser.isOk(result)) {
                onHandled();
            } else {
                log.warn(process.name() + ": event was rejected");
                ended();
            }
        }

        private void print(byte[] lines) {
            stdout.write(lines, 0, lines.length);
            onHandled();
        }

        private void onHandled() {
            event = null;
            log.debug(process.name() + ": event was processed");
        }

        private void onBadResult() {
            log.warn(process.name() + ": event caused an error: its result is no payload of a PROCESS_LOG event");
            output.onBadResult();
            logUnknown();
            ended();
        }

        @Override
        public void onUnexpectedOutput(String what) {
            if (event != null) {
                log.warn(process.name() + ": bad result line: '" + what + "'");
            }
            logUnknown();
            ended();
        }

        private void logUnknown() {
            log.warn(process.name() + ": has entered the UNKNOWN state and will no longer receive events, this usually"
                    + " indicates the process violated the eventlistener protocol");
        }

        @Override
        public void onStateChange(ListenerOutputParser.State from, ListenerOutputParser.State to) {
            log.debug(process.name() + ": " + from + " -> " + to);
        }
    }
}
