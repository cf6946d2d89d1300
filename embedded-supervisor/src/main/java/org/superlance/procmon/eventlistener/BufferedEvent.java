package org.superlance.procmon.eventlistener;

import java.nio.charset.StandardCharsets;
import org.superlance.listener.event.EventType;

/**
 * An event as one pool has it.
 *
 * @param serial its number among all events
 * @param poolSerial its number among those of the pool
 */
record BufferedEvent(long serial, long poolSerial, EventType type, String payload) {

    /**
     * The header line and the payload. The length counts characters, not bytes.
     *
     * <p>Source: supervisord 4.2 under Python 3.
     */
    byte[] bytes(String server, String pool) {
        String header = "ver:3.0 server:" + server + " serial:" + serial + " pool:" + pool + " poolserial:" + poolSerial
                + " eventname:" + type + " len:" + payload.codePointCount(0, payload.length());
        return (header + "\n" + payload).getBytes(StandardCharsets.UTF_8);
    }
}
