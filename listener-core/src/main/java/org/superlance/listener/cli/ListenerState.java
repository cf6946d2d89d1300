package org.superlance.listener.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.alert.DiskSpool;
import org.superlance.listener.alert.MemorySpool;
import org.superlance.listener.alert.Spool;
import org.superlance.listener.restart.DiskIntentions;
import org.superlance.listener.restart.Intentions;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.state.StateDirectory;

/** What a listener keeps past its own life, or the lack of it where there is no state directory. */
public final class ListenerState implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerState.class);
    private static final Path USUAL = Path.of("/var/lib/superlance");

    private final Optional<StateDirectory> directory;

    private ListenerState(Optional<StateDirectory> directory) {
        this.directory = directory;
    }

    /** Opens the listener's directory; without one that can be used, a line in the log says what that means. */
    static ListenerState open(ListenerOptions options, ListenerId id, Surroundings surroundings) {
        Optional<Path> base = base(options, surroundings);
        if (base.isEmpty()) {
            return none();
        }
        try {
            return new ListenerState(Optional.of(StateDirectory.open(base.get(), id)));
        } catch (IOException e) {
            LOG.error("{}; going on without: what is under way is lost if this listener is killed", e.getMessage());
            return none();
        }
    }

    static ListenerState none() {
        return new ListenerState(Optional.empty());
    }

    /** A place for what the plugin itself must remember. */
    Optional<Path> directory() {
        return directory.map(StateDirectory::path);
    }

    /** What is to be started again after a kill. */
    Intentions intentions(InstantSource clock) {
        if (directory.isPresent()) {
            try {
                return new DiskIntentions(directory.get().directory("restarts"), clock);
            } catch (IOException e) {
                LOG.error("cannot use {} for restarts: {}", directory.get(), e.getMessage());
            }
        }
        return Intentions.none();
    }

    /** Where alerts wait for their delivery. */
    Spool spool() {
        return spool("outbox");
    }

    /** A place of that name where alerts wait. */
    Spool spool(String name) {
        if (directory.isPresent()) {
            try {
                return new DiskSpool(directory.get().directory(name));
            } catch (IOException e) {
                LOG.error("cannot use {} for alerts, they wait in memory: {}", directory.get(), e.getMessage());
            }
        }
        return new MemorySpool();
    }

    @Override
    public void close() {
        try {
            if (directory.isPresent()) {
                directory.get().close();
            }
        } catch (IOException e) {
            LOG.warn("cannot give {} free: {}", directory.get(), e.getMessage());
        }
    }

    private static Optional<Path> base(ListenerOptions options, Surroundings surroundings) {
        if (options.stateDir != null) {
            return Optional.of(options.stateDir);
        }
        String given = surroundings.environment().getOrDefault("SUPERLANCE_STATE_DIR", "");
        if (!given.isEmpty()) {
            return Optional.of(Path.of(given));
        }
        return Files.isDirectory(USUAL) && Files.isWritable(USUAL) ? Optional.of(USUAL) : Optional.empty();
    }
}
