package org.superlance.listener.event;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a listener writes on its stdout, as supervisord understands it: {@code READY}, then for each event a
 * {@code RESULT} with {@code OK} or something else, then {@code READY} again. Anything else makes it a listener that
 * nothing more is understood of.
 *
 * <p>Source: supervisord 4.2's documentation, "Event Listener Notification Protocol".
 */
public final class ListenerOutputParser {

    /** What a listener can be found to have said. */
    public interface Handler {

        /** It waits for an event. */
        void onReady();

        /** It has handled the event, or rejected it. */
        void onResult(boolean handled);

        /**
         * It has said what it may not say; nothing more is told of it.
         *
         * @param what the beginning of it, harmless
         */
        void onUnexpectedOutput(String what);
    }

    private enum State {
        READY,
        NOTHING,
        RESULT,
        RESULT_BODY,
        NO_MORE
    }

    private static final int MAX_LINE_LENGTH = 64;
    private static final int MAX_BODY_LENGTH = 64 * 1024;

    private final Handler handler;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private State state = State.READY;
    private int bodyLength;

    public ListenerOutputParser(Handler handler) {
        this.handler = handler;
    }

    /** An event is about to be sent to the listener, which is ready. */
    public void onEventSent() {
        state = State.RESULT;
    }

    /** Takes what has come; a part of an answer waits for the rest of it. */
    public void accept(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length && state != State.NO_MORE; i++) {
            accept(bytes[i]);
        }
    }

    private void accept(byte next) {
        pending.write(next);
        switch (state) {
            case READY, RESULT -> {
                if (next == '\n') {
                    line(bufferedText().stripTrailing());
                } else if (pending.size() > MAX_LINE_LENGTH) {
                    unexpectedOutput();
                }
            }
            case RESULT_BODY -> {
                if (pending.size() == bodyLength) {
                    result(bufferedText());
                }
            }
            case NOTHING, NO_MORE -> unexpectedOutput();
        }
    }

    private void line(String line) {
        if (state == State.READY && line.equals("READY")) {
            state = State.NOTHING;
            handler.onReady();
        } else if (state == State.RESULT && line.matches("RESULT \\d{1,5}")) {
            bodyLength = Integer.parseInt(line.substring("RESULT ".length()));
            state = State.RESULT_BODY;
            if (bodyLength == 0) {
                result("");
            } else if (bodyLength > MAX_BODY_LENGTH) {
                unexpectedOutput(line);
            }
        } else {
            unexpectedOutput(line);
        }
    }

    private void result(String body) {
        state = State.READY;
        handler.onResult(body.equals("OK"));
    }

    private void unexpectedOutput() {
        unexpectedOutput(bufferedText());
    }

    private void unexpectedOutput(String what) {
        state = State.NO_MORE;
        handler.onUnexpectedOutput(EventHeader.quote(what));
    }

    private String bufferedText() {
        String text = pending.toString(StandardCharsets.UTF_8);
        pending.reset();
        return text;
    }
}
