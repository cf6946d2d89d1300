package org.superlance.listener.runtime;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.process.ProcessDetails;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.StateDirectory;
import org.superlance.listener.status.ListenerStatus;
import org.superlance.listener.status.ListenerStatus.Identity;
import org.superlance.listener.status.ListenerStatus.State;
import org.superlance.listener.status.StatusFile;
import org.superlance.listener.status.StatusRecorder;
import org.superlance.listener.util.RepeatedTask;

/**
 * Writes the status of a listener into its state directory, on its workers: within a second after something has
 * happened, at most once a second, and at least once a minute, so that an old one means that the listener is stuck.
 */
final class StatusWriter {

    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
    private static final long INTERVAL_SECONDS = 1;

    /** What changes without an event, such as a delivery. */
    private static final long REFRESH_SECONDS = 10;

    private static final int MAX_AGE_SECONDS = 60;

    private final StatusRecorder recorder;
    private final StateDirectory directory;
    private final Identity identity;
    private final ScheduledExecutorService workers;
    private final InstantSource clock;
    private final AtomicBoolean requested = new AtomicBoolean();
    /** Waits for nothing but the local disk. */
    private final Runnable refresh = new RepeatedTask("writing the status", () -> write(State.RUNNING));

    private @Nullable ListenerStatus written;
    private boolean ended;

    private StatusWriter(
            StatusRecorder recorder,
            StateDirectory directory,
            Identity identity,
            ScheduledExecutorService workers,
            InstantSource clock) {
        this.recorder = recorder;
        this.directory = directory;
        this.identity = identity;
        this.workers = workers;
        this.clock = clock;
    }

    /**
     * Writes from now on, until the state of the listener is closed; not without a state directory.
     *
     * @param options as they were given, without secrets
     */
    static void schedule(ListenerContext context, String options) {
        Optional<StateDirectory> directory = context.state().stateDirectory();
        if (directory.isEmpty()) {
            return;
        }
        Identity identity = new Identity(
                directory.get().id(),
                context.self().map(Object::toString).orElse(""),
                ArgumentParser.version(),
                System.getProperty("java.version", "?"),
                ProcessDetails.ofThisMachine().self(),
                System.getProperty("user.name", "?"),
                options,
                context.clock().instant());
        StatusWriter writer = new StatusWriter(
                context.state().status(), directory.get(), identity, context.workers(), context.clock());
        context.state().beforeClose(writer::end);
        context.state().status().onChange(writer::request);
        Future<?> unused = context.workers()
                .scheduleWithFixedDelay(writer.refresh, INTERVAL_SECONDS, REFRESH_SECONDS, TimeUnit.SECONDS);
    }

    /** Has it written soon; any thread. */
    private void request() {
        if (requested.compareAndSet(false, true)) {
            try {
                Future<?> unused = workers.schedule(this::onRequest, INTERVAL_SECONDS, TimeUnit.SECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("the listener is ending, its status is written then");
            }
        }
    }

    private void onRequest() {
        requested.set(false);
        refresh.run();
    }

    private void end() {
        write(State.ENDED);
    }

    private synchronized void write(State state) {
        if (ended || !directory.isOwned()) {
            return;
        }
        ended = state == State.ENDED;
        Instant now = clock.instant();
        ListenerStatus status = recorder.status(identity, state, now);
        if (isKnown(status, now)) {
            return;
        }
        try {
            StatusFile.write(directory.path(), status);
            written = status;
        } catch (IOException e) {
            LOG.debug("status not written to {}: {}", directory, AtomicFile.reason(e));
        }
    }

    /** Whether the file says the same and is new enough. */
    private boolean isKnown(ListenerStatus status, Instant now) {
        ListenerStatus before = written;
        return before != null
                && before.isSameAs(status)
                && before.activity().written().plusSeconds(MAX_AGE_SECONDS).isAfter(now);
    }
}
