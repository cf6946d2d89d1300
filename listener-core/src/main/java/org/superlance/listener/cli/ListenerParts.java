package org.superlance.listener.cli;

import org.superlance.listener.event.MessageHandler;

/** A listener put together, ready to serve events and to end in good order. */
public interface ListenerParts extends AutoCloseable {

    MessageHandler handler();

    /** Finishes what is under way, within the time that supervisord gives; a second call does nothing. */
    @Override
    void close();

    /** Before there is anything. */
    static ListenerParts none() {
        return new ListenerParts() {
            @Override
            public MessageHandler handler() {
                return message -> {};
            }

            @Override
            public void close() {}
        };
    }
}
