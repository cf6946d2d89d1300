package org.superlance.listener.runtime;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.cli.ListenerOptions.GeneralConfig;
import org.superlance.listener.crash.FailureQueue;
import org.superlance.listener.crash.QueuedFailure;
import org.superlance.listener.history.FileHistory;
import org.superlance.listener.history.History;
import org.superlance.listener.history.HistoryEvent;
import org.superlance.listener.history.HistoryEvent.AlertEvent;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.metrics.PrometheusFileMetrics;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertBook;
import org.superlance.listener.notify.DeliveryRecords;
import org.superlance.listener.notify.DurableNotificationQueue;
import org.superlance.listener.notify.FanoutQueue;
import org.superlance.listener.notify.HoldingQueue;
import org.superlance.listener.notify.NamedQueue;
import org.superlance.listener.notify.NotificationConfig.AlertLife;
import org.superlance.listener.notify.NotificationConfig.Receiver;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.notify.NotificationQueue.DeliveryOutcome;
import org.superlance.listener.notify.OpenState;
import org.superlance.listener.pause.Pauses;
import org.superlance.listener.restart.RestartJournal;
import org.superlance.listener.restart.RestartJournal.FileRestartJournal;
import org.superlance.listener.restart.RestartTimes;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.DiskSpool;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.state.MessageCodec;
import org.superlance.listener.state.Spool;
import org.superlance.listener.state.Spool.MemorySpool;
import org.superlance.listener.state.SpoolDirectory;
import org.superlance.listener.state.StateDirectory;
import org.superlance.listener.state.StateDirectory.InUseException;
import org.superlance.listener.status.ListenerStatus.Problem;
import org.superlance.listener.status.ListenerStatus.ReceiverStatus;
import org.superlance.listener.status.ListenerStatus.StandingState;
import org.superlance.listener.status.StatusRecorder;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.Backoff;
import org.superlance.listener.util.ListenerExecutor;
import org.superlance.listener.util.MonotonicClock;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.listener.util.Threads;

