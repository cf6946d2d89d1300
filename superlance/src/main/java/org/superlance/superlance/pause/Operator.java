package org.superlance.superlance.pause;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.cli.OperatorOptions;
import org.superlance.listener.pause.PauseFiles;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.ListenerStateStore;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.ListenerDirectories;
import org.superlance.listener.state.ListenerDirectories.Use;
import org.superlance.listener.state.TrustedPath.UntrustedPathException;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.util.TextSanitizer;

/** Who pauses and resumes, and where. */
final class Operator {

    private static final int MAX_USER_LENGTH = 60;

    private final CommandContext context;
    private final Path base;

    Operator(CommandContext context, OperatorOptions options) {
        this.context = context;
        this.base = ListenerStateStore.baseOfOthers(options.stateDir(), context);
    }

    /** Changes pauses. */
    @FunctionalInterface
    interface Change {

        /** Returns the exit status. */
        int of(PauseFiles files) throws IOException;
    }

    /** {@code root}; with the user behind {@code sudo}: {@code root (ann)}. */
    static String user(CommandContext context) {
        String user = System.getProperty("user.name", "unknown");
        String behind = context.environment().getOrDefault("SUDO_USER", "");
        return TextSanitizer.singleLine(
                behind.isEmpty() || behind.equals(user) ? user : user + " (" + behind + ")", MAX_USER_LENGTH);
    }

    /** @throws IllegalArgumentException with a sentence for people if one names no process */
    static List<ProcessPattern> patterns(List<String> names) {
        for (String name : names) {
            if (!TextSanitizer.printable(name).equals(name)) {
                throw new IllegalArgumentException("'" + TextSanitizer.excerpt(name) + "' is no name of a program");
            }
        }
        return names.stream().map(ProcessPattern::parse).toList();
    }

    /** Returns the exit status. */
    int write(Change change) {
        try {
            return change.of(new PauseFiles(base));
        } catch (NoSuchFileException e) {
            context.err()
                    .println("superlance: state directory " + base
                            + " does not exist; name that of the listeners: --state-dir DIR");
        } catch (IOException e) {
            context.err().println("superlance: cannot write to " + base + ": " + AtomicFile.reason(e) + remedy(e));
        }
        return ExitStatus.FAILED;
    }

    private static String remedy(IOException e) {
        if (e instanceof UntrustedPathException) {
            return "; no listener would believe a pause there: let only its owner write to it (chmod go-w),"
                    + " and run this command as that user";
        }
        return e instanceof AccessDeniedException ? "; run this command as the owner of that directory" : "";
    }

    /** A pause that no listener sees is a mistake most often. */
    void warnUnlessAnybodyObeys() {
        try {
            if (ListenerDirectories.in(base, context.locks()).stream()
                    .noneMatch(listener -> listener.use() != Use.FREE)) {
                context.err()
                        .println("superlance: no running listener keeps its state in " + base
                                + "; one that has another directory does not see this pause: --state-dir DIR");
            }
        } catch (IOException e) {
            context.err().println("superlance: cannot list " + base + ": " + AtomicFile.reason(e));
        }
    }
}
