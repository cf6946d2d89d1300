package org.superlance.listener.event;

/** Something that supervisord tells its listeners. */
public sealed interface Event permits TickEvent, ProcessStateEvent, UnknownEvent {

    EventHeader header();

    /** The event of that header and payload; what cannot be understood is an {@link UnknownEvent}. */
    static Event of(EventHeader header, String payload) {
        if (header.eventName().startsWith("TICK_")) {
            return TickEvent.of(header, payload);
        }
        if (header.eventName().startsWith(ProcessStateEvent.PREFIX)) {
            return ProcessStateEvent.of(header, payload);
        }
        return new UnknownEvent(header, payload);
    }
}
