package org.superlance.listener.runtime;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.superlance.listener.state.FileLocks;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.SystemZoneClock;
import org.superlance.listener.util.Threads;

/**
 * What a command finds around it. Nothing in a command reaches for the JVM's own streams, environment or end.
 *
 * @param in where events come from
 * @param out the real stdout: the protocol's alone while a listener runs
 * @param err for people
 * @param environment the environment variables
 * @param clock tells the time and the local time zone
 * @param fromTerminal whether a person types at {@code in}
 * @param fromPipe whether {@code in} is a pipe or socket, as that of an event listener
 * @param toTerminal whether a person reads {@code out}
 * @param onTermination takes what is to be done when the command is told to end
 * @param exit ends the process with that status, after what {@code onTermination} has been given; any thread may call it
 * @param sharedProcess the process that this command shares with others; empty if it has one of its own
 * @param user as whom the process runs that others share; empty if that is not known, or it is this one
 * @param commonOptions the words of a command line that all listeners share, in front of those of each section that is
 *     checked
 * @param locks the locks on files that this process holds
 */
public record CommandContext(
        InputStream in,
        OutputStream out,
        PrintStream err,
        Map<String, String> environment,
        Clock clock,
        boolean fromTerminal,
        boolean fromPipe,
        boolean toTerminal,
        Consumer<Runnable> onTermination,
        IntConsumer exit,
        Optional<Namespec> sharedProcess,
        Optional<String> user,
        List<String> commonOptions,
        FileLocks locks) {

    /** supervisord kills a listener that it has told to end after ten seconds, but not one that ends by itself. */
    private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(10);

    private static final String KERNEL_HOST_NAME = "/proc/sys/kernel/hostname";
    private static final int MAX_HOST_NAME_LENGTH = 256;

    public CommandContext {
        environment = Map.copyOf(environment);
        commonOptions = List.copyOf(commonOptions);
    }

    /** Those of a command that has a process of its own, which only the end of the command ends. */
    public CommandContext(
            InputStream in,
            OutputStream out,
            PrintStream err,
            Map<String, String> environment,
            Clock clock,
            boolean fromTerminal,
            boolean toTerminal,
            Consumer<Runnable> onTermination) {
        this(
                in,
                out,
                err,
                environment,
                clock,
                fromTerminal,
                false,
                toTerminal,
                onTermination,
                status -> {},
                Optional.empty(),
                Optional.empty(),
                List.of(),
                new FileLocks());
    }

    /**
     * Those of this JVM. From here on its stdin and stdout belong to the caller: whatever a library prints goes to
     * stderr, whatever it reads is empty.
     */
    public static CommandContext ofThisProcess() {
        System.setOut(System.err);
        System.setIn(InputStream.nullInputStream());
        return new CommandContext(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                System.err,
                System.getenv(),
                new SystemZoneClock(),
                isTerminal(0),
                isPipe(0),
                isTerminal(1),
                task -> Runtime.getRuntime().addShutdownHook(Threads.daemon("termination", task)),
                CommandContext::exitProcess,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                new FileLocks());
    }

    /** Whoever ends the process by this has met a fault that may keep what is done at the end from ending too. */
    private static void exitProcess(int status) {
        Threads.start("halt", () -> {
            LockSupport.parkNanos(EXIT_TIMEOUT.toNanos());
            Runtime.getRuntime().halt(status);
        });
        System.exit(status);
    }

    /** The same with another environment. */
    public CommandContext withEnvironment(Map<String, String> other) {
        return new CommandContext(
                in,
                out,
                err,
                other,
                clock,
                fromTerminal,
                fromPipe,
                toTerminal,
                onTermination,
                exit,
                sharedProcess,
                user,
                commonOptions,
                locks);
    }

    /** The same with other options for each listener. */
    public CommandContext withCommonOptions(List<String> words) {
        return new CommandContext(
                in,
                out,
                err,
                environment,
                clock,
                fromTerminal,
                fromPipe,
                toTerminal,
                onTermination,
                exit,
                sharedProcess,
                user,
                words,
                locks);
    }

    /**
     * The same in a process that others share.
     *
     * @param runsAs its user; empty if that is ours
     */
    public CommandContext inProcess(Namespec process, Optional<String> runsAs) {
        return new CommandContext(
                in,
                out,
                err,
                environment,
                clock,
                fromTerminal,
                fromPipe,
                toTerminal,
                onTermination,
                exit,
                Optional.of(process),
                runsAs,
                commonOptions,
                locks);
    }

    /** The name of this machine. */
    public String hostName() {
        // no channel: a listener that is not ready yet would have to load all that belongs to it
        try (InputStream kernel = new FileInputStream(KERNEL_HOST_NAME)) {
            return new String(kernel.readNBytes(MAX_HOST_NAME_LENGTH), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return resolvedHostName();
        }
    }

    private String resolvedHostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return environment.getOrDefault("HOSTNAME", "localhost");
        }
    }

    /** A printer to {@code out}, for help and tables: never while a listener runs. */
    public PrintStream printer() {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    /** Where there is no /proc, nobody can tell; then the environment alone says who has started the command. */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Path.of("/proc/self/fd/" + descriptor).toRealPath().toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isPipe(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }
}
