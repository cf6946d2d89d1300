package org.superlance.listener.runtime;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.superlance.listener.supervisor.Namespec;
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
 * @param toTerminal whether a person reads {@code out}
 * @param onTermination takes what is to be done when the command is told to end
 * @param sharedProcess the process that this command shares with others; empty if it has one of its own
 */
public record CommandContext(
        InputStream in,
        OutputStream out,
        PrintStream err,
        Map<String, String> environment,
        Clock clock,
        boolean fromTerminal,
        boolean toTerminal,
        Consumer<Runnable> onTermination,
        Optional<Namespec> sharedProcess) {

    public CommandContext {
        environment = Map.copyOf(environment);
    }

    /** Those of a command that has a process of its own. */
    public CommandContext(
            InputStream in,
            OutputStream out,
            PrintStream err,
            Map<String, String> environment,
            Clock clock,
            boolean fromTerminal,
            boolean toTerminal,
            Consumer<Runnable> onTermination) {
        this(in, out, err, environment, clock, fromTerminal, toTerminal, onTermination, Optional.empty());
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
                isTerminal(1),
                task -> Runtime.getRuntime().addShutdownHook(Threads.daemon("termination", task)));
    }

    /** The same with another environment. */
    public CommandContext withEnvironment(Map<String, String> other) {
        return new CommandContext(in, out, err, other, clock, fromTerminal, toTerminal, onTermination, sharedProcess);
    }

    /** The same in a process that others share. */
    public CommandContext inProcess(Namespec process) {
        return new CommandContext(
                in, out, err, environment, clock, fromTerminal, toTerminal, onTermination, Optional.of(process));
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
}
