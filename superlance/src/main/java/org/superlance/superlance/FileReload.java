package org.superlance.superlance;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
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
    private @Nullable EventMultiplexer multiplexer;
    private @Nullable Function<ListenerFile.Entry, ListenerThread> runner;
    private boolean wanted;

    FileReload(Path file, Source source) {
        this.file = file;
        this.source = source;
    }

    /**
     * The listeners run; whoever has asked for a reload before gets it now.
     *
     * @param makesThread makes a listener that does not run yet
     */
    synchronized void onStarted(EventMultiplexer running, Function<ListenerFile.Entry, ListenerThread> makesThread) {
        multiplexer = running;
        runner = makesThread;
        if (wanted) {
            request();
        }
    }

    /** Reloads; not before the listeners run. Goes on after any error: the listeners are still there. */
    synchronized void request() {
        if (multiplexer == null || runner == null) {
            wanted = true;
            return;
        }
        try {
            multiplexer.reload(entries(), runner);
        } catch (ConfigException | IllegalArgumentException e) {
            LOG.error("{} is not reloaded, all listeners go on as before: {}", file, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("{} is not reloaded: internal error", file, e);
        } catch (VirtualMachineError e) {
            LOG.error("{} is not reloaded: {}; try again", file, VmErrors.sentence(e));
        }
    }

    private List<ListenerFile.Entry> entries() throws ConfigException {
        ListenerFile next = source.read();
        if (!next.errors().isEmpty()) {
            throw new ConfigException(String.join("; ", next.errors()));
        }
        if (next.entries().isEmpty()) {
            throw new ConfigException("it has no listener that is to be run; to end all of them, stop this process");
        }
        next.warnings().forEach(LOG::warn);
        return next.entries();
    }
}
