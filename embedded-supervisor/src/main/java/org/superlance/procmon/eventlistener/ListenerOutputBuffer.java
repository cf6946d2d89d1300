package org.superlance.procmon.eventlistener;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a listener writes on its stdout, put together from pieces. Everything is bounded. */
final class ListenerOutputBuffer {

    private static final byte[] READY = "READY\n".getBytes(UTF_8);
    private static final Pattern RESULT = Pattern.compile("RESULT\\s+(\\d{1,6})\\s*");
    private static final int MAX_LINE_LENGTH = 200;
    private static final int MAX_RESULT_LENGTH = 100_000;

    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private int resultLength = -1;

    void clear() {
        buffer.reset();
        resultLength = -1;
    }

    void add(byte[] bytes) {
        buffer.writeBytes(bytes);
    }

    boolean isEmpty() {
        return buffer.size() == 0;
    }

    /** What has come where something else was expected. */
    static final class Garbage extends Exception {
        private static final long serialVersionUID = 1L;

        Garbage(String text) {
            super(text, null, false, false);
        }
    }

    /** Takes {@code READY}; false if it has not come yet. */
    boolean consumeReady() throws Garbage {
        byte[] bytes = buffer.toByteArray();
        int length = Math.min(bytes.length, READY.length);
        if (!Arrays.equals(bytes, 0, length, READY, 0, length)) {
            throw new Garbage(text(bytes));
        }
        if (bytes.length < READY.length) {
            return false;
        }
        drop(READY.length);
        return true;
    }

    /** Takes a result with its line; empty if it has not come yet. */
    Optional<String> consumeResult() throws Garbage {
        if (resultLength < 0 && !consumeResultLine()) {
            return Optional.empty();
        }
        byte[] bytes = buffer.toByteArray();
        if (bytes.length < resultLength) {
            return Optional.empty();
        }
        String result = new String(bytes, 0, resultLength, UTF_8);
        drop(resultLength);
        resultLength = -1;
        return Optional.of(result);
    }

    private boolean consumeResultLine() throws Garbage {
        byte[] bytes = buffer.toByteArray();
        String text = new String(bytes, ISO_8859_1);
        int end = text.indexOf('\n');
        if (end > MAX_LINE_LENGTH || (end < 0 && bytes.length > MAX_LINE_LENGTH)) {
            throw new Garbage(text(bytes));
        }
        if (end < 0) {
            return false;
        }
        Matcher line = RESULT.matcher(text.substring(0, end));
        if (!line.matches() || Integer.parseInt(line.group(1)) > MAX_RESULT_LENGTH) {
            throw new Garbage(text(Arrays.copyOf(bytes, end)));
        }
        resultLength = Integer.parseInt(line.group(1));
        drop(end + 1);
        return true;
    }

    private void drop(int length) {
        byte[] bytes = buffer.toByteArray();
        buffer.reset();
        buffer.write(bytes, length, bytes.length - length);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, 0, Math.min(bytes.length, MAX_LINE_LENGTH), UTF_8);
    }
}
