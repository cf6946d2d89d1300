package org.superlance.listener.cli;

import org.superlance.listener.event.EventHandler;

/** A listener put together, ready to serve events and to end in good order. */
interface ListenerParts extends AutoCloseable {

    EventHandler handler();

    /** Finishes what is under way, within the time that supervisord gives; a second call does nothing. */
    @Override
    void close();

    /** Before there is anything. */
    static ListenerParts none() {
        return new ListenerParts() {
            @Override
            public EventHandler handler() {
                return event -> {};
            }

            @Override
            public void close() {}
        };
    }
}
