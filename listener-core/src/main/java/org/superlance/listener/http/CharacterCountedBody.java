package org.superlance.listener.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * A body whose length counts either bytes or characters of UTF-8, nobody knows which: supervisord 4.2 counts the
 * characters of an answer that it gives late and the bytes of one that it gives at once. The body is complete when so
 * many characters have come, or when the connection ends after at least so many bytes. The connection must be one that
 * the server closes.
 */
final class CharacterCountedBody extends InputStream {

    private final InputStream in;
    private long charactersLeft;
    private long bytesLeft;
    private int continuation;

    CharacterCountedBody(InputStream in, long length) {
        this.in = in;
        this.charactersLeft = length;
        this.bytesLeft = length;
    }

    @Override
    public int read() throws IOException {
        if (charactersLeft == 0 && continuation == 0) {
            return -1;
        }
        int next = in.read();
        if (next < 0) {
            if (bytesLeft > 0) {
                throw new PrematureEofException();
            }
            return -1;
        }
        bytesLeft--;
        if ((next & 0xc0) == 0x80) {
            continuation = Math.max(0, continuation - 1);
        } else {
            charactersLeft--;
            continuation = next >= 0xf0 ? 3 : next >= 0xe0 ? 2 : next >= 0xc0 ? 1 : 0;
        }
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        int count = 0;
        while (count < length) {
            int next = read();
            if (next < 0) {
                return count == 0 ? -1 : count;
            }
            buffer[offset + count++] = (byte) next;
        }
        return count;
    }
}
