package org.superlance.listener.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.event.Event.EventHeader;

/**
 * The listener's side of supervisord's event protocol: READY, an event, RESULT, and again. Every event is acknowledged,
 * also one that the handler failed on: supervisord would send a rejected event again at once, for ever. An event that comes
 * a second time, because another listener has rejected it or because the section subscribes to it twice, is acknowledged and
 * dropped.
 *
 * <p>Source: {@code supervisor/process.py} of supervisord 4.2.5: one event has one {@code serial}.
 */
public final class EventListenerProtocol {

    private static final byte[] READY = "READY\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HANDLED = "RESULT 2\nOKREADY\n".getBytes(StandardCharsets.US_ASCII);

    private final EventReader events;
    private final OutputStream answers;
    private final SerialGapDetector losses;
    private final RecentSerials handled = new RecentSerials();

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
        run(() -> {
            EventListener ready = handler.get();
            serve(ready, events.next());
        });
    }

    /**
     * Serves events until supervisord goes away.
     *
     * @param handler asked for once, when the first event has come, and given its header: who has no other name gets it there
     * @throws ProtocolException if the stream is not the event protocol
     */
    public void runFromFirstEvent(Function<EventHeader, ? extends EventListener> handler) throws ProtocolException {
        run(() -> {
            Optional<Event> first = events.next();
            if (first.isPresent()) {
                serve(handler.apply(first.get().header()), first);
            }
        });
    }

    private void run(Session session) throws ProtocolException {
        try {
            answers.write(READY);
            answers.flush();
            session.serve();
        } catch (IOException e) {
            log().info("supervisord has closed the connection ({})", e.getMessage());
        }
    }

    private interface Session {
        void serve() throws IOException, ProtocolException;
    }

    private void serve(EventListener handler, Optional<Event> first) throws IOException, ProtocolException {
        for (Optional<Event> event = first; event.isPresent(); event = events.next()) {
            handle(handler, event.get());
            answers.write(HANDLED);
            answers.flush();
        }
    }

    private void handle(EventListener handler, Event event) {
        try {
            losses.accept(event.header());
            long lost = losses.takeLost();
            if (lost > 0) {
                log().error(
                                "{} event(s) lost before poolserial {}: the pool's buffer was full; raise buffer_size in"
                                        + " the section of this listener",
                                lost,
                                event.header().poolSerial().orElse(-1));
                handler.onLost(lost);
            }
            if (handled.add(event.header().serial())) {
                handler.onEvent(event);
            } else {
                log().debug("dropped an event that had come before: {}", event.header());
            }
        } catch (RuntimeException e) {
            log().error("could not handle {}; it is acknowledged all the same", event.header(), e);
        }
    }

    /** The numbers of the events that came last, by which one that comes again is known. */
    private static final class RecentSerials {

        private static final int MAX = 4_096;

        private final Set<Long> known = new HashSet<>();
        private final Deque<Long> order = new ArrayDeque<>();

        /** False if it was there already; an event without a number never was. */
        boolean add(OptionalLong serial) {
            if (serial.isEmpty()) {
                return true;
            }
            if (!known.add(serial.getAsLong())) {
                return false;
            }
            order.addLast(serial.getAsLong());
            if (order.size() > MAX) {
                known.remove(order.removeFirst());
            }
            return true;
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
