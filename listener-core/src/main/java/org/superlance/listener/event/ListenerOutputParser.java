package org.superlance.listener.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.superlance.listener.util.Ascii;
import org.superlance.listener.util.TextSanitizer;

/**
 * Parses the stdout of a listener as supervisord does: {@code READY}, then for each event a {@code RESULT} with
 * {@code OK} or something else, then {@code READY} again. After anything else the state is UNKNOWN and the rest is
 * ignored. All sizes are bounded. Not thread-safe.
 *
 * <p>Source: supervisord 4.2's documentation, "Event Listener Notification Protocol".
 */
public final class ListenerOutputParser {

    /** The state of a listener, with supervisord's names. */
    public enum State {
        /** It has not written READY yet. */
        ACKNOWLEDGED,
        /** It waits for an event. */
        READY,
        /** It is handling an event. */
        BUSY,
        /** It has violated the protocol and gets no more events until it is restarted. */
        UNKNOWN
    }

    /** Receives what was parsed. */
    public interface Handler {

        /** The listener waits for an event. */
        void onReady();

        /**
         * The listener has answered the event.
         *
         * @param result what it has sent after RESULT, at most 500,000 bytes; see {@link #isOk}
         */
        void onResult(String result);

        /**
         * The listener has violated the protocol; nothing more is reported.
         *
         * @param what the start of the unexpected output, sanitized
         */
        void onUnexpectedOutput(String what);

        /** The state has changed; called before the other methods. */
        default void onStateChange(State from, State to) {}
    }

    private static final byte[] READY_LINE = "READY\n".getBytes(UTF_8);
    private static final String RESULT = "RESULT";
    private static final int MAX_DIGITS = 6;
    private static final String OK = "OK";
    private static final int MAX_LINE_LENGTH = 200;
    /** Room for the largest event, should a listener repeat it, with three bytes for each that is no UTF-8. */
    private static final int MAX_RESULT_LENGTH = 500_000;

    private final Handler handler;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private State state = State.ACKNOWLEDGED;
    private int resultLength = -1;

    public ListenerOutputParser(Handler handler) {
        this.handler = handler;
    }

    /** Whether that result says that the event was handled, as supervisord's own result handler understands it. */
    public static boolean isOk(String result) {
        return result.equals(OK);
    }

    public State state() {
        return state;
    }

    /** An event is about to be sent to the listener, which is ready. */
    public void onEventSent() {
        enter(State.BUSY);
    }

    /** The event could not be sent; the listener must write READY again. */
    public void onSendFailed() {
        enter(State.ACKNOWLEDGED);
    }

    /** The result that was just reported means nothing to whoever it is for: the listener gets no more events. */
    public void onBadResult() {
        pending.reset();
        enter(State.UNKNOWN);
    }

    /** Takes more output; an incomplete line or result is kept until the rest arrives. */
    public void accept(byte[] bytes, int offset, int length) {
        if (state == State.UNKNOWN) {
            return;
        }
        pending.write(bytes, offset, length);
        boolean complete = true;
        while (complete && pending.size() > 0) {
            complete = switch (state) {
                case ACKNOWLEDGED -> consumeReady();
                case BUSY -> resultLength < 0 ? consumeResultLine() : consumeResult();
                case READY, UNKNOWN -> unexpected(pending.size());
            };
        }
    }

    /** Like the other consume methods, false if more output is needed. */
    private boolean consumeReady() {
        byte[] bytes = pending.toByteArray();
        int length = Math.min(bytes.length, READY_LINE.length);
        if (!Arrays.equals(bytes, 0, length, READY_LINE, 0, length)) {
            return unexpected(bytes.length);
        }
        if (bytes.length < READY_LINE.length) {
            return false;
        }
        drop(READY_LINE.length);
        enter(State.READY);
        handler.onReady();
        return true;
    }

    private boolean consumeResultLine() {
        byte[] bytes = pending.toByteArray();
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        if (end > MAX_LINE_LENGTH) {
            return unexpected(bytes.length);
        }
        if (end == bytes.length) {
            return false;
        }
        int announced = announcedLength(new String(bytes, 0, end, UTF_8));
        if (announced < 0 || announced > MAX_RESULT_LENGTH) {
            return unexpected(end);
        }
        resultLength = announced;
        drop(end + 1);
        return consumeResult();
    }

    /** The number behind RESULT, with white space before and perhaps behind it; -1 if the line is something else. */
    private static int announcedLength(String line) {
        int start = Ascii.endOf(line, Ascii.WHITE_SPACE, RESULT.length());
        int end = Ascii.endOf(line, Ascii.DIGITS, start);
        boolean isResult = line.startsWith(RESULT)
                && start > RESULT.length()
                && end > start
                && end <= start + MAX_DIGITS
                && Ascii.endOf(line, Ascii.WHITE_SPACE, end) == line.length();
        return isResult ? Integer.parseInt(line, start, end, 10) : -1;
    }

    private boolean consumeResult() {
        byte[] bytes = pending.toByteArray();
        if (bytes.length < resultLength) {
            return false;
        }
        String result = new String(bytes, 0, resultLength, UTF_8);
        drop(resultLength);
        enter(State.ACKNOWLEDGED);
        handler.onResult(result);
        return true;
    }

    private boolean unexpected(int length) {
        String what = new String(pending.toByteArray(), 0, Math.min(length, MAX_LINE_LENGTH), UTF_8);
        pending.reset();
        enter(State.UNKNOWN);
        handler.onUnexpectedOutput(TextSanitizer.excerpt(what));
        return false;
    }

    private void drop(int length) {
        byte[] bytes = pending.toByteArray();
        pending.reset();
        pending.write(bytes, length, bytes.length - length);
    }

    private void enter(State next) {
        State before = state;
        state = next;
        resultLength = -1;
        handler.onStateChange(before, next);
    }
}
