package org.superlance.listener.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs a command that gets nothing of ours and may not take more than so much time and output. */
final class CommandExecutor {

    private static final int MAX_OUTPUT = 16 << 20;
    private static final int MAX_QUOTED = 200;

    private final List<String> command;
    private final Duration limit;

    CommandExecutor(List<String> command, Duration limit) {
        this.command = List.copyOf(command);
        this.limit = limit;
    }

    /** What it wrote on stdout and stderr. */
    byte[] output() throws ProcessTableException {
        Process process = start();
        try {
            CompletableFuture<byte[]> reading = read(process.getInputStream());
            byte[] output = reading.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (output.length > MAX_OUTPUT) {
                throw failure("printed more than 16MB", null);
            }
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failure("closed its output but did not end", null);
            }
            if (process.exitValue() != 0) {
                throw failure("ended with status " + process.exitValue() + " and said: " + quote(output), null);
            }
            return output;
        } catch (TimeoutException e) {
            throw failure("did not answer within " + limit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw failure("could not be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was given up because this command is stopping", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start() throws ProcessTableException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectInput(new File("/dev/null")).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        try {
            return builder.start();
        } catch (IOException e) {
            throw failure("cannot be started (" + e.getMessage() + "); install the package procps", e);
        }
    }

    private CompletableFuture<byte[]> read(InputStream stream) {
        CompletableFuture<byte[]> output = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try (stream) {
                        output.complete(stream.readNBytes(MAX_OUTPUT + 1));
                    } catch (IOException e) {
                        output.completeExceptionally(e);
                    }
                },
                command.get(0) + " output");
        reader.setDaemon(true);
        reader.start();
        return output;
    }

    private ProcessTableException failure(String what, @Nullable Throwable cause) {
        return new ProcessTableException(
                "the processes cannot be listed: the command '" + String.join(" ", command) + "' " + what, cause);
    }

    private static String quote(byte[] output) {
        String text = new String(output, 0, Math.min(MAX_QUOTED, output.length), StandardCharsets.UTF_8);
        return text.isBlank() ? "nothing" : text.strip().replaceAll("\\p{Cntrl}+", " / ");
    }
}
