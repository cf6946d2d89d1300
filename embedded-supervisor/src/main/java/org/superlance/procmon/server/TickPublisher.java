package org.superlance.procmon.server;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.superlance.listener.event.EventType;

/** Publishes TICK events at every full five seconds, minute and hour. */
final class TickPublisher {

    private record Period(EventType type, long seconds) {}

    private static final long MIN_PERIOD = 5;
    private static final List<Period> PERIODS = List.of(
            new Period(EventType.TICK_5, MIN_PERIOD),
            new Period(EventType.TICK_60, 60),
            new Period(EventType.TICK_3600, 3_600));

    private final BiConsumer<EventType, String> publish;
    private final Map<EventType, Long> last = new EnumMap<>(EventType.class);

    /** @param publish takes the type and the payload of an event */
    TickPublisher(BiConsumer<EventType, String> publish) {
        this.publish = publish;
    }

    /** Publishes what is due and returns the time until the next tick. */
    Duration publishDue(Instant now) {
        for (Period period : PERIODS) {
            long slot = slot(now, period.seconds());
            Long before = last.put(period.type(), slot);
            if (before != null && before != slot) {
                publish.accept(period.type(), "when:" + slot);
            }
        }
        return Duration.between(now, Instant.ofEpochSecond(slot(now, MIN_PERIOD) + MIN_PERIOD));
    }

    private static long slot(Instant now, long seconds) {
        return Math.floorDiv(now.getEpochSecond(), seconds) * seconds;
    }
}
