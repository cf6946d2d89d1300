package org.superlance.listener.notify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.SpoolDirectory;
import org.superlance.listener.util.LogOnce;
import org.superlance.listener.util.TextSanitizer;

/**
 * The states of alerts as files, so that the next life of the listener goes on with them; or nowhere. What cannot be read or
 * written is said in the log. Not thread-safe.
 */
final class StateFiles {

    private static final Logger LOG = LoggerFactory.getLogger(StateFiles.class);

    private final Optional<SpoolDirectory<OpenState>> directory;
    private final LogOnce unwritable = new LogOnce();
    private boolean loaded;

    /** @param directory not touched before {@link #load}; empty to keep nothing */
    StateFiles(Optional<SpoolDirectory<OpenState>> directory) {
        this.directory = directory;
    }

    /** Reads what an earlier life has left, once the directory can be used; what is damaged is moved to {@code failed/}. */
    List<OpenState> load(int max) {
        loaded = true;
        return directory.map(files -> read(files, max)).orElse(List.of());
    }

    private static List<OpenState> read(SpoolDirectory<OpenState> files, int max) {
        List<OpenState> states = new ArrayList<>();
        try {
            files.removeTemporaryFiles();
            for (String name : files.list().keySet()) {
                if (states.size() < max) {
                    read(files, name).ifPresent(states::add);
                }
            }
        } catch (IOException e) {
            LOG.error(
                    "states of alerts in {} cannot be read: {}; the ends of what was told before are not told",
                    files,
                    AtomicFile.reason(e));
        }
        return states;
    }

    private static Optional<OpenState> read(SpoolDirectory<OpenState> files, String name) {
        try {
            OpenState state = files.read(name);
            if (!name.equals(OpenState.CODEC.fileName(state))) {
                // it is removed by its name
                files.write(state);
                files.delete(name);
            }
            return Optional.of(state);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("state of an alert {} cannot be read: {}; moving it to failed/", files.path(name), e.getMessage());
            setAside(files, name);
            return Optional.empty();
        }
    }

    private static void setAside(SpoolDirectory<OpenState> files, String name) {
        try {
            files.moveTo(files.subdirectory("failed"), name);
        } catch (IOException e) {
            LOG.warn("state of an alert {} cannot be moved: {}", files.path(name), AtomicFile.reason(e));
        }
    }

    /** Writes those that have no file: the disk was full, or somebody has deleted them. */
    void writeMissing(Collection<OpenState> states) {
        if (!loaded || directory.isEmpty() || states.isEmpty()) {
            return;
        }
        try {
            Set<String> there = directory.get().list().keySet();
            states.stream()
                    .filter(state -> !there.contains(OpenState.CODEC.fileName(state)))
                    .forEach(this::write);
        } catch (IOException e) {
            LOG.debug("states of alerts in {} cannot be listed: {}", directory.get(), AtomicFile.reason(e));
        }
    }

    /** Does nothing before the directory can be used. */
    void write(OpenState state) {
        if (!loaded || directory.isEmpty()) {
            return;
        }
        try {
            directory.get().write(state);
            unwritable.clear();
        } catch (IOException e) {
            if (unwritable.raise()) {
                LOG.error(
                        "states of alerts cannot be written: {}; kept in memory and tried again: if this listener ends"
                                + " before, their ends are not told",
                        AtomicFile.reason(e));
            }
        }
    }

    /** Does nothing before the directory can be used. */
    void remove(OpenState state) {
        if (!loaded || directory.isEmpty()) {
            return;
        }
        try {
            directory.get().remove(state);
        } catch (IOException e) {
            LOG.error(
                    "state of an alert '{}' cannot be deleted: {}; its end may be told again",
                    TextSanitizer.singleLine(state.begin().subject(), 200),
                    AtomicFile.reason(e));
        }
    }
}
