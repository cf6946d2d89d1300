package org.superlance.procmon.rpc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Shows the end of a log and what is added to it, until nobody reads it any more or the server ends. */
final class ChunkedLogTail {

    private static final int INITIAL_BYTES = 1_024;
    private static final int CHUNK_SIZE = 64 * 1_024;
    private static final long POLL_INTERVAL_MILLIS = 200;

    private final Path log;
    private final OutputStream out;
    private final CountDownLatch serverEnd;
    private long position;

    ChunkedLogTail(Path log, OutputStream out, CountDownLatch serverEnd) {
        this.log = log;
        this.out = out;
        this.serverEnd = serverEnd;
    }

    void follow() throws IOException, InterruptedException {
        out.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain;charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
                .getBytes(US_ASCII));
        position = Math.max(0, size() - INITIAL_BYTES);
        do {
            long size = size();
            if (size < position) {
                send("==> File truncated <==\n".getBytes(UTF_8));
                position = 0;
            } else if (size > position) {
                send(next(size));
            }
        } while (!serverEnd.await(POLL_INTERVAL_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** A log that was put aside has a successor soon. */
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

    private void send(byte[] bytes) throws IOException {
        if (bytes.length > 0) {
            out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(US_ASCII));
            out.write(bytes);
            out.write("\r\n".getBytes(US_ASCII));
            out.flush();
        }
    }
}
