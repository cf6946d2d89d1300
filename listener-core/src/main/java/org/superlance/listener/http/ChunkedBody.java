package org.superlance.listener.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A body in chunks, each with its length before it. */
final class ChunkedBody extends InputStream {

    private static final Pattern SIZE = Pattern.compile("0*([0-9a-fA-F]{1,15})[ \\t]*(?:;.*)?");
    private static final int MAX_SIZE_LINE_LENGTH = 1_024;

    private final InputStream in;
    private final ResponseParser trailers;
    private final HttpFailureMessages messages;
    private long left;
    private boolean first = true;
    private boolean ended;

    ChunkedBody(InputStream in, ResponseParser trailers, HttpFailureMessages messages) {
        this.in = in;
        this.trailers = trailers;
        this.messages = messages;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int read = in.read(buffer, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new PrematureEofException();
        }
        left -= read;
        return read;
    }

    private void nextChunk() throws IOException {
        if (!first && !line().isEmpty()) {
            throw messages.notHttp("a chunk of its answer does not end where it should");
        }
        first = false;
        String line = line();
        Matcher size = SIZE.matcher(line);
        if (!size.matches()) {
            throw messages.notHttp("'" + MessageExcerpt.of(line) + "' is not the size of a chunk");
        }
        left = Long.parseLong(size.group(1), 16);
        if (left == 0) {
            trailers.headers();
            ended = true;
        }
    }

    /** Not out of the budget for headers, which an honest answer in many chunks would use up. */
    private String line() throws IOException {
        return new ResponseParser(in, MAX_SIZE_LINE_LENGTH, messages).line();
    }
}
