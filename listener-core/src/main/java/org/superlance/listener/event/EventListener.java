package org.superlance.listener.event;

/**
 * Handles events on the protocol thread. supervisord sends no other event until it returns, so it must not wait for
 * anything slower than the local disk.
 */
public interface EventListener {

    /** Handles one event. The event is acknowledged when this returns, and also when it throws an exception. */
    void onEvent(Event event);

    /**
     * Called when a gap in the serials shows that events were lost because the pool's buffer was full; before the event
     * after the gap.
     *
     * @param number the number of lost events
     */
    default void onLost(long number) {}
}
