package org.superlance.listener.event;

import java.nio.charset.StandardCharsets;

/**
 * An event as it is sent, before anybody asks what it means.
 *
 * @param payload at most its first 65,536 characters
 */
public record RawEvent(EventHeader header, String payload) {

    /** What it means. */
    public Event event() {
        return Event.of(header, payload);
    }

    /**
     * The bytes that a listener gets, numbered for it.
     *
     * @param server the name of its supervisord
     * @param serial the number among all events of this supervisord
     * @param pool the listener's section
     * @param poolSerial the number among the events of this pool
     */
    public byte[] toBytes(String server, long serial, String pool, long poolSerial) {
        String text = "ver:3.0 server:" + server + " serial:" + serial + " pool:" + pool + " poolserial:" + poolSerial
                + " eventname:" + header.eventName() + " len:" + payload.codePointCount(0, payload.length()) + "\n"
                + payload;
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
