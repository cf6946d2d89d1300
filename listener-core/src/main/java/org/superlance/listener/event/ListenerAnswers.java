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
public final class ListenerAnswers {

    /** What a listener can be found to have said. */
    public interface Recipient {

        /** It waits for an event. */
        void ready();

        /** It has handled the event, or rejected it. */
        void result(boolean handled);

        /**
         * It has said what it may not say; nothing more is told of it.
         *
         * @param what the beginning of it, harmless
         */
        void garbled(String what);
    }

    private enum Expecting {
        READY,
        NOTHING,
        RESULT,
        RESULT_BODY,
        NO_MORE
    }

    private static final int LONGEST_LINE = 64;
    private static final int LONGEST_BODY = 64 * 1024;

    private final Recipient recipient;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private Expecting expecting = Expecting.READY;
    private int bodyLength;

    public ListenerAnswers(Recipient recipient) {
        this.recipient = recipient;
    }

    /** An event is about to be sent to the listener, which is ready. */
    public void sent() {
        expecting = Expecting.RESULT;
    }

    /** Takes what has come; a part of an answer waits for the rest of it. */
    public void take(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length && expecting != Expecting.NO_MORE; i++) {
            take(bytes[i]);
        }
    }

    private void take(byte next) {
        pending.write(next);
        switch (expecting) {
            case READY, RESULT -> {
                if (next == '\n') {
                    line(taken().stripTrailing());
                } else if (pending.size() > LONGEST_LINE) {
                    garbled();
                }
            }
            case RESULT_BODY -> {
                if (pending.size() == bodyLength) {
                    result(taken());
                }
            }
            case NOTHING, NO_MORE -> garbled();
        }
    }

    private void line(String line) {
        if (expecting == Expecting.READY && line.equals("READY")) {
            expecting = Expecting.NOTHING;
            recipient.ready();
        } else if (expecting == Expecting.RESULT && line.matches("RESULT \\d{1,5}")) {
            bodyLength = Integer.parseInt(line.substring("RESULT ".length()));
            expecting = Expecting.RESULT_BODY;
            if (bodyLength == 0) {
                result("");
            } else if (bodyLength > LONGEST_BODY) {
                garbled(line);
            }
        } else {
            garbled(line);
        }
    }

    private void result(String body) {
        expecting = Expecting.READY;
        recipient.result(body.equals("OK"));
    }

    private void garbled() {
        garbled(taken());
    }

    private void garbled(String what) {
        expecting = Expecting.NO_MORE;
        recipient.garbled(EventHeader.quote(what));
    }

    private String taken() {
        String text = pending.toString(StandardCharsets.UTF_8);
        pending.reset();
        return text;
    }
}
