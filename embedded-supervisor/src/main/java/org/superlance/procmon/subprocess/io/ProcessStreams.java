package org.superlance.procmon.subprocess.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.config.ProgramConfig;
import org.superlance.listener.util.Threads;
import org.superlance.listener.util.VmErrors;
import org.superlance.procmon.log.Sink;
import org.superlance.procmon.spawn.Child;
import org.superlance.procmon.spawn.SpawnException;

/** The logs of one run of a process, from before its start until the end of its output. */
record ProcessStreams(Sink stdout, Sink stderr) {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessStreams.class);
    /** Kept by each of the two threads of a process. */
    private static final int BUFFER_SIZE = 4_096;

    /** As much as supervisord reads at once: what a program writes at once is to be one PROCESS_LOG event. */
    private static final int MAX_PIECE = 128 * 1_024;

    /** As small as the JVM allows: each process has two of these threads. */
    private static final int STACK_SIZE = 128 * 1_024;

    static ProcessStreams open(SubprocessLogs logs) throws SpawnException {
        Sink stdout = Sink.none();
        try {
            stdout = logs.stdout().open();
            return new ProcessStreams(stdout, logs.stderr().open());
        } catch (IOException e) {
            stdout.close();
            throw new SpawnException("cannot open its log: " + e.getMessage(), e);
        }
    }

    void close() {
        stdout.close();
        stderr.close();
    }

    /**
     * Copies the output, each stream on a thread of its own; the future completes at the end of both. The threads are made
     * before the process: where they cannot be, none is started that nobody would read.
     *
     * @param started completes when the process has been started, or could not be
     * @throws OutOfMemoryError if there is no room for a thread
     */
    CompletableFuture<Void> pump(
            ProgramConfig program, CompletableFuture<Child> started, OutputDispatcher dispatcher, Executor loop) {
        CompletableFuture<Void> end =
                start(program.name() + "-stdout", started, Child::stdout, stdout, (pid, piece) -> {
                    if (dispatcher.wantsStdout()) {
                        runOn(loop, () -> dispatcher.stdout(pid, piece));
                    }
                });
        if (program.output().together()) {
            stderr.close();
            return end;
        }
        return CompletableFuture.allOf(
                end, start(program.name() + "-stderr", started, Child::stderr, stderr, (pid, piece) -> {
                    if (dispatcher.wantsStderr()) {
                        runOn(loop, () -> dispatcher.stderr(pid, piece));
                    }
                }));
    }

    /** Waits for the loop, so that a process that writes faster than the loop reads is blocked. */
    private static void runOn(Executor loop, Runnable task) {
        CompletableFuture.runAsync(task, loop).join();
    }

    /** Takes a piece of the output of the process with that pid. */
    @FunctionalInterface
    private interface PieceConsumer {

        void accept(long pid, byte[] piece);
    }

    private static CompletableFuture<Void> start(
            String name,
            CompletableFuture<Child> started,
            Function<Child, InputStream> stream,
            Sink sink,
            PieceConsumer consumer) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Runnable pump = () -> {
            try (sink) {
                Child child = started.join();
                copy(stream.apply(child), sink, piece -> consumer.accept(child.pid(), piece));
            } catch (CompletionException e) {
                LOG.debug("there is no output, because there is no process");
            } finally {
                end.complete(null);
            }
        };
        Threads.start(name, pump, STACK_SIZE);
        return end;
    }

    /** Adds what can be read without waiting, up to the maximum of a piece. */
    private static byte[] withWhatIsThere(byte[] begin, InputStream in) throws IOException {
        byte[] piece = begin;
        int available = in.available();
        while (available > 0 && piece.length < MAX_PIECE) {
            byte[] longer = Arrays.copyOf(piece, piece.length + Math.min(available, MAX_PIECE - piece.length));
            int read = in.read(longer, piece.length, longer.length - piece.length);
            if (read <= 0) {
                return piece;
            }
            piece = Arrays.copyOf(longer, piece.length + read);
            available = in.available();
        }
        return piece;
    }

    private static void copy(InputStream in, Sink sink, Consumer<byte[]> consumer) {
        byte[] buffer = new byte[BUFFER_SIZE];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                copy(buffer, read, in, sink, consumer);
            }
        } catch (IOException e) {
            LOG.debug("cannot read the output of a process: {}", e.getMessage());
        }
    }

    /** Goes on when the heap is full: a program whose output nobody reads stands still. */
    private static void copy(byte[] buffer, int length, InputStream in, Sink sink, Consumer<byte[]> consumer)
            throws IOException {
        try {
            byte[] piece = withWhatIsThere(Arrays.copyOf(buffer, length), in);
            sink.write(piece, 0, piece.length);
            consumer.accept(piece);
        } catch (OutOfMemoryError e) {
            LOG.error("output of a process is lost: {}", VmErrors.sentence(e));
        }
    }
}
