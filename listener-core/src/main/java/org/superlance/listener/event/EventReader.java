package org.superlance.listener.event;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.superlance.listener.event.Event.EventHeader;
import org.superlance.listener.event.EventListenerProtocol.ProtocolException;
import org.superlance.listener.util.TextSanitizer;

/**
 * Reads one event after the other from the stream, never a byte more, and keeps no more in memory than its limits allow.
 *
 * <p>The {@code len} of a header counts the characters of the payload under supervisord with Python 3, and its bytes under
 * Python 2 and the Go supervisord. It is never more than the bytes, so these are read first; where they are not all ASCII,
 * what follows decides: a header or nothing after bytes, the rest of the payload after characters. If the rest of the
 * payload comes only after the event was taken for complete, it is skipped.
 */
final class EventReader {

    static final int MAX_HEADER = 64 * 1024;
    static final int MAX_PAYLOAD_KEPT = 64 * 1024;

    /** What every header begins with. */
    private static final byte[] HEADER_START = "ver:".getBytes(StandardCharsets.US_ASCII);

    /** How long the rest of a payload may take to arrive after its beginning: it is one write of supervisord's. */
    private static final Duration REST_LIMIT = Duration.ofMillis(250);

    private static final int CERTAIN = -1;

    private static final long POLL_NANOS = Duration.ofMillis(2).toNanos();

    private final InputStream in;
    /** Characters that are still to come if the length of the last event was in characters; negative for no doubt. */
    private int doubtful = CERTAIN;
    /** Whether a length in bytes has been seen, which no supervisord mixes with lengths in characters. */
    private boolean countsBytes;

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
        skipRest();
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

    private Optional<String> payload(int length) throws IOException {
        Utf8Text text = new Utf8Text(length);
        for (int i = 0; i < length; i++) {
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            text.add(next);
        }
        if (text.isUnfinished()) {
            finish(text);
        }
        return Optional.of(text.toString());
    }

    /** Reads the rest of a text whose length is in characters; does nothing if it is in bytes. */
    private void finish(Utf8Text text) throws IOException {
        if (!isAvailable()) {
            doubtful = text.missing();
        } else if (isHeaderNext(text.missing())) {
            countsBytes = true;
        } else {
            countsBytes = false;
            while (text.isUnfinished() && isAvailable() && addNext(text)) {
                // one character after the other
            }
            doubtful = text.isUnfinished() ? text.missing() : CERTAIN;
        }
    }

    /** False where the text ends with an incomplete character, after which something else follows. */
    private boolean addNext(Utf8Text text) throws IOException {
        in.mark(1);
        int next = in.read();
        if (next < 0) {
            return false;
        }
        if (text.missing() == 0 && !Utf8Text.isContinuation(next)) {
            in.reset();
            text.end();
            return false;
        }
        text.add(next);
        return true;
    }

    /** What was taken for a complete event was not, if no header follows. */
    private void skipRest() throws IOException {
        if (doubtful == CERTAIN) {
            return;
        }
        in.mark(HEADER_START.length);
        byte[] next = in.readNBytes(HEADER_START.length);
        in.reset();
        countsBytes = Arrays.equals(next, HEADER_START);
        if (!countsBytes) {
            // first what is left of a character that had begun
            skipContinuation();
            for (; doubtful > 0 && in.read() >= 0; doubtful--) {
                skipContinuation();
            }
        }
        doubtful = CERTAIN;
    }

    private void skipContinuation() throws IOException {
        while (Utf8Text.isContinuation(peek())) {
            in.skipNBytes(1);
        }
    }

    private int peek() throws IOException {
        in.mark(1);
        int next = in.read();
        in.reset();
        return next;
    }

    /**
     * Whether a header follows, and not the rest of a payload that happens to begin like one: after so many characters that
     * would be followed by a header, or by nothing.
     */
    private boolean isHeaderNext(int missing) throws IOException {
        if (!startsHeader(0)) {
            return false;
        }
        in.mark(MAX_HEADER);
        byte[] ahead = in.readNBytes(Math.min(in.available(), MAX_HEADER - 1));
        in.reset();
        int at = 0;
        for (int skipped = 0; skipped < missing && at < ahead.length; skipped++) {
            at++;
            while (at < ahead.length && Utf8Text.isContinuation(ahead[at])) {
                at++;
            }
            if (skipped == missing - 1 && (at == ahead.length || startsHeader(at))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a header begins after so many bytes. */
    private boolean startsHeader(int after) throws IOException {
        for (int length = 1; length <= HEADER_START.length; length++) {
            if (!isAvailable(after + length)) {
                return false;
            }
            in.mark(after + length);
            in.skipNBytes(after);
            byte[] next = in.readNBytes(length);
            in.reset();
            if (!Arrays.equals(next, 0, length, HEADER_START, 0, length)) {
                return false;
            }
        }
        return true;
    }

    private boolean isAvailable() throws IOException {
        return isAvailable(1);
    }

    /** Waits a moment for so many bytes, unless lengths are known to be in bytes. */
    private boolean isAvailable(int bytes) throws IOException {
        long begin = System.nanoTime();
        while (in.available() < bytes) {
            if (countsBytes || System.nanoTime() - begin > REST_LIMIT.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    /** The beginning of a text, and how far its length is reached in characters; a byte that is no UTF-8 counts as one. */
    private static final class Utf8Text {

        private final ByteArrayOutputStream kept;
        private final int length;
        private int characters;
        private int continuations;

        /** @param length in characters */
        Utf8Text(int length) {
            this.length = length;
            this.kept = new ByteArrayOutputStream(Math.min(length, 256));
        }

        void add(int octet) {
            if (continuations > 0 && isContinuation(octet)) {
                continuations--;
            } else {
                characters++;
                continuations = continuationBytes(octet);
            }
            if (characters <= MAX_PAYLOAD_KEPT) {
                kept.write(octet);
            }
        }

        /** It ends here, be its last character complete or not. */
        void end() {
            continuations = 0;
        }

        int missing() {
            return length - characters;
        }

        boolean isUnfinished() {
            return missing() > 0 || continuations > 0;
        }

        static boolean isContinuation(int octet) {
            return (octet & 0xC0) == 0x80;
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

        @Override
        public String toString() {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}
