package org.superlance.listener.runtime;

import org.superlance.listener.event.EventListener;

/** Handles the events of supervisord from its start until it is closed. */
public interface EventService extends EventListener, AutoCloseable {

    /** Begins, before the first event comes. */
    void start();

    /** Finishes what is under way, within the time that supervisord gives; a second call does nothing. Any thread. */
    @Override
    void close();
}
