package org.superlance.listener.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.superlance.listener.http.HttpHeadReader.HttpSyntaxException;
import org.superlance.listener.util.Ascii;
import org.superlance.listener.util.TextSanitizer;

/**
 * Streams that end where the body of a response does. They throw {@link EOFException} if the connection ends before.
 */
final class BodyStreams {

    private BodyStreams() {}

    /** A body of so many bytes. */
    static InputStream fixedLength(InputStream in, long length) {
        return new FixedLength(in, length);
    }

    /**
     * A body whose length counts either bytes or characters of UTF-8, unknown which: supervisord 4.2 counts the
     * characters of a deferred response and the bytes of an immediate one. The body is complete when so many characters
     * were read, or when the connection ends after at least so many bytes. The connection must be one that the server
     * closes.
     */
    static InputStream characterCounted(InputStream in, long length) {
        return new CharacterCounted(in, length);
    }

    /**
     * A body in chunks, each with its length before it.
     *
     * @param trailers reads the trailers, within what is left of the limit for headers
     */
    static InputStream chunked(InputStream in, HttpHeadReader trailers) {
        return new Chunked(in, trailers);
    }

    /** The connection ended before the response did; the client knows how much was received and what that means. */
    static EOFException prematureEof() {
        return new EOFException("connection closed too early");
    }

    private abstract static class Blockwise extends InputStream {

        @Override
        public final int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public final int read(byte[] buffer, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, buffer.length);
            return length == 0 ? 0 : readSome(buffer, offset, length);
        }

        /** @param length at least 1 */
        abstract int readSome(byte[] buffer, int offset, int length) throws IOException;

        static int readFrom(InputStream in, byte[] buffer, int offset, long length) throws IOException {
            int read = in.read(buffer, offset, (int) length);
            if (read < 0) {
                throw prematureEof();
            }
            return read;
        }
    }

    private static final class FixedLength extends Blockwise {

        private final InputStream in;
        private long left;

        FixedLength(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        @Override
        int readSome(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = readFrom(in, buffer, offset, Math.min(length, left));
            left -= read;
            return read;
        }
    }

    private static final class Chunked extends Blockwise {

        private static final String HEXADECIMAL = Ascii.DIGITS + "ABCDEFabcdef";
        /** After leading zeros: more would not fit into a long. */
        private static final int MAX_DIGITS = 15;

        private static final int MAX_SIZE_LINE_LENGTH = 1_024;

        private final InputStream in;
        private final HttpHeadReader trailers;
        private long left;
        private boolean first = true;
        private boolean ended;

        Chunked(InputStream in, HttpHeadReader trailers) {
            this.in = in;
            this.trailers = trailers;
        }

        @Override
        int readSome(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0 && !ended) {
                nextChunk();
            }
            if (ended) {
                return -1;
            }
            int read = readFrom(in, buffer, offset, Math.min(length, left));
            left -= read;
            return read;
        }

        private void nextChunk() throws IOException {
            if (!first && !line().isEmpty()) {
                throw new HttpSyntaxException("chunk not terminated");
            }
            first = false;
            String line = line();
            left = size(line);
            if (left < 0) {
                throw new HttpSyntaxException("invalid chunk size '" + TextSanitizer.excerpt(line) + "'");
            }
            if (left == 0) {
                trailers.headers();
                ended = true;
            }
        }

        /** The number that a line begins with, before spaces and an extension; -1 if it is no such line. */
        private static long size(String line) {
            int begin = Ascii.endOf(line, "0", 0);
            int end = Ascii.endOf(line, HEXADECIMAL, begin);
            int extension = Ascii.endOf(line, " \t", end);
            boolean valid = end > 0
                    && end - begin <= MAX_DIGITS
                    && (extension == line.length() || line.charAt(extension) == ';')
                    && HttpSyntax.isOneLine(line, extension);
            return !valid ? -1 : begin == end ? 0 : Long.parseLong(line, begin, end, 16);
        }

        /** Not within the limit for headers, which a legitimate response in many chunks would exceed. */
        private String line() throws IOException {
            return new HttpHeadReader(in, MAX_SIZE_LINE_LENGTH).line();
        }
    }

    private static final class CharacterCounted extends InputStream {

        private final InputStream in;
        private long charactersLeft;
        private long bytesLeft;
        private int continuation;

        CharacterCounted(InputStream in, long length) {
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
                    throw prematureEof();
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
}
