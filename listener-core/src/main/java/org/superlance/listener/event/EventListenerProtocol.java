package org.superlance.listener.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener's side of supervisord's event protocol: READY, an event, RESULT, and again. Every event is acknowledged,
 * also one that the handler failed on: supervisord would send a rejected event again at once, for ever.
 */
public final class EventListenerProtocol {

    private static final byte[] READY = "READY\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HANDLED = "RESULT 2\nOKREADY\n".getBytes(StandardCharsets.US_ASCII);

    private final EventReader events;
    private final OutputStream answers;
    private final SerialGapDetector losses;

    /** @param answers the listener's real stdout, which nobody else may write to */
    public EventListenerProtocol(InputStream in, OutputStream answers, SerialGapDetector losses) {
        this.events = new EventReader(in);
        this.answers = answers;
        this.losses = losses;
    }

    /**
     * Serves events until supervisord goes away.
     *
     * @param handler asked for once, after READY: what it needs to get ready does not keep supervisord waiting
     * @throws ProtocolException if the stream is not the event protocol
     */
    public void run(Supplier<? extends EventListener> handler) throws ProtocolException {
        try {
            answers.write(READY);
            answers.flush();
            serve(handler.get());
        } catch (IOException e) {
            log().info("supervisord has closed the connection ({})", e.getMessage());
        }
    }

    private void serve(EventListener handler) throws IOException, ProtocolException {
        for (Optional<Event> event = events.next(); event.isPresent(); event = events.next()) {
            handle(handler, event.get());
            answers.write(HANDLED);
            answers.flush();
        }
    }

    private void handle(EventListener handler, Event event) {
        try {
            long lost = losses.lostBefore(event.header().poolSerial());
            if (lost > 0) {
                log().error(
                                "{} event(s) lost before poolserial {}: the pool's buffer was full; raise buffer_size in"
                                        + " the section of this listener",
                                lost,
                                event.header().poolSerial().orElse(-1));
                handler.onLost(lost);
            }
            handler.onEvent(event);
        } catch (RuntimeException e) {
            log().error("could not handle {}; it is acknowledged all the same", event.header(), e);
        }
    }

    /** Looked up when there is something to say: READY does not wait for the logging to be set up. */
    private static Logger log() {
        return LoggerFactory.getLogger(EventListenerProtocol.class);
    }

    /**
     * The input is not the event protocol, so nothing that follows can be trusted: the listener must exit with a status
     * other than 0 and be started again.
     */
    public static final class ProtocolException extends Exception {

        private static final long serialVersionUID = 1L;

        public ProtocolException(String sentence) {
            super(sentence);
        }

        public ProtocolException(String sentence, Throwable cause) {
            super(sentence, cause);
        }
    }
}
