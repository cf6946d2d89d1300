package org.superlance.listener.event;

/**
 * What a listener does with events. It runs on the protocol thread, and supervisord holds back every other event until
 * it returns: it waits for nothing slower than the local disk.
 */
public interface EventListener {

    /** Handles one event. The event is acknowledged when this returns, and also when it throws an exception. */
    void onEvent(Event event);

    /**
     * Is told, before the event that proves it, that events were lost: the pool's buffer had been full.
     *
     * @param number how many
     */
    default void onLost(long number) {}
}
