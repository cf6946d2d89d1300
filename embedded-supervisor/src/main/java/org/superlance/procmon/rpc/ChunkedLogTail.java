package org.superlance.procmon.rpc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * Sends the end of a log and what is appended to it, until the client or the server closes the connection, or the client has
 * read nothing for a minute although there was something to read.
 */
final class ChunkedLogTail {

    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain;charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final int INITIAL_BYTES = 1_024;
    private static final int CHUNK_SIZE = 16 * 1_024;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
    private static final Duration WRITE_TIMEOUT = Duration.ofMinutes(1);

    private final Path log;
    private final SocketChannel channel;
    private final ByteBuffer ignored = ByteBuffer.allocate(1_024);
    private long position;

    ChunkedLogTail(Path log, SocketChannel channel) {
        this.log = log;
        this.channel = channel;
    }

    /** Returns when the client has closed the connection. */
    void follow() throws IOException {
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            write(HEAD.getBytes(US_ASCII), key);
            position = Math.max(0, size() - INITIAL_BYTES);
            do {
                sendAll(key);
            } while (isOpenAfterPause(key));
        }
    }

    /** Up to the end that the log has at the start: whether the client is there is looked at in between. */
    private void sendAll(SelectionKey key) throws IOException {
        long end = size();
        sendNext(key, end);
        while (position < end && size() >= end) {
            sendNext(key, end);
        }
    }

    private void sendNext(SelectionKey key, long size) throws IOException {
        if (size < position) {
            send("==> File truncated <==\n".getBytes(UTF_8), key);
            position = 0;
        } else if (size > position) {
            send(next(size), key);
        }
    }

    /** A client that has gone shows by the end of its input, and in no other way while the log does not grow. */
    private boolean isOpenAfterPause(SelectionKey key) throws IOException {
        key.selector().select(POLL_INTERVAL.toMillis());
        key.selector().selectedKeys().clear();
        return key.isValid() && channel.read(ignored.clear()) >= 0;
    }

    /** A log that was rotated exists again soon. */
    private long size() throws IOException {
        return Files.exists(log) ? Files.size(log) : position;
    }

    private byte[] next(long size) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(log.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(CHUNK_SIZE, size - position)];
            in.seek(position);
            int read = Math.max(0, in.read(bytes));
            position += read;
            return Arrays.copyOf(bytes, read);
        }
    }

    private void send(byte[] bytes, SelectionKey key) throws IOException {
        if (bytes.length > 0) {
            ByteArrayOutputStream chunk = new ByteArrayOutputStream(bytes.length + 16);
            chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(US_ASCII));
            chunk.writeBytes(bytes);
            chunk.writeBytes("\r\n".getBytes(US_ASCII));
            write(chunk.toByteArray(), key);
        }
    }

    private void write(byte[] bytes, SelectionKey key) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        channel.write(left);
        key.interestOps(SelectionKey.OP_WRITE);
        while (left.hasRemaining()) {
            int ready = key.selector().select(WRITE_TIMEOUT.toMillis());
            key.selector().selectedKeys().clear();
            if (ready == 0) {
                throw new IOException("the client does not read");
            }
            channel.write(left);
        }
        key.interestOps(SelectionKey.OP_READ);
    }
}
