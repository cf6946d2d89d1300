package org.superlance.listener.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A body of known length. */
final class FixedLengthBody extends InputStream {

    private final InputStream in;
    private long left;

    FixedLengthBody(InputStream in, long length) {
        this.in = in;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (left == 0 || length == 0) {
            return left == 0 ? -1 : 0;
        }
        int read = in.read(buffer, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new PrematureEofException();
        }
        left -= read;
        return read;
    }
}
