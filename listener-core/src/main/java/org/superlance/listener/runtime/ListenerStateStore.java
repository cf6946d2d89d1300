package org.superlance.listener.runtime;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.cli.ListenerOptions.GeneralConfig;
import org.superlance.listener.crash.FailureQueue;
import org.superlance.listener.crash.QueuedFailure;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.metrics.PrometheusFileMetrics;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.DurableNotificationQueue;
import org.superlance.listener.notify.FanoutQueue;
import org.superlance.listener.notify.NotificationConfig.Receiver;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.notify.NotificationQueue.DeliveryOutcome;
import org.superlance.listener.restart.RestartJournal;
import org.superlance.listener.restart.RestartJournal.FileRestartJournal;
import org.superlance.listener.state.DiskSpool;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.state.Spool;
import org.superlance.listener.state.Spool.MemorySpool;
import org.superlance.listener.state.SpoolDirectory;
import org.superlance.listener.state.StateDirectory;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.Backoff;

/** What a listener keeps past its own life, or the lack of it where there is no state directory. */
public final class ListenerStateStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerStateStore.class);
    private static final Path DEFAULT = Path.of("/var/lib/superlance");

    private final Optional<StateDirectory> directory;
    private final List<NotificationQueue> queues = new ArrayList<>();
    private final Metrics metrics;

    private ListenerStateStore(Optional<StateDirectory> directory, Metrics metrics) {
        this.directory = directory;
        this.metrics = metrics;
    }

    /** Opens the listener's directory; without one that can be used, a line in the log says what that means. */
    public static ListenerStateStore open(GeneralConfig options, ListenerId id, CommandContext context) {
        // a dry run must not consume what waits to be told or to be started
        Optional<StateDirectory> directory = options.dryRun() ? Optional.empty() : directory(options, id, context);
        return new ListenerStateStore(directory, metrics(options, id, context));
    }

    private static Optional<StateDirectory> directory(GeneralConfig options, ListenerId id, CommandContext context) {
        Optional<Path> base = base(options, context);
        if (base.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(StateDirectory.open(base.get(), id));
        } catch (IOException e) {
            LOG.error(
                    "{}; continuing without state directory: pending restarts and alerts are lost if this listener is killed",
                    e.getMessage());
            return Optional.empty();
        }
    }

    public static ListenerStateStore none() {
        return new ListenerStateStore(Optional.empty(), Metrics.none());
    }

    /** None without the option; what is done by hand is told to the hand only. */
    private static Metrics metrics(GeneralConfig options, ListenerId id, CommandContext context) {
        if (options.metricsFile().isEmpty() || options.once()) {
            return Metrics.none();
        }
        Metrics metrics = new PrometheusFileMetrics(
                options.metricsFile().get(),
                id.command(),
                new Namespec(id.group(), id.name()),
                ListenerExecutor.start(1));
        metrics.set(Metric.BUILD_INFO, 1, ArgumentParser.version(), System.getProperty("java.version", ""));
        metrics.set(
                Metric.START_TIME,
                InstrumentedEventListener.epochSeconds(context.clock().instant()));
        return metrics;
    }

    /** Where what the listener does is taken down, for machines. */
    public Metrics metrics() {
        return metrics;
    }

    /** A place for what the plugin itself must remember. */
    public Optional<Path> directory() {
        return directory.map(StateDirectory::path);
    }

    /** What is to be started again after a kill. */
    public RestartJournal journal(InstantSource clock) {
        if (directory.isPresent()) {
            try {
                return new FileRestartJournal(directory.get().directory("restarts"), clock);
            } catch (IOException e) {
                LOG.error("cannot use {} for restarts: {}", directory.get(), e.getMessage());
            }
        }
        return RestartJournal.none();
    }

    /** Opens a queue that gives every alert to each of the receivers; none of them waits for another. */
    public NotificationQueue notificationQueue(List<Receiver> receivers, InstantSource clock) {
        warnAboutOrphanedSpools(receivers.stream().map(Receiver::spool).toList());
        NotificationQueue queue = FanoutQueue.of(receivers.stream()
                .map(receiver -> notificationQueue(receiver, clock))
                .toList());
        queues.add(queue);
        return queue;
    }

    private NotificationQueue notificationQueue(Receiver receiver, InstantSource clock) {
        String kind = receiver.kind();
        for (DeliveryOutcome outcome : DeliveryOutcome.values()) {
            metrics.add(counter(outcome), 0, kind);
        }
        NotificationQueue queue = DurableNotificationQueue.open(
                onDisk(receiver.spool(), Alert.CODEC, Spool.Limit.DISK).orElseGet(() -> new MemorySpool<>(Alert.CODEC)),
                receiver.notifier(),
                Backoff.RETRY,
                clock,
                outcome -> metrics.count(counter(outcome), kind));
        metrics.registerGauge(Metric.ALERTS_WAITING, queue::pending, kind);
        return queue;
    }

    private static Metric counter(DeliveryOutcome outcome) {
        return switch (outcome) {
            case QUEUED -> Metric.ALERTS_QUEUED;
            case DELIVERED -> Metric.ALERTS_DELIVERED;
            case FAILED -> Metric.ALERTS_FAILED;
            case REFUSED -> Metric.ALERTS_REFUSED;
            case DROPPED -> Metric.ALERTS_DROPPED;
        };
    }

    /** The failures that wait. */
    public FailureQueue failureQueue() {
        return new FailureQueue(onDisk("incidents", QueuedFailure.CODEC, FailureQueue.SPOOL_LIMIT), metrics);
    }

    private <T> Optional<Spool<T>> onDisk(String name, SpoolDirectory.Codec<T> codec, Spool.Limit limit) {
        if (directory.isPresent()) {
            try {
                return Optional.of(new DiskSpool<>(directory.get().directory(name), codec, limit));
            } catch (IOException e) {
                LOG.error("cannot use {} for {}, keeping them in memory: {}", directory.get(), name, e.getMessage());
            }
        }
        return Optional.empty();
    }

    /** Says where alerts lie for a destination that an earlier life of this listener had and this one has not. */
    private void warnAboutOrphanedSpools(Collection<String> spools) {
        directory.ifPresent(state -> orphanedSpools(state.path(), spools)
                .forEach(left -> LOG.warn(
                        "undelivered alerts in {}: the options no longer name their receiver; move them to another"
                                + " outbox to have them sent, or delete them",
                        left)));
    }

    private static List<Path> orphanedSpools(Path state, Collection<String> spools) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> outboxes = Files.newDirectoryStream(state, "outbox*")) {
            for (Path outbox : outboxes) {
                if (!spools.contains(outbox.getFileName().toString()) && DiskSpool.hasEntries(outbox, Alert.CODEC)) {
                    found.add(outbox);
                }
            }
        } catch (IOException e) {
            LOG.warn("cannot list undelivered alerts in {}: {}", state, e.getMessage());
        }
        return found;
    }

    @Override
    public void close() {
        queues.forEach(NotificationQueue::close);
        metrics.close();
        try {
            if (directory.isPresent()) {
                directory.get().close();
            }
        } catch (IOException e) {
            LOG.warn("cannot close {}: {}", directory.get(), e.getMessage());
        }
    }

    /** The state directory that is asked for. */
    public static Optional<Path> given(GeneralConfig options, CommandContext context) {
        if (options.stateDir().isPresent()) {
            return options.stateDir();
        }
        String given = context.environment().getOrDefault("SUPERLANCE_STATE_DIR", "");
        return given.isEmpty() ? Optional.empty() : Optional.of(Path.of(given));
    }

    /** The state directory of all listeners, if there is one to be used. */
    public static Optional<Path> base(GeneralConfig options, CommandContext context) {
        return given(options, context).or(ListenerStateStore::defaultBase);
    }

    private static Optional<Path> defaultBase() {
        return Files.isDirectory(DEFAULT) && Files.isWritable(DEFAULT) ? Optional.of(DEFAULT) : Optional.empty();
    }
}
