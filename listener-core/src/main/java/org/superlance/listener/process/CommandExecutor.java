package org.superlance.listener.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.Threads;

/**
 * Runs an external command with limits on time and output. The input is written and the output is
 * read by threads of their own, because a command may ignore the one and a grandchild may keep the other open. A
 * command that takes too long is killed with all its descendants, and so is one whose caller is interrupted.
 */
public final class CommandExecutor {

    private static final long KILL_GRACE_MILLIS = 2_000;

    private final List<String> command;
    private final Consumer<Map<String, String>> environment;
    private final Limits limits;

    /**
     * The limits of a command.
     *
     * @param time until it has ended
     * @param outputGrace after that, until its output has ended too; a grandchild that keeps it open is not waited for
     * @param output in bytes of stdout and stderr together
     * @param isMoreOutputFatal whether it is killed for more output; otherwise that is read and thrown away
     */
    public record Limits(Duration time, Duration outputGrace, int output, boolean isMoreOutputFatal) {}

    /** @param environment changes that of this process to what the command gets */
    public CommandExecutor(List<String> command, Consumer<Map<String, String>> environment, Limits limits) {
        this.command = List.copyOf(command);
        this.environment = environment;
        this.limits = limits;
    }

    /** Runs a command whose output is to be understood: it gets our environment, and the locale C. */
    public static CommandExecutor inLocaleC(List<String> command, Limits limits) {
        return new CommandExecutor(command, CommandExecutor::setLocaleC, limits);
    }

    /** Runs a command line with {@code /bin/sh}. */
    public static CommandExecutor ofShell(
            String commandLine, Consumer<Map<String, String>> environment, Limits limits) {
        return new CommandExecutor(List.of("/bin/sh", "-c", commandLine), environment, limits);
    }

    /**
     * Runs it with {@code /dev/null} for its input, and waits.
     *
     * @throws IOException if it cannot be started
     */
    public Outcome run() throws IOException, InterruptedException {
        return new Run(start(true), limits).await();
    }

    /** Runs it with this input, of which it may leave as much as it likes, and waits. */
    public Outcome run(byte[] input) throws IOException, InterruptedException {
        Run run = new Run(start(false), limits);
        run.thread("command's input", () -> run.write(input));
        return run.await();
    }

    private Process start(boolean nothingToRead) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (nothingToRead) {
            builder.redirectInput(new File("/dev/null"));
        }
        environment.accept(builder.environment());
        return builder.start();
    }

    /** The result of a command. */
    public static final class Outcome {

        private final @Nullable Integer status;
        private final byte[] output;
        private final boolean tooLong;
        private final boolean complete;

        private Outcome(@Nullable Integer status, byte[] output, boolean tooLong, boolean complete) {
            this.status = status;
            this.output = output;
            this.tooLong = tooLong;
            this.complete = complete;
        }

        /** The exit status; empty if it had to be killed. */
        public OptionalInt status() {
            return status == null ? OptionalInt.empty() : OptionalInt.of(status);
        }

        /** Whether it exited with status 0. */
        public boolean isSuccess() {
            return status != null && status == 0;
        }

        /** The beginning of what it wrote on stdout and stderr. */
        public String text() {
            return new String(output, UTF_8);
        }

        /** The same as {@link #text()}, not to be changed. */
        byte[] bytes() {
            return output;
        }

        /** Whether there was more output than is allowed. */
        boolean isOutputTooLong() {
            return tooLong;
        }

        /** Whether its output has ended, and by itself. */
        boolean isOutputComplete() {
            return complete;
        }
    }

    /** One run of the command. */
    private static final class Run {

        private final Process process;
        private final Limits limits;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private boolean tooLong;
        private boolean complete;

        Run(Process process, Limits limits) {
            this.process = process;
            this.limits = limits;
        }

        Outcome await() throws InterruptedException {
            Thread reader = thread("command's output", this::read);
            boolean ended = false;
            boolean closed = false;
            try {
                ended = process.waitFor(limits.time().toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                if (!ended) {
                    closed = isComplete();
                    kill();
                    process.waitFor(KILL_GRACE_MILLIS, TimeUnit.MILLISECONDS);
                }
            }
            reader.join(limits.outputGrace().toMillis());
            synchronized (kept) {
                return new Outcome(
                        ended ? process.exitValue() : null, kept.toByteArray(), tooLong, ended ? complete : closed);
            }
        }

        /** A command that nobody reads from or writes to must not run on by itself. */
        Thread thread(String name, Runnable work) {
            try {
                return Threads.start(name, work);
            } catch (OutOfMemoryError e) {
                process.destroyForcibly();
                throw e;
            }
        }

        private boolean isComplete() {
            synchronized (kept) {
                return complete;
            }
        }

        void write(byte[] input) {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input);
            } catch (IOException e) {
                log().debug("command did not read all of its input: {}; its exit status decides", e.getMessage());
            }
        }

        private void read() {
            byte[] buffer = new byte[8 << 10];
            try (InputStream stdout = process.getInputStream()) {
                for (int count = stdout.read(buffer); count >= 0; count = stdout.read(buffer)) {
                    keep(buffer, count);
                }
                synchronized (kept) {
                    complete = true;
                }
            } catch (IOException e) {
                log().debug("output of a command ended early: {}", e.getMessage());
            }
        }

        private void keep(byte[] buffer, int count) {
            synchronized (kept) {
                int room = limits.output() - kept.size();
                kept.write(buffer, 0, Math.min(count, room));
                if (count > room && limits.isMoreOutputFatal() && !tooLong) {
                    kill();
                }
                tooLong |= count > room;
            }
        }

        /**
         * Kills the command first, so that it starts nothing more; its children are listed before they lose their
         * parent.
         */
        private void kill() {
            try (Stream<ProcessHandle> descendants = process.descendants()) {
                ProcessHandle[] children = descendants.toArray(ProcessHandle[]::new);
                process.destroyForcibly();
                for (ProcessHandle child : children) {
                    child.destroyForcibly();
                }
            }
        }
    }

    /**
     * Found when needed: a log takes a while to be set up, and who runs commands is made before a listener is ready.
     */
    private static Logger log() {
        return LoggerFactory.getLogger(CommandExecutor.class);
    }

    private static void setLocaleC(Map<String, String> environment) {
        environment.put("LC_ALL", "C");
    }
}
