package org.superlance.superlance;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.util.VmErrors;

/**
 * Reads the file of the listeners again when it is told to, and has those run that are in it now. A file with an error
 * changes nothing. Thread-safe.
 */
final class FileReload {

    private static final Logger LOG = LoggerFactory.getLogger(FileReload.class);

    /** Reads the file. */
    @FunctionalInterface
    interface Source {

        ListenerFile read() throws ConfigException;
    }

    private final Path file;
    private final Source source;
    private final RefusedSections refused;
    private @Nullable Consumer<ListenerFile> listeners;
    private boolean wanted;

    /**
     * Does nothing until it is told to.
     *
     * @param refused is told of a file with an error, and when that is over
     */
    FileReload(Path file, Source source, RefusedSections refused) {
        this.file = file;
        this.source = source;
        this.refused = refused;
    }

    /**
     * The listeners run; whoever has asked for a reload before gets it now.
     *
     * @param replacing has those of the file run instead
     */
    synchronized void onStarted(Consumer<ListenerFile> replacing) {
        listeners = replacing;
        if (wanted) {
            request();
        }
    }

    /** Reloads; not before the listeners run. Goes on after any error: the listeners are still there. */
    synchronized void request() {
        if (listeners == null) {
            wanted = true;
            return;
        }
        try {
            listeners.accept(read());
            refused.replaceAll(Map.of());
        } catch (ConfigException | IllegalArgumentException e) {
            String sentence = file + " is not reloaded, all listeners go on as before: " + e.getMessage();
            LOG.error("{}", sentence);
            refused.add(ListenerFile.SELF, sentence);
        } catch (RuntimeException e) {
            LOG.error("{} is not reloaded: internal error", file, e);
        } catch (VirtualMachineError e) {
            LOG.error("{} is not reloaded: {}; try again", file, VmErrors.sentence(e));
        }
    }

    private ListenerFile read() throws ConfigException {
        ListenerFile next = source.read();
        if (!next.errors().isEmpty()) {
            throw new ConfigException(String.join("; ", next.errors()));
        }
        if (next.entries().isEmpty()) {
            throw new ConfigException("it has no listener that is to be run; to end all of them, stop this process");
        }
        next.warnings().forEach(LOG::warn);
        return next;
    }
}
