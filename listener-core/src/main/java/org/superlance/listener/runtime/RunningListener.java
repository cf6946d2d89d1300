package org.superlance.listener.runtime;

import org.superlance.listener.event.EventListener;

/** A listener put together, ready to serve events and to end in good order. */
public interface RunningListener extends AutoCloseable {

    EventListener listener();

    /** Finishes what is under way, within the time that supervisord gives; a second call does nothing. */
    @Override
    void close();

    /** Before there is anything. */
    static RunningListener none() {
        return new RunningListener() {
            @Override
            public EventListener listener() {
                return message -> {};
            }

            @Override
            public void close() {}
        };
    }
}