/** What a listener keeps past its own life, or the lack of it where there is no state directory. */
public final class ListenerStateStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerStateStore.class);
    static final Path DEFAULT = Path.of("/var/lib/superlance");

    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

    /** How much of a receiver's name is kept in the history. */
    private static final int MAX_RECEIVER = 200;

    static final String RESTARTS = "restarts";
    static final String INCIDENTS = "incidents";
    static final String STATES = "states";
    private static final String OUTBOX = "outbox";
    /** In an outbox: what is told later. */
    static final String HELD = "held";

    private final Optional<StateDirectory> directory;
    private final List<NotificationQueue> queues = new ArrayList<>();
    private final List<HoldingQueue> holding = new CopyOnWriteArrayList<>();
    private final Metrics metrics;
    private final StatusRecorder status = new StatusRecorder();
    private final Pauses pauses;
    private final List<Runnable> whenOwned = new ArrayList<>();
    private final List<Runnable> beforeClose = new ArrayList<>();
    private @Nullable Thread retry;
    private @Nullable FileRestartJournal journal;
    private volatile @Nullable AlertBook book;
    private volatile History history = History.none();
    /** The alerts that an earlier run had queued, as names of files; known before the first of them is delivered. */
    private List<String> queuedBefore = List.of();

    private ListenerStateStore(Optional<StateDirectory> directory, Metrics metrics, Pauses pauses) {
        this.directory = directory;
        this.metrics = metrics;
        this.pauses = pauses;
        metrics.registerSeries(Metric.PAUSED, () -> paused(pauses));
    }

    /** The state of the listener; {@link #tryOwn} takes its directory over. */
    static ListenerStateStore of(GeneralConfig options, ListenerId id, CommandContext context) {
        // a dry run must not consume what waits to be told or to be started
        Optional<StateDirectory> directory = options.dryRun()
                ? Optional.empty()
                : base(options, context).map(base -> new StateDirectory(base, id, context.locks()));
        // also a listener that keeps nothing obeys: an operator does not know which one does
        Path ofPauses = base(options, context).orElse(DEFAULT);
        return new ListenerStateStore(
                directory,
                metrics(options, id, context),
                new Pauses(ofPauses, context.clock(), new MonotonicClock(context.clock())));
    }

    /** The same with the directory taken over, or, if it cannot be, without until it can. */
    public static ListenerStateStore open(GeneralConfig options, ListenerId id, CommandContext context) {
        ListenerStateStore state = of(options, id, context);
        if (!state.tryOwn()) {
            state.continueInMemory();
        }
        return state;
    }

    /** For tests: in that directory, without metrics. */
    static ListenerStateStore in(StateDirectory directory) {
        return new ListenerStateStore(Optional.of(directory), Metrics.none(), Pauses.none());
    }

    public static ListenerStateStore none() {
        return new ListenerStateStore(Optional.empty(), Metrics.none(), Pauses.none());
    }

    /**
     * Takes the directory over unless another process has it. Where it cannot be used for another reason, a line in the log
     * says what that means.
     *
     * @return false if another process has it: the listener's predecessor may live on for some seconds
     */
    boolean tryOwn() {
        if (directory.isPresent()) {
            try {
                own(directory.get());
            } catch (InUseException e) {
                return false;
            } catch (IOException e) {
                continueWithout(e);
            }
        }
        return true;
    }

    /** Goes on without the directory, until it is free. */
    void continueInMemory() {
        if (directory.isPresent() && !directory.get().isOwned()) {
            continueWithout(new IOException(directory.get() + " is in use by another process"));
        }
    }

    private void continueWithout(IOException why) {
        StateDirectory state = directory.orElseThrow();
        LOG.error(
                "state directory {} cannot be used: {}; continuing without state directory until it can: pending restarts"
                        + " and alerts are lost if this listener is killed",
                state.base(),
                AtomicFile.reason(why));
        retry = Threads.start("state-directory", () -> retryUntilOwned(state));
    }

    private void retryUntilOwned(StateDirectory state) {
        while (!state.isOwned()) {
            try {
                TimeUnit.NANOSECONDS.sleep(RETRY_INTERVAL.toNanos());
                own(state);
            } catch (IOException e) {
                LOG.debug("state directory {} cannot be used yet: {}", state, AtomicFile.reason(e));
            } catch (InterruptedException e) {
                return;
            }
        }
        LOG.info("state directory {} can be used now", state);
        List<Runnable> due;
        synchronized (whenOwned) {
            due = List.copyOf(whenOwned);
            whenOwned.clear();
        }
        due.forEach(Runnable::run);
    }

    private void own(StateDirectory state) throws IOException {
        state.own();
        queuedBefore = queuedAlerts(state.path());
    }

    private static List<String> queuedAlerts(Path state) throws IOException {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(state.resolve(RESTARTS))) {
            try (DirectoryStream<Path> outboxes = Files.newDirectoryStream(state, ListenerStateStore::isOutbox)) {
                for (Path outbox : outboxes) {
                    names.addAll(
                            new SpoolDirectory<>(outbox, Alert.CODEC).list().keySet());
                }
            }
        }
        return names;
    }

    /** Runs the task when the directory is owned: now, or later on another thread. Never where there is none. */
    public void whenOwned(Runnable task) {
        synchronized (whenOwned) {
            if (directory.isPresent() && !directory.get().isOwned()) {
                whenOwned.add(task);
                return;
            }
        }
        task.run();
    }

    /** The directory, owned or not; empty where there is none. */
    Optional<StateDirectory> stateDirectory() {
        return directory;
    }

    /** None without the option; what is done by hand is told to the hand only. */
    private static Metrics metrics(GeneralConfig options, ListenerId id, CommandContext context) {
        if (options.metricsFile().isEmpty() || options.once()) {
            return Metrics.none();
        }
        Metrics metrics = new PrometheusFileMetrics(
                options.metricsFile().get(),
                options.metricsFileRemove(),
                id.command(),
                new Namespec(id.group(), id.name()),
                ListenerExecutor.start(1));
        metrics.set(Metric.BUILD_INFO, 1, ArgumentParser.version(), System.getProperty("java.version", ""));
        metrics.add(Metric.SAMPLES_OMITTED, 0);
        metrics.set(
                Metric.START_TIME,
                InstrumentedEventListener.epochSeconds(context.clock().instant()));
        return metrics;
    }

    /** Which programs are paused. */
    public Pauses pauses() {
        return pauses;
    }

    private static Map<List<String>, Integer> paused(Pauses pauses) {
        Map<List<String>, Integer> byName = new LinkedHashMap<>();
        pauses.active().forEach(pause -> byName.put(List.of(pause.programs().toString()), 1));
        return byName;
    }

    /** Tells what is not held back any more, by a pause or by quiet hours. To be called every few seconds. */
    void release() {
        pauses.active();
        holding.forEach(HoldingQueue::release);
    }

    /** Where what the listener does is taken down, for machines. */
    public Metrics metrics() {
        return metrics;
    }

    /** Where what the listener does is taken down, for people. */
    public StatusRecorder status() {
        return status;
    }

    /** Runs the task when this is closed, before the directory is given free. */
    synchronized void beforeClose(Runnable task) {
        beforeClose.add(task);
    }

    /** What the listener has done and measured, for people; keeps nothing before {@link #openHistory}. */
    public History history() {
        return history;
    }

    /**
     * Begins to keep a history; without a directory there is none.
     *
     * @param worker what writes it
     */
    void openHistory(Executor worker, InstantSource clock) {
        if (directory.isPresent()) {
            StateDirectory state = directory.get();
            FileHistory file = new FileHistory(state.path(), state, worker, clock, FileHistory.DEFAULT_SIZE);
            history = file;
            pauses.recordIn(file);
            beforeClose(file::close);
        }
    }

    /** A place for what the plugin itself must remember; empty while it cannot be used. */
    public Optional<Path> directory() {
        return directory.filter(StateDirectory::isOwned).map(StateDirectory::path);
    }

    /** What is to be started again after a kill; for a listener that restarts, which asks for it once. */
    public RestartJournal journal(InstantSource clock) {
        if (directory.isEmpty()) {
            return RestartJournal.none();
        }
        StateDirectory state = directory.get();
        FileRestartJournal made = new FileRestartJournal(
                state.path().resolve(RESTARTS), state, clock, state.id().label(), this::wasQueued);
        journal = made;
        return made;
    }

    /** When it has restarted what, for a listener with a limit for that. */
    RestartTimes restartTimes(InstantSource clock) {
        return directory
                .map(state -> new RestartTimes(state.path(), state, clock))
                .orElseGet(RestartTimes::none);
    }

    /** The journal of a listener that restarts; empty if it restarts nothing, or its directory cannot be used. */
    Optional<FileRestartJournal> ownedJournal() {
        return Optional.ofNullable(journal).filter(made -> directory().isPresent());
    }

    private boolean wasQueued(String id) {
        return queuedBefore.stream().anyMatch(name -> MessageCodec.idOf(name).equals(id));
    }

    /** Opens a queue that gives every alert to each of the receivers; none of them waits for another. */
    public NotificationQueue notificationQueue(List<Receiver> receivers, Clock clock) {
        List<String> spools = new ArrayList<>();
        for (Receiver receiver : receivers) {
            spools.add(receiver.spool());
        }
        warnAboutOrphanedSpools(spools);
        List<NotificationQueue> opened = new ArrayList<>();
        for (Receiver receiver : receivers) {
            opened.add(new NamedQueue(receiver.spool(), notificationQueue(receiver, clock)));
        }
        NotificationQueue queue = FanoutQueue.of(opened);
        queues.add(queue);
        return queue;
    }

    private NotificationQueue notificationQueue(Receiver receiver, Clock clock) {
        String kind = receiver.kind();
        for (DeliveryOutcome outcome : DeliveryOutcome.values()) {
            metrics.add(counter(outcome), 0, kind);
        }
        DurableNotificationQueue queue = DurableNotificationQueue.open(
                onDisk(receiver.spool(), Alert.CODEC, Spool.Limit.DISK).orElseGet(() -> new MemorySpool<>(Alert.CODEC)),
                spoolDirectory(receiver.spool(), Alert.CODEC)
                        .map(DeliveryRecords::in)
                        .orElseGet(DeliveryRecords::inMemory),
                receiver.notifier(),
                Backoff.RETRY,
                clock,
                () -> standing(receiver),
                (outcome, alert, why, failures) -> {
                    metrics.count(counter(outcome), kind);
                    if (isRecorded(outcome, failures)) {
                        history.record(event(receiver, outcome, alert, why, clock.instant()));
                    }
                });
        status.register(() -> new ReceiverStatus(
                receiver.spool(),
                receiver.notifier().toString(),
                queue.pending(),
                queue.oldest(),
                queue.trouble().map(trouble -> new Problem(trouble.time(), trouble.sentence()))));
        metrics.registerGauge(Metric.ALERTS_WAITING, queue::pending, kind);
        metrics.registerGauge(Metric.OLDEST_WAITING_ALERT, () -> secondsSince(queue.oldest(), clock), kind);
        HoldingQueue holdingQueue = HoldingQueue.of(
                queue,
                receiver,
                spoolDirectory(receiver.spool(), Alert.CODEC)
                        .map(outbox -> outbox.subdirectory(HELD, HoldingQueue.CODEC)),
                pauses,
                clock);
        metrics.registerGauge(Metric.ALERTS_HELD, holdingQueue::held, kind);
        holding.add(holdingQueue);
        return holdingQueue;
    }

    /** Of failed attempts the 1st, 2nd, 4th, 8th and so on: a receiver may be down for days. */
    private static boolean isRecorded(DeliveryOutcome outcome, int failures) {
        return outcome != DeliveryOutcome.QUEUED
                && (outcome != DeliveryOutcome.FAILED || Integer.bitCount(failures) == 1);
    }

    private static HistoryEvent event(
            Receiver receiver, DeliveryOutcome outcome, Alert alert, String why, Instant now) {
        return new AlertEvent(
                now,
                program(alert),
                receiver.spool(),
                TextSanitizer.singleLine(receiver.notifier().toString(), MAX_RECEIVER),
                outcome.name().toLowerCase(Locale.ROOT),
                alert.id(),
                alert.subject(),
                why);
    }

    private static String program(Alert alert) {
        String process = alert.label("process");
        return process.isEmpty() ? "" : new Namespec(alert.label("group"), process).toString();
    }

    private static double secondsSince(Optional<Instant> time, InstantSource clock) {
        return time.map(since ->
                        Math.max(0, Duration.between(since, clock.instant()).toSeconds()))
                .orElse(0L);
    }

    /** As the receiver is to see it. */
    private List<Alert> standing(Receiver receiver) {
        AlertBook made = book;
        List<Alert> open = made == null ? List.of() : made.standing();
        for (HoldingQueue queue : holding) {
            if (queue.isOf(receiver)) {
                return queue.standing(open);
            }
        }
        return open;
    }

    /**
     * The states that people are told of by the queue; one that survives the listener where there is a directory.
     *
     * @param listener see {@link AlertBook}
     */
    public AlertBook alertBook(NotificationQueue queue, AlertLife life, String listener, InstantSource clock) {
        AlertBook made = new AlertBook(
                directory.map(state -> new SpoolDirectory<>(state.path().resolve(STATES), OpenState.CODEC, state)),
                queue,
                life,
                listener,
                clock);
        whenOwned(made::load);
        book = made;
        status.registerStanding(() -> standingStates(made.standing()));
        metrics.registerSeries(Metric.ALERTING, () -> alerting(made.standing()));
        return made;
    }

    private static List<StandingState> standingStates(List<Alert> standing) {
        List<StandingState> states = new ArrayList<>(standing.size());
        for (Alert alert : standing) {
            states.add(new StandingState(alert.since(), alert.subject(), alert.label("event"), program(alert)));
        }
        return states;
    }

    private static Map<List<String>, Integer> alerting(List<Alert> standing) {
        Map<List<String>, Integer> byLabels = new LinkedHashMap<>();
        for (Alert alert : standing) {
            byLabels.put(List.of(program(alert), alert.label("event")), 1);
        }
        return byLabels;
    }

    private static Metric counter(DeliveryOutcome outcome) {
        return switch (outcome) {
            case QUEUED -> Metric.ALERTS_QUEUED;
            case DELIVERED -> Metric.ALERTS_DELIVERED;
            case FAILED -> Metric.ALERTS_FAILED;
            case REFUSED -> Metric.ALERTS_REFUSED;
            case GIVEN_UP -> Metric.ALERTS_GIVEN_UP;
            case DROPPED -> Metric.ALERTS_DROPPED;
        };
    }

    /** The failures that wait. */
    public FailureQueue failureQueue() {
        return new FailureQueue(onDisk(INCIDENTS, QueuedFailure.CODEC, FailureQueue.SPOOL_LIMIT), metrics);
    }

    private <T> Optional<Spool<T>> onDisk(String name, SpoolDirectory.Codec<T> codec, Spool.Limit limit) {
        return spoolDirectory(name, codec).map(files -> new DiskSpool<>(files, codec, limit));
    }

    private <T> Optional<SpoolDirectory<T>> spoolDirectory(String name, SpoolDirectory.Codec<T> codec) {
        return directory.map(state -> new SpoolDirectory<>(state.path().resolve(name), codec, state));
    }

    /** Says where alerts lie for a destination that an earlier life of this listener had and this one has not. */
    private void warnAboutOrphanedSpools(Collection<String> spools) {
        directory
                .filter(StateDirectory::isOwned)
                .ifPresent(state -> orphanedSpools(state.path(), spools)
                        .forEach(left -> LOG.warn(
                                "undelivered alerts in {}: the options no longer name their receiver; move them to another"
                                        + " outbox to have them sent, or delete them",
                                left)));
    }

    /** Not a glob, which is a regular expression: every start has this. */
    static boolean isOutbox(Path path) {
        return path.getFileName().toString().startsWith(OUTBOX);
    }

    private static List<Path> orphanedSpools(Path state, Collection<String> spools) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> outboxes = Files.newDirectoryStream(state, ListenerStateStore::isOutbox)) {
            for (Path outbox : outboxes) {
                if (!spools.contains(outbox.getFileName().toString())
                        && (DiskSpool.hasEntries(outbox, Alert.CODEC)
                                || DiskSpool.hasEntries(outbox.resolve(HELD), HoldingQueue.CODEC))) {
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
        if (retry != null) {
            retry.interrupt();
        }
        queues.forEach(NotificationQueue::close);
        metrics.close();
        endAll();
        try {
            if (directory.isPresent()) {
                directory.get().close();
            }
        } catch (IOException e) {
            LOG.warn("cannot close {}: {}", directory.get(), e.getMessage());
        }
    }

    private synchronized void endAll() {
        beforeClose.forEach(Runnable::run);
        beforeClose.clear();
    }

    /** The state directory that is asked for. */
    public static Optional<Path> given(GeneralConfig options, CommandContext context) {
        return given(options.stateDir(), context);
    }

    /**
     * The state directory of all listeners, for a command that looks after them; it may not exist, or not be readable.
     *
     * @param option what an option names; empty if it does not
     */
    public static Path baseOfOthers(Optional<Path> option, CommandContext context) {
        return given(option, context).orElse(DEFAULT);
    }

    private static Optional<Path> given(Optional<Path> option, CommandContext context) {
        if (option.isPresent()) {
            return option;
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
