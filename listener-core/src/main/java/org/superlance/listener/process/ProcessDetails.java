package org.superlance.listener.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.superlance.listener.process.ProcPidFiles.ProcPidStat;
import org.superlance.listener.process.ProcessDetails.Lookup;
import org.superlance.listener.util.Ascii;

/** Details of one process from the operating system. None of it throws: why something is unknown is a result too. */
public interface ProcessDetails {

    /**
     * The value of a variable in the environment that the process was started with; empty if it is not set there, and
     * doubtful if no variable is there: a program can overwrite its environment, for instance by a title.
     */
    Lookup<Optional<String>> environment(long pid, String name);

    /** Its current working directory. */
    Lookup<Path> workingDirectory(long pid);

    /** When it was started. A pid with another start is another process. */
    default Lookup<Instant> startTime(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isEmpty()) {
            return new Lookup.NotFound<>("process " + pid + " has exited");
        }
        Optional<Instant> start = process.get().info().startInstant();
        return start.isPresent()
                ? new Lookup.Found<>(start.get())
                : new Lookup.NotPermitted<>("the start time of process " + pid + " is not available to this user");
    }

    /** The pid of this process. */
    default long self() {
        return ProcessHandle.current().pid();
    }

    /** The pid of its parent; empty if it has none, or none that can be seen. */
    default OptionalLong parent(long pid) {
        return ProcessHandle.of(pid).flatMap(ProcessHandle::parent).stream()
                .mapToLong(ProcessHandle::pid)
                .findFirst();
    }

    /** Those of {@code /proc} where there is one as Linux has it; elsewhere only what the JDK knows. */
    static ProcessDetails ofThisMachine() {
        return Files.isReadable(Path.of("/proc/self/stat")) ? new ProcFsDetails() : new JdkProcessDetails();
    }

    /** For systems without {@code /proc}. */
    final class JdkProcessDetails implements ProcessDetails {

        @Override
        public Lookup<Optional<String>> environment(long pid, String name) {
            return new Lookup.NotSupported<>(
                    "the environment of process " + pid + " can be read only on Linux, from /proc");
        }

        @Override
        public Lookup<Path> workingDirectory(long pid) {
            return new Lookup.NotSupported<>(
                    "the working directory of process " + pid + " can be read only on Linux, from /proc");
        }
    }

    /**
     * A detail of one process, or why it is not available.
     *
     * @param <T> what was asked
     */
    sealed interface Lookup<T> {

        /** Found. */
        record Found<T>(T found) implements Lookup<T> {
            @Override
            public Optional<T> value() {
                return Optional.of(found);
            }

            @Override
            public String sentence() {
                return "known";
            }
        }

        /**
         * Found, but perhaps not what it was.
         *
         * @param sentence what speaks against it
         */
        record Doubtful<T>(T found, String sentence) implements Lookup<T> {
            @Override
            public Optional<T> value() {
                return Optional.of(found);
            }
        }

        /** The process has exited. */
        record NotFound<T>(String sentence) implements Lookup<T> {}

        /** The process is running, but this user may not read the detail. */
        record NotPermitted<T>(String sentence) implements Lookup<T> {}

        /** This operating system does not provide it, or not in a readable way. */
        record NotSupported<T>(String sentence) implements Lookup<T> {}

        default Optional<T> value() {
            return Optional.empty();
        }

        /** Why there is no value, or none to be sure of, with a remedy where there is one: a clause for a log line. */
        String sentence();
    }

    /**
     * The details that Linux shows in {@code /proc}.
     *
     * <p>Sources: proc_pid_environ(5), proc_pid_cwd(5), proc_pid_stat(5), proc_stat(5).
     */
    final class ProcFsDetails implements ProcessDetails {

        private static final int MAX_LENGTH = 2 << 20;
        /** More than a machine can have run. */
        private static final long MAX_TICKS = 1L << 42;

        private static final String BOOT_TIME = "btime ";
        private static final long MILLIS_PER_SECOND = 1_000;
        private static final String NO_SUCH_PROCESS = " (deleted)";
        private static final String AT_START_OF_NAME = Ascii.LETTERS + "_";
        private static final String IN_NAME = AT_START_OF_NAME + Ascii.DIGITS + ".-";

        private final Path root;
        /** In ms since 1970, and as it was when it was first asked for; 0 before, and -1 if it cannot be read. */
        private long booted;

        private long ticksPerSecond;

        /** The details of the processes of this machine. */
        public ProcFsDetails() {
            this(Path.of("/proc"));
        }

        /** @param root where proc is mounted */
        public ProcFsDetails(Path root) {
            this.root = root;
        }

        /** {@inheritDoc} The first of several counts; of an environment larger than 2 MiB only that much is read. */
        @Override
        public Lookup<Optional<String>> environment(long pid, String name) {
            try (InputStream in = Files.newInputStream(file(pid, "environ"))) {
                byte[] bytes = in.readNBytes(MAX_LENGTH + 1);
                boolean whole = bytes.length <= MAX_LENGTH;
                Optional<String> value = value(bytes, whole, (name + "=").getBytes(StandardCharsets.UTF_8));
                if (value.isEmpty() && !whole) {
                    return new Lookup.NotSupported<>("the environment of process " + pid + " is larger than 2MB, and "
                            + name + " is not in the part that is read");
                }
                return value.isEmpty() && !hasVariable(bytes) && isAlive(pid)
                        ? new Lookup.Doubtful<>(value, "its environment in /proc is blank")
                        : new Lookup.Found<>(value);
            } catch (IOException e) {
                return unavailable(pid, "environment", e);
            }
        }

        @Override
        public Lookup<Path> workingDirectory(long pid) {
            try {
                Path directory = Files.readSymbolicLink(file(pid, "cwd"));
                if (directory.toString().endsWith(NO_SUCH_PROCESS) && !Files.exists(directory)) {
                    return new Lookup.NotFound<>("the working directory of process " + pid + " has been deleted: "
                            + directory
                                    .toString()
                                    .substring(0, directory.toString().length() - NO_SUCH_PROCESS.length()));
                }
                return new Lookup.Found<>(directory);
            } catch (IOException e) {
                return unavailable(pid, "working directory", e);
            }
        }

        /** {@inheritDoc} The JDK would read the owner and the command line of the process as well, in six times the time. */
        @Override
        public Lookup<Instant> startTime(long pid) {
            // one for each call, because it is for one thread
            long ticks = new ProcPidFiles(root).startTicks(pid);
            return ticks >= 0 && ticks <= MAX_TICKS && bootTime() > 0
                    ? new Lookup.Found<>(Instant.ofEpochMilli(bootTime() + ticks * MILLIS_PER_SECOND / ticksPerSecond))
                    : ProcessDetails.super.startTime(pid);
        }

        /** {@inheritDoc} The JDK would start threads for that. */
        @Override
        public long self() {
            try {
                return Long.parseLong(
                        Files.readSymbolicLink(root.resolve("self")).toString());
            } catch (IOException | NumberFormatException e) {
                return ProcessDetails.super.self();
            }
        }

        @Override
        public OptionalLong parent(long pid) {
            ProcPidFiles files = new ProcPidFiles(root);
            int length = files.read(pid, "stat");
            long parent = length <= 0 ? -1 : new ProcPidStat(files.bytes(), length).parent();
            return parent > 0 ? OptionalLong.of(parent) : OptionalLong.empty();
        }

        private synchronized long bootTime() {
            if (booted == 0) {
                ticksPerSecond = AuxiliaryVector.clockTicks(root);
                booted = readBootTime();
            }
            return booted;
        }

        private long readBootTime() {
            try (BufferedReader lines = Files.newBufferedReader(root.resolve("stat"), StandardCharsets.ISO_8859_1)) {
                String line = lines.readLine();
                while (line != null && !line.startsWith(BOOT_TIME)) {
                    line = lines.readLine();
                }
                return line == null ? -1 : Long.parseLong(line.substring(BOOT_TIME.length())) * MILLIS_PER_SECOND;
            } catch (IOException | NumberFormatException e) {
                return -1;
            }
        }

        /** One that is exiting has neither environment nor arguments any more. */
        private boolean isAlive(long pid) throws IOException {
            try (InputStream in = Files.newInputStream(file(pid, "cmdline"))) {
                return in.read() >= 0;
            }
        }

        private Path file(long pid, String name) {
            return root.resolve(Long.toString(pid)).resolve(name);
        }

        private static Optional<String> value(byte[] environment, boolean whole, byte[] key) {
            int from = 0;
            while (from < environment.length) {
                int end = from;
                while (end < environment.length && environment[end] != 0) {
                    end++;
                }
                boolean cutOff = end == environment.length && !whole;
                if (!cutOff && startsWith(environment, from, end, key)) {
                    int value = from + key.length;
                    return Optional.of(new String(environment, value, end - value, StandardCharsets.UTF_8));
                }
                from = end + 1;
            }
            return Optional.empty();
        }

        /** Whether something in it looks like a variable. */
        private static boolean hasVariable(byte[] environment) {
            boolean isStart = true;
            for (int i = 0; i < environment.length; i++) {
                if (isStart && isVariable(environment, i)) {
                    return true;
                }
                isStart = environment[i] == 0;
            }
            return false;
        }

        private static boolean isVariable(byte[] environment, int start) {
            int end = start;
            while (end < environment.length
                    && (end == start ? AT_START_OF_NAME : IN_NAME).indexOf(environment[end]) >= 0) {
                end++;
            }
            return end > start && end < environment.length && environment[end] == '=';
        }

        private static boolean startsWith(byte[] text, int from, int end, byte[] key) {
            return end - from >= key.length && Arrays.equals(text, from, from + key.length, key, 0, key.length);
        }

        <T> Lookup<T> unavailable(long pid, String what, IOException reason) {
            if (reason instanceof AccessDeniedException) {
                return new Lookup.NotPermitted<>("the " + what + " of process " + pid
                        + " cannot be read: it belongs to another user; run this command as that user or as root");
            }
            return new Lookup.NotFound<>(
                    Files.exists(root.resolve(Long.toString(pid)))
                            ? "the " + what + " of process " + pid + " cannot be read; the process may be exiting ("
                                    + reason + ")"
                            : "process " + pid + " has exited");
        }
    }
}
