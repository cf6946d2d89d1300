package org.superlance.procmon.eventlistener;

/** The process of a listener. */
public interface EventListenerHandle {

    /** Its name in its group. */
    String name();

    /** Whether its start is over. */
    boolean isRunning();

    /**
     * Writes to its stdin, without waiting.
     *
     * @param failed is run by the main loop if it cannot be written
     * @return false if it takes nothing
     */
    boolean write(byte[] bytes, Runnable failed);
}
