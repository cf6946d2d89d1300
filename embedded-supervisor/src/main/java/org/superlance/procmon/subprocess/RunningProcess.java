package org.superlance.procmon.subprocess;

import org.superlance.listener.process.Signal;

/** A process that runs. */
public interface RunningProcess {

    long pid();

    /** Nothing happens if it has ended. */
    void signal(Signal signal);

    /** Sends it to its children too. */
    void signalGroup(Signal signal);

    /**
     * Writes to its stdin, after what was written before, without waiting.
     *
     * @param failed is run if it cannot be written, by whatever thread
     * @return false if too much waits to be read already
     */
    boolean write(byte[] bytes, Runnable failed);
}
