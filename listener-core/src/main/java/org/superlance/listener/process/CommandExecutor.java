package org.superlance.listener.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
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
    private static final int MAX_ERRORS = 4 << 10;
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    private final List<String> command;
    private final Consumer<Map<String, String>> environment;
    private final Limits limits;
    private final boolean errorsApart;
    private final boolean leadsSession;
    private final boolean keepsEnd;

    /**
     * The limits of a command.
     *
     * @param time until it has ended
     * @param outputGrace after that, until its output has ended too; a grandchild that keeps it open is not waited for
     *     any longer, and what it writes then fails with EPIPE
     * @param output in bytes of stdout and stderr together, or of stdout where stderr is read apart
     * @param isMoreOutputFatal whether it is killed for more output; otherwise that is read and thrown away
     */
    public record Limits(Duration time, Duration outputGrace, int output, boolean isMoreOutputFatal) {}

    /** @param environment changes that of this process to what the command gets */
    public CommandExecutor(List<String> command, Consumer<Map<String, String>> environment, Limits limits) {
        this(command, environment, limits, false, false, false);
    }

    private CommandExecutor(
            List<String> command,
            Consumer<Map<String, String>> environment,
            Limits limits,
            boolean errorsApart,
            boolean leadsSession,
            boolean keepsEnd) {
        this.command = List.copyOf(command);
        this.environment = environment;
        this.limits = limits;
        this.errorsApart = errorsApart;
        this.leadsSession = leadsSession;
        this.keepsEnd = keepsEnd;
    }

    /**
     * Runs a command of a stranger: in a session of its own, so that all that it starts can be killed with it, also what
     * has lost its parent; and with stderr apart from its output.
     *
     * @param setsid the program of that name; empty where there is none, and only descendants are killed
     */
    public static CommandExecutor inOwnSession(
            Optional<Path> setsid, List<String> command, Consumer<Map<String, String>> environment, Limits limits) {
        List<String> words = new ArrayList<>();
        setsid.ifPresent(program -> words.add(program.toString()));
        words.addAll(command);
        return new CommandExecutor(words, environment, limits, true, setsid.isPresent(), false);
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

    /** The same in a session of its own, where the machine has setsid(1): also what has lost its parent is killed with it. */
    public CommandExecutor inOwnSession() {
        List<String> words = new ArrayList<>(command);
        Optional<Path> setsid = SETSID.stream().filter(Files::isExecutable).findFirst();
        setsid.ifPresent(program -> words.add(0, program.toString()));
        return new CommandExecutor(words, environment, limits, errorsApart, setsid.isPresent(), keepsEnd);
    }

    /** The same, but of more output than is allowed the end is kept: it says why a command has failed. */
    public CommandExecutor keepingEnd() {
        return new CommandExecutor(command, environment, limits, errorsApart, leadsSession, true);
    }

    /**
     * Runs it with {@code /dev/null} for its input, and waits.
     *
     * @throws IOException if it cannot be started
     */
    public Outcome run() throws IOException, InterruptedException {
        return run(pid -> {});
    }

    /**
     * The same.
     *
     * @param started receives its pid as soon as it runs, on this thread
     */
    public Outcome run(LongConsumer started) throws IOException, InterruptedException {
        return newRun(true, started).await();
    }

    /** Runs it with this input, of which it may leave as much as it likes, and waits. */
    public Outcome run(byte[] input) throws IOException, InterruptedException {
        return run(input, pid -> {});
    }

    /**
     * The same.
     *
     * @param started receives its pid as soon as it runs, on this thread
     */
    public Outcome run(byte[] input, LongConsumer started) throws IOException, InterruptedException {
        Run run = newRun(false, started);
        run.thread("command's input", () -> run.write(input));
        return run.await();
    }

    private Run newRun(boolean nothingToRead, LongConsumer started) throws IOException {
        List<OutputPipe> opened = new ArrayList<>();
        try {
            Optional<OutputPipe> output = OutputPipe.open();
            output.ifPresent(opened::add);
            Optional<OutputPipe> errors = errorsApart ? OutputPipe.open() : Optional.empty();
            errors.ifPresent(opened::add);
            Run run = new Run(start(nothingToRead, output, errors), output, errors);
            for (OutputPipe pipe : opened) {
                pipe.started();
            }
            started.accept(run.process.pid());
            return run;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            for (OutputPipe pipe : opened) {
                pipe.close();
            }
            throw e;
        }
    }

    private Process start(boolean nothingToRead, Optional<OutputPipe> output, Optional<OutputPipe> errors)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(!errorsApart);
        if (nothingToRead) {
            builder.redirectInput(new File("/dev/null"));
        }
        output.map(OutputPipe::file).ifPresent(builder::redirectOutput);
        errors.map(OutputPipe::file).ifPresent(builder::redirectError);
        environment.accept(builder.environment());
        return builder.start();
    }

    /** The result of a command. */
    public static final class Outcome {

        private final @Nullable Integer status;
        private final byte[] output;
        private final byte[] errors;
        private final boolean tooLong;
        private final boolean complete;

        private Outcome(@Nullable Integer status, byte[] output, byte[] errors, boolean tooLong, boolean complete) {
            this.status = status;
            this.output = output;
            this.errors = errors;
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

        /** The beginning of what it wrote on stdout and stderr, or its end. */
        public String text() {
            return new String(output, UTF_8);
        }

        /** The first 4 KiB of what it wrote on stderr, where that is read apart. */
        public String errors() {
            return new String(errors, UTF_8);
        }

        /** The same as {@link #text()}, not to be changed. */
        byte[] bytes() {
            return output;
        }

        /** Whether there was more output than is allowed. */
        public boolean isOutputTooLong() {
            return tooLong;
        }

        /** Whether its output has ended, and by itself. */
        boolean isOutputComplete() {
            return complete;
        }
    }

    /** One run of the command. */
    private final class Run {

        private final Process process;
        private final Capture output;
        private final @Nullable Capture errors;

        /** The pipes are those of the process where there are no others. */
        Run(Process process, Optional<OutputPipe> output, Optional<OutputPipe> errors) {
            this.process = process;
            this.output = new Capture(
                    output.map(OutputPipe::stream).orElseGet(process::getInputStream),
                    output,
                    limits.output(),
                    keepsEnd,
                    limits.isMoreOutputFatal() ? this::kill : () -> {});
            this.errors = errorsApart
                    ? new Capture(
                            errors.map(OutputPipe::stream).orElseGet(process::getErrorStream),
                            errors,
                            MAX_ERRORS,
                            false,
                            () -> {})
                    : null;
        }

        /** Nothing is left of it in this process, whatever the command has left in the background. */
        Outcome await() throws InterruptedException {
            try {
                Thread reader = thread("command's output", output::read);
                Thread other = errors == null ? null : thread("command's errors", errors::read);
                return await(reader, other);
            } finally {
                output.giveUp();
                if (errors != null) {
                    errors.giveUp();
                }
            }
        }

        private Outcome await(Thread reader, @Nullable Thread other) throws InterruptedException {
            boolean ended = false;
            boolean closed = false;
            try {
                ended = process.waitFor(limits.time().toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                if (!ended) {
                    closed = output.isComplete();
                    kill();
                    process.waitFor(KILL_GRACE_MILLIS, TimeUnit.MILLISECONDS);
                }
            }
            reader.join(limits.outputGrace().toMillis());
            if (other != null) {
                other.join(limits.outputGrace().toMillis());
            }
            return outcome(ended, closed);
        }

        private Outcome outcome(boolean ended, boolean closed) {
            return new Outcome(
                    ended ? process.exitValue() : null,
                    output.bytes(),
                    errors == null ? new byte[0] : errors.bytes(),
                    output.isTooLong(),
                    ended ? output.isComplete() : closed);
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

        void write(byte[] input) {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input);
            } catch (IOException e) {
                log().debug("command did not read all of its input: {}; its exit status decides", e.getMessage());
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
            if (leadsSession) {
                new ProcessGroupTable().killSession(process.pid());
            }
        }
    }

    /** Reads a stream of the command to its end, or until it is given up; and keeps the beginning, or the end. */
    private static final class Capture {

        private final InputStream stream;
        private final Optional<OutputPipe> pipe;
        private final int max;
        private final boolean keepsEnd;
        private final Runnable onTooMuch;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private boolean tooLong;
        private boolean complete;

        /**
         * @param pipe of the stream, if it can be closed at any time
         * @param onTooMuch run once, when there is more than that many bytes
         */
        Capture(InputStream stream, Optional<OutputPipe> pipe, int max, boolean keepsEnd, Runnable onTooMuch) {
            this.stream = stream;
            this.pipe = pipe;
            this.max = max;
            this.keepsEnd = keepsEnd;
            this.onTooMuch = onTooMuch;
        }

        synchronized boolean isComplete() {
            return complete;
        }

        synchronized boolean isTooLong() {
            return tooLong;
        }

        synchronized byte[] bytes() {
            return kept.toByteArray();
        }

        void read() {
            byte[] buffer = new byte[8 << 10];
            try (stream) {
                for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                    keep(buffer, count);
                }
                markComplete();
            } catch (IOException e) {
                log().debug("output of a command ended early: {}", e.getMessage());
            }
        }

        /** Ends the reading. A grandchild that still writes learns that nobody reads it. */
        void giveUp() {
            try {
                if (pipe.isPresent()) {
                    pipe.get().close();
                }
            } catch (IOException e) {
                log().debug("output of a command cannot be closed: {}", e.getMessage());
            }
        }

        private synchronized void markComplete() {
            complete = true;
        }

        private synchronized void keep(byte[] buffer, int count) {
            int room = max - kept.size();
            kept.write(buffer, 0, keepsEnd ? count : Math.min(count, room));
            if (keepsEnd && count > room) {
                byte[] all = kept.toByteArray();
                kept.reset();
                kept.write(all, all.length - max, max);
            }
            if (count > room && !tooLong) {
                tooLong = true;
                onTooMuch.run();
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
