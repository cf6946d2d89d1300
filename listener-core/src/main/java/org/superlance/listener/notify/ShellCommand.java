package org.superlance.listener.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.TextSanitizer;

/**
 * One run of a shell command line. The input is written and the output is read by threads of their own, because a command
 * may ignore the one and a grandchild may keep the other open; neither is waited for longer than a moment after the
 * shell has ended.
 */
final class ShellCommand {

    private static final Logger LOG = LoggerFactory.getLogger(ShellCommand.class);
    private static final int MAX_OUTPUT = 4 << 10;
    private static final long OUTPUT_GRACE_MILLIS = 500;
    private static final long KILL_GRACE_MILLIS = 2_000;

    private final Process process;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    private ShellCommand(Process process) {
        this.process = process;
    }

    /**
     * What came of it.
     *
     * @param status the exit status; empty if the command had to be killed
     * @param output the first 4 KiB of stdout and stderr, as one harmless line
     */
    record Outcome(OptionalInt status, String output) {}

    /** Runs the command line with {@code /bin/sh} and this environment and nothing else; an interrupt kills it. */
    static Outcome run(String commandLine, Map<String, String> environment, byte[] input, Duration limit)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", commandLine).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new ShellCommand(builder.start()).run(input, limit);
    }

    private Outcome run(byte[] input, Duration limit) throws InterruptedException {
        daemon("command's input", () -> write(input));
        Thread reader = daemon("command's output", this::read);
        boolean ended = false;
        try {
            ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            if (!ended) {
                kill();
            }
        }
        reader.join(OUTPUT_GRACE_MILLIS);
        return new Outcome(ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty(), output());
    }

    private void write(byte[] input) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input);
        } catch (IOException e) {
            LOG.debug("A command did not read all of its input ({}); its exit status decides.", e.getMessage());
        }
    }

    private void read() {
        byte[] buffer = new byte[1 << 10];
        try (InputStream stdout = process.getInputStream()) {
            for (int count = stdout.read(buffer); count >= 0; count = stdout.read(buffer)) {
                keep(buffer, count);
            }
        } catch (IOException e) {
            LOG.debug("A command's output ended early: {}.", e.getMessage());
        }
    }

    private void keep(byte[] buffer, int count) {
        synchronized (output) {
            output.write(buffer, 0, Math.min(count, MAX_OUTPUT - output.size()));
        }
    }

    private String output() {
        synchronized (output) {
            return TextSanitizer.singleLine(output.toString(UTF_8), MAX_OUTPUT);
        }
    }

    /** First the shell, so that it starts nothing more; its children are looked up before they lose their parent. */
    private void kill() throws InterruptedException {
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            ProcessHandle[] children = descendants.toArray(ProcessHandle[]::new);
            process.destroyForcibly();
            for (ProcessHandle child : children) {
                child.destroyForcibly();
            }
        }
        process.waitFor(KILL_GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
