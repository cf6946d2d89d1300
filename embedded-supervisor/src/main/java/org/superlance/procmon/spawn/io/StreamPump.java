package org.superlance.procmon.spawn.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.Threads;
import org.superlance.procmon.log.Sink;

/** Takes what a process writes, on a thread of its own, to its log and to whoever wants to know. */
final class StreamPump implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamPump.class);
    private static final int BUFFER = 4_096;

    /** As small as the JVM allows: there are two for each process. */
    private static final int STACK = 128 * 1_024;

    private final InputStream in;
    private final Sink sink;
    private final Optional<Consumer<byte[]>> taker;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private StreamPump(InputStream in, Sink sink, Optional<Consumer<byte[]>> taker) {
        this.in = in;
        this.sink = sink;
        this.taker = taker;
    }

    /** The future completes when everything has been taken. */
    static CompletableFuture<Void> start(String name, InputStream in, Sink sink, Optional<Consumer<byte[]>> taker) {
        StreamPump streamPump = new StreamPump(in, sink, taker);
        Threads.start(name, streamPump, STACK);
        return streamPump.end;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[BUFFER];
        try (sink) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sink.write(buffer, 0, read);
                if (taker.isPresent()) {
                    taker.get().accept(Arrays.copyOf(buffer, read));
                }
            }
        } catch (IOException e) {
            LOG.debug("The output of a process cannot be read any more: {}", e.getMessage());
        } finally {
            end.complete(null);
        }
    }
}
