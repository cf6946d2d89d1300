package org.superlance.procmon.spawn;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills the process groups that procmon leaves behind, however procmon ends: a shell, {@code procmon-guard}, reads from a
 * pipe which process groups there are, and kills those that are left when the pipe is closed. It is in a session of its own,
 * so that it gets neither signals to procmon's process group nor those of its terminal.
 */
final class ProcessGroupReaper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessGroupReaper.class);
    private static final int MAX_REPLACEMENTS = 10;

    private final List<String> command;
    private final Map<Long, State> groups = new LinkedHashMap<>();
    private @Nullable Process shell;
    private int replacements;
    private boolean closed;

    ProcessGroupReaper(Optional<String> setsid) {
        List<String> words = new ArrayList<>();
        setsid.ifPresent(tool -> words.addAll(List.of(tool, "--")));
        words.addAll(List.of("/bin/sh", "-c", script(), "procmon-guard"));
        this.command = words;
    }

    private enum State {
        /** The child that leads it has not been reaped. */
        LEADER,
        /** The child has ended, others of the group are left. */
        LEADERLESS;

        String line(long group) {
            return (this == LEADER ? "led " : "leaderless ") + group + "\n";
        }
    }

    /**
     * Starts the shell, if there is none. Before the first child: one that is started after it knows of no group for the
     * time that a shell takes to start, and leaves what the child has started when procmon is killed meanwhile.
     */
    synchronized void prepare() {
        if (shell == null && !closed) {
            start();
        }
    }

    synchronized void onLeader(long group) {
        watch(group, State.LEADER);
    }

    synchronized void onLeaderless(long group) {
        watch(group, State.LEADERLESS);
    }

    /** The group has ended. */
    synchronized void forget(long group) {
        if (groups.remove(group) != null) {
            write("gone " + group + "\n");
        }
    }

    /** Kills what is left of the groups. */
    @Override
    public synchronized void close() {
        closed = true;
        if (shell != null) {
            closeInput(shell);
        }
    }

    private void watch(long group, State state) {
        groups.put(group, state);
        write(state.line(group));
    }

    private void start() {
        try {
            Process started = new ProcessBuilder(command)
                    .directory(new File("/"))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            shell = started;
            groups.forEach((group, state) -> write(state.line(group)));
            CompletionStage<Process> end = started.onExit();
            end.thenRun(this::replace);
        } catch (IOException e) {
            LOG.error(
                    "cannot start /bin/sh: {}; if procmon is killed, descendants of its children may keep running",
                    e.getMessage());
        }
    }

    private synchronized void replace() {
        if (closed) {
            return;
        }
        replacements++;
        if (replacements > MAX_REPLACEMENTS) {
            LOG.error(
                    "procmon-guard ended too often; if procmon is killed, descendants of its children may keep running");
            return;
        }
        LOG.warn("procmon-guard has ended; starting another");
        start();
    }

    /** A shell that cannot be written to has ended, and is replaced by one that gets all groups. */
    private void write(String line) {
        Process current = shell;
        if (current == null) {
            return;
        }
        try {
            OutputStream input = current.getOutputStream();
            input.write(line.getBytes(US_ASCII));
            input.flush();
        } catch (IOException e) {
            LOG.debug("procmon-guard did not read '{}': {}", line.strip(), e.getMessage());
        }
    }

    private static void closeInput(Process shell) {
        try {
            shell.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("procmon-guard had ended already: {}", e.getMessage());
        }
    }

    private static String script() {
        try (InputStream script = ProcessGroupReaper.class.getResourceAsStream("group-guard.sh")) {
            if (script == null) {
                throw new IllegalStateException("group-guard.sh is not in this JAR");
            }
            return new String(script.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
