package org.superlance.listener.event;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * TICK_5, TICK_60 or TICK_3600.
 *
 * @param when the tick's time, a multiple of its period; the event itself may come later
 */
public record TickEvent(EventHeader header, Instant when) implements Event {

    static Event of(EventHeader header, String payload) {
        String when = EventHeader.tokens(payload).getOrDefault("when", "");
        try {
            return new TickEvent(header, Instant.ofEpochSecond(Long.parseLong(when.strip())));
        } catch (NumberFormatException | DateTimeException e) {
            return new UnknownEvent(header, payload);
        }
    }
}
