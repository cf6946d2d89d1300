package org.superlance.listener.runtime;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.event.Event;
import org.superlance.listener.history.History;
import org.superlance.listener.history.HistoryEvent.ListenerEvent;
import org.superlance.listener.runtime.EventListenerRunner.EventService;
import org.superlance.listener.util.TextSanitizer;

/** A listener that says in a line each when it starts and when it ends: what it is, and what waits. */
final class AnnouncedListener implements EventService {

    private static final int MAX_OPTIONS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(AnnouncedListener.class);

    private final EventService listener;
    private final Supplier<Backlog> backlog;
    private final String command;
    private final String options;
    private final Optional<Path> directory;
    private final boolean dryRun;
    private final History history;
    private final InstantSource clock;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param backlog what it has not finished
     * @param command its name
     * @param options as they were given, without secrets
     * @param state where it keeps what must survive it, and its history
     */
    AnnouncedListener(
            EventService listener,
            Supplier<Backlog> backlog,
            String command,
            String options,
            ListenerStateStore state,
            boolean dryRun,
            InstantSource clock) {
        this.listener = listener;
        this.backlog = backlog;
        this.command = command;
        this.options = options;
        // afterwards it is given free
        this.directory = state.directory();
        this.history = state.history();
        this.clock = clock;
        this.dryRun = dryRun;
    }

    @Override
    public void start() {
        announceStart();
        history.record(
                new ListenerEvent(clock.instant(), ListenerEvent.START, command + " " + ArgumentParser.version()));
        listener.start();
    }

    private void announceStart() {
        String line = command + " " + ArgumentParser.version() + " started: Java "
                + System.getProperty("java.version", "?") + "; user " + System.getProperty("user.name", "?")
                + "; options: " + (options.isEmpty() ? "none" : TextSanitizer.singleLine(options, MAX_OPTIONS)) + "; "
                + place();
        if (directory.isEmpty() && !dryRun) {
            LOG.warn("{}; waiting from before: {}", line, backlog.get());
        } else {
            LOG.info("{}; waiting from before: {}", line, backlog.get());
        }
    }

    private String place() {
        if (dryRun) {
            return "no state directory in a dry run";
        }
        return directory
                .map(path -> "state directory " + path)
                .orElse("no state directory: alerts and restarts under way are in memory only, and are lost if this"
                        + " listener is killed (--state-dir DIR)");
    }

    @Override
    public void onEvent(Event event) {
        listener.onEvent(event);
    }

    @Override
    public void onLost(long number) {
        listener.onLost(number);
    }

    @Override
    public void close() {
        close("closed");
    }

    @Override
    public void close(String why) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        history.record(new ListenerEvent(clock.instant(), ListenerEvent.END, why));
        listener.close();
        Backlog left = backlog.get();
        LOG.info("{} ended: {}; waiting: {}{}", command, why, left, left.isEmpty() ? "" : kept());
    }

    private String kept() {
        return directory.map(path -> " in " + path).orElse(", in memory only: lost");
    }
}
