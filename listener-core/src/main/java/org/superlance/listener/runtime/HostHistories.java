package org.superlance.listener.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.superlance.listener.history.HostHistory;
import org.superlance.listener.state.AtomicFile;

/** Reads what the listeners of this host have kept, for the commands that show it to people. */
public final class HostHistories {

    private HostHistories() {}

    /**
     * Reads the history of all listeners. What cannot be read is said on stderr, each as one line that begins with the
     * command.
     *
     * @param command as people call it, such as {@code superlance events}
     * @param stateDir the value of {@code --state-dir}; empty for the directory that listeners have by default
     * @param since what was before is left out
     * @return empty if nothing could be read, though there is something: then the command fails
     */
    public static Optional<HostHistory> read(
            String command, Optional<Path> stateDir, CommandContext context, Instant since) {
        Path base = ListenerStateStore.baseOfOthers(stateDir, context);
        HostHistory history;
        try {
            history = HostHistory.read(base, since);
        } catch (IOException e) {
            context.err()
                    .println(command + ": cannot read the state directory: " + AtomicFile.reason(e)
                            + "; name it with --state-dir DIR, or run this as its user or root");
            return Optional.empty();
        }
        history.problems().forEach(problem -> context.err().println(command + ": " + problem));
        if (history.isUnreadable()) {
            context.err().println(command + ": nothing could be read; run this as the user of the listeners, or root");
            return Optional.empty();
        }
        return Optional.of(history);
    }
}
