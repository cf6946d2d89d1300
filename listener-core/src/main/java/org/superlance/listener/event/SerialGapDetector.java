package org.superlance.listener.event;

import java.util.OptionalLong;

/**
 * Notices events that supervisord discarded because the pool's buffer was full. A discarded event had its {@code
 * poolserial} already, so a gap proves a loss. An event that is sent again keeps its old number, which is no gap.
 */
public final class SerialGapDetector {

    private final boolean alone;
    private long highest = -1;

    /**
     * @param alone whether this listener is the only process of its pool. The events of a pool are shared out among its
     *     processes, so that with several of them a gap proves nothing.
     */
    public SerialGapDetector(boolean alone) {
        this.alone = alone;
    }

    /** Takes the number of the event that has come; tells how many before it are now known to be lost. */
    long lostBefore(OptionalLong poolSerial) {
        if (!alone || poolSerial.isEmpty() || poolSerial.getAsLong() <= highest) {
            return 0;
        }
        long serial = poolSerial.getAsLong();
        long lost = highest < 0 ? 0 : serial - highest - 1;
        highest = serial;
        return lost;
    }
}
