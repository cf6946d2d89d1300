package org.superlance.listener.event;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.superlance.listener.event.Event.EventHeader;
import org.superlance.listener.event.EventListenerProtocol.ProtocolException;
import org.superlance.listener.util.TextSanitizer;

/**
 * Reads one event after the other from the stream, never a byte more, and keeps no more in memory than its limits allow.
 */
final class EventReader {

    static final int MAX_HEADER = 64 * 1024;
    static final int MAX_PAYLOAD_KEPT = 64 * 1024;

    private final InputStream in;

    EventReader(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /**
     * Waits for the next event.
     *
     * @return empty at the end of the stream, also within an event
     * @throws ProtocolException if the stream is not the event protocol
     */
    Optional<Event> next() throws IOException, ProtocolException {
        Optional<String> line = headerLine();
        if (line.isEmpty()) {
            return Optional.empty();
        }
        EventHeader header = EventHeader.parse(line.get());
        return payload(header.length()).map(payload -> Event.of(header, payload));
    }

    private Optional<String> headerLine() throws IOException, ProtocolException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(160);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return Optional.empty();
            }
            if (line.size() == MAX_HEADER) {
                throw new ProtocolException("no event header: more than " + MAX_HEADER + " bytes without a line end, "
                        + TextSanitizer.excerpt(line.toString(StandardCharsets.UTF_8)));
            }
            line.write(next);
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8));
    }

    /** Reads that many UTF-8 code points; an invalid byte counts as one. */
    private Optional<String> payload(int codePoints) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(Math.min(codePoints, 256));
        for (int i = 0; i < codePoints; i++) {
            if (!codePoint(kept, i < MAX_PAYLOAD_KEPT)) {
                return Optional.empty();
            }
        }
        return Optional.of(kept.toString(StandardCharsets.UTF_8));
    }

    private boolean codePoint(ByteArrayOutputStream kept, boolean keep) throws IOException {
        int lead = in.read();
        if (lead < 0) {
            return false;
        }
        if (keep) {
            kept.write(lead);
        }
        for (int rest = continuationBytes(lead); rest > 0; rest--) {
            in.mark(1);
            int next = in.read();
            if (next < 0) {
                return false;
            }
            if ((next & 0xC0) != 0x80) {
                in.reset();
                return true;
            }
            if (keep) {
                kept.write(next);
            }
        }
        return true;
    }

    private static int continuationBytes(int lead) {
        if (lead >= 0xF0 && lead <= 0xF4) {
            return 3;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            return 2;
        }
        return lead >= 0xC2 && lead <= 0xDF ? 1 : 0;
    }
}
