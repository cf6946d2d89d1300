package org.superlance.procmon.subprocess.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.config.ProgramConfig;
import org.superlance.listener.util.Threads;
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

    /** Copies the output, each stream on a thread of its own; the future completes at the end of both. */
    CompletableFuture<Void> pump(ProgramConfig program, Child child, OutputDispatcher dispatcher, Executor loop) {
        long pid = child.pid();
        Optional<Consumer<byte[]>> out = dispatcher.wantsStdout()
                ? Optional.of(onLoop(loop, bytes -> dispatcher.stdout(pid, bytes)))
                : Optional.empty();
        CompletableFuture<Void> end = start(program.name() + "-stdout", child.stdout(), stdout, out);
        if (program.output().together()) {
            stderr.close();
            return end;
        }
        Optional<Consumer<byte[]>> err = dispatcher.wantsStderr()
                ? Optional.of(onLoop(loop, bytes -> dispatcher.stderr(pid, bytes)))
                : Optional.empty();
        return CompletableFuture.allOf(end, start(program.name() + "-stderr", child.stderr(), stderr, err));
    }

    /** Waits for the loop, so that a process that writes faster than the loop reads is blocked. */
    private static Consumer<byte[]> onLoop(Executor loop, Consumer<byte[]> consumer) {
        return bytes ->
                CompletableFuture.runAsync(() -> consumer.accept(bytes), loop).join();
    }

    private static CompletableFuture<Void> start(
            String name, InputStream in, Sink sink, Optional<Consumer<byte[]>> consumer) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Threads.start(name, () -> copy(in, sink, consumer, end), STACK_SIZE);
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

    private static void copy(
            InputStream in, Sink sink, Optional<Consumer<byte[]>> consumer, CompletableFuture<Void> end) {
        byte[] buffer = new byte[BUFFER_SIZE];
        try (sink) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                byte[] piece = withWhatIsThere(Arrays.copyOf(buffer, read), in);
                sink.write(piece, 0, piece.length);
                if (consumer.isPresent()) {
                    consumer.get().accept(piece);
                }
            }
        } catch (IOException e) {
            LOG.debug("cannot read the output of a process: {}", e.getMessage());
        } finally {
            end.complete(null);
        }
    }
}
