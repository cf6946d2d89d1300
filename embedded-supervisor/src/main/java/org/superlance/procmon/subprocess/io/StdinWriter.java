package org.superlance.procmon.subprocess.io;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Writes to the stdin of a process without waiting; the process may not read it. */
final class StdinWriter {

    private static final int MAX_PENDING = 1 << 20;

    private static final class Chunk {
        private final byte[] bytes;
        private final Runnable failed;

        private Chunk(byte[] bytes, Runnable failed) {
            this.bytes = bytes;
            this.failed = failed;
        }
    }

    private final OutputStream out;
    private final Executor writers;
    private final Deque<Chunk> waiting = new ArrayDeque<>();
    private int bytesWaiting;
    private boolean writing;
    private boolean broken;

    StdinWriter(OutputStream out, Executor writers) {
        this.out = out;
        this.writers = writers;
    }

    /** False if the queue is full or the pipe is broken. */
    synchronized boolean write(byte[] bytes, Runnable failed) {
        if (broken || bytesWaiting + bytes.length > MAX_PENDING) {
            return false;
        }
        waiting.addLast(new Chunk(bytes, failed));
        bytesWaiting += bytes.length;
        if (!writing) {
            writing = true;
            writers.execute(this::drain);
        }
        return true;
    }

    private void drain() {
        for (Chunk chunk = next(); chunk != null; chunk = next()) {
            try {
                out.write(chunk.bytes);
                out.flush();
            } catch (IOException e) {
                fail(chunk);
            }
        }
    }

    private synchronized @Nullable Chunk next() {
        Chunk chunk = waiting.pollFirst();
        if (chunk == null) {
            writing = false;
        } else {
            bytesWaiting -= chunk.bytes.length;
        }
        return chunk;
    }

    private synchronized void fail(Chunk unwritten) {
        broken = true;
        unwritten.failed.run();
        waiting.forEach(chunk -> chunk.failed.run());
        waiting.clear();
        bytesWaiting = 0;
    }
}
