package org.superlance.listener.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.event.Event.TickEvent;
import org.superlance.listener.event.EventListener;
import org.superlance.listener.event.QuietPeriod;
import org.superlance.listener.event.SerialGapDetector;
import org.superlance.listener.process.ProcessIdentity;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.SupervisorClient;

/**
 * Takes failures in on the protocol thread, and has them judged and handled beside it. What events do not tell is looked for
 * in supervisord's log and its table of processes: at the start, after each burst of events, on a tick, and while events are
 * missing.
 */
public final class FailureEventListener implements EventListener {

    private static final Logger LOG = LoggerFactory.getLogger(FailureEventListener.class);
    private static final long POLL_INTERVAL_MILLIS = 1_000;

    /** Longer than {@link FailureLedger#SETTLE_TIME}, since the table has whole seconds. */
    private static final Duration SECOND_LOOK = Duration.ofSeconds(4);

    /** While no event tells of an end, a program that is started again at once shows only here. */
    private static final Duration REGULAR_LOOK = Duration.ofSeconds(2);

    /** How long alerts may wait until it is known which supervisord this is. */
    private static final Duration MAX_UNKNOWN = Duration.ofSeconds(30);

    /** Without the log, a death is only known by the process that has ended, so it must be known which ones run. */
    private static final Duration LOOK_WITHOUT_LOG = Duration.ofMinutes(1);

    private static final Duration MAX_LOOK_DELAY = Duration.ofMinutes(2);

    /**
     * What the listener works with.
     *
     * @param directory of the listener, for what must survive it
     * @param self the process that it runs in
     * @param aloneInItsPool whether all events of its pool are for it
     * @param tellsAll whether supervisord tells each end by an event; where not, the table is looked at every few seconds
     * @param since when the listener's process began: in its first life, what died before is not its business
     * @param worker has one thread
     */
    public record Context(
            SupervisorClient supervisor,
            Optional<Path> directory,
            Optional<Namespec> self,
            boolean aloneInItsPool,
            boolean tellsAll,
            Instant since,
            ScheduledExecutorService worker,
            InstantSource clock) {}

    private final Predicate<ProcessFailure> wanted;
    private final FailureQueue failureQueue;
    private final FailureHandler handler;
    private final FailureAnalyzer analyzer;
    private final Context context;
    private final Instant start;
    private final SerialGapDetector gaps;
    private final LedgerFile file;
    private final AtomicBoolean called = new AtomicBoolean();
    private final QuietPeriod quietPeriod = new QuietPeriod();
    private final AskedStops stops = new AskedStops();
    // of the worker
    private @Nullable FailureLedger ledger;
    private Instant nextLook;
    private boolean lookedAtTable;
    private int silent;

    /** @param context whose worker has one thread, so that the handler has its calls one after the other */
    public FailureEventListener(
            Predicate<ProcessFailure> wanted,
            FailureQueue failureQueue,
            FailureHandler handler,
            FailureAnalyzer analyzer,
            Context context) {
        this.wanted = wanted;
        this.failureQueue = failureQueue;
        this.handler = handler;
        this.analyzer = analyzer;
        this.context = context;
        this.start = context.clock().instant();
        this.nextLook = start;
        this.file = new LedgerFile(context.directory());
        this.gaps = new SerialGapDetector(context.aloneInItsPool(), context.tellsAll() ? 0 : 1, System::nanoTime);
    }

    /** Begins: also what an earlier life of this listener has taken in is worked on, and time passes without ticks too. */
    @SuppressWarnings("FutureReturnValueIgnored") // what goes wrong in it is logged by it
    public void start() {
        file.begin(context.since().minus(FailureLedger.TOLERANCE));
        context.worker().scheduleWithFixedDelay(this::runCycle, 0, POLL_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void onEvent(Event event) {
        Instant now = context.clock().instant();
        gaps.accept(event.header());
        if (event instanceof ProcessStateEvent change) {
            boolean asked = stops.isAskedFor(change);
            ProcessFailure.of(change, now)
                    .filter(failure -> !asked)
                    .filter(wanted)
                    .ifPresent(failureQueue::receive);
            quietPeriod.onEvent(now);
        }
        execute(() -> note(event, now));
        // one call for a burst of events is enough: the handler sees all that wait
        if (called.compareAndSet(false, true)) {
            schedule(QuietPeriod.QUIET_TIME);
        }
    }

    private void execute(Runnable task) {
        try {
            context.worker().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("the listener is about to end; what waits is on disk");
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what goes wrong in it is logged by it
    private void schedule(Duration delay) {
        try {
            context.worker().schedule(this::runCycle, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the listener is about to end; what waits is on disk");
        }
    }

    @Override
    public void onLost(long number) {
        failureQueue.lost(number);
    }

    /** Hands on everything that waits, due or not. On the worker, and only where nothing of it is on disk. */
    public void flush() {
        FailureLedger known = ledger;
        failureQueue.admit(queued -> known == null || known.admit(queued));
        handler.flush(context.clock().instant());
    }

    private void note(Event event, Instant now) {
        FailureLedger known = ledger;
        if (known != null) {
            known.onEvent(event);
        }
        if (event instanceof ProcessStateEvent change) {
            handler.onEvent(change);
            lookAt(now);
        } else if (event instanceof TickEvent) {
            lookAt(now);
        }
    }

    private void lookAt(Instant time) {
        if (time.isBefore(nextLook)) {
            nextLook = time;
        }
    }

    private void runCycle() {
        called.set(false);
        Instant now = context.clock().instant();
        if (!quietPeriod.hasElapsed(now)) {
            // another event follows, or the look that comes each second
            return;
        }
        try {
            FailureLedger known = ledger(now);
            if (known != null) {
                failureQueue.admit(known::admit);
                countLost();
                if (!now.isBefore(nextLook) || isClockSetBack(now)) {
                    look(known, now);
                }
                // before the handler lets go of what it has told
                known.save();
            }
            handler.runCycle(now);
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("internal error while working on what waits to be told; trying again", e);
        } finally {
            analyzer.forget();
        }
    }

    private void countLost() {
        long lost = gaps.takeLostBeforeFirst();
        if (lost > 0) {
            LOG.error(
                    "{} event(s) lost before the first one came: the pool's buffer was full; raise buffer_size in the"
                            + " section of this listener",
                    lost);
            failureQueue.lostBeforeFirst(lost);
        }
    }

    private boolean isClockSetBack(Instant now) {
        return !nextLook.equals(Instant.MAX) && nextLook.isAfter(now.plus(MAX_LOOK_DELAY));
    }

    private void look(FailureLedger known, Instant now) {
        FailureAnalyzer.Snapshot snapshot = analyzer.snapshot(now);
        if (snapshot.processes().isEmpty()) {
            // 1, 2, 4 ... 64 s
            nextLook = now.plusSeconds(1L << Math.min(6, silent++));
            return;
        }
        silent = 0;
        Optional<SupervisordLog> log = snapshot.log();
        if (log.isPresent() && !known.isReadFrom(log.get())) {
            log = analyzer.longerLog(snapshot);
        }
        // where it is /dev/null, or loglevel=warn, it does not tell who ran
        log = log.filter(SupervisordLog::tellsOfStarts);
        // supervisord may have been busy for long: what has come meanwhile is known, and needs a look of its own
        if (failureQueue.admit(known::admit)) {
            analyzer.forget();
        }
        for (QueuedFailure found : known.compare(
                new FailureLedger.Observation(now, context.clock().instant(), snapshot.processes(), log))) {
            failureQueue.enqueue(found);
            LOG.info("{}: found in supervisord's log or process table, no event has told of it", found.describe());
        }
        boolean again = known.isUnsettled() || gaps.missing() > 0;
        if (again || (log.isEmpty() && !lookedAtTable)) {
            nextLook = now.plus(SECOND_LOOK);
        } else if (context.tellsAll()) {
            nextLook = log.isEmpty() ? now.plus(LOOK_WITHOUT_LOG) : Instant.MAX;
        } else {
            nextLook = now.plus(REGULAR_LOOK);
        }
        lookedAtTable = true;
    }

    /**
     * Made on the worker, because it must be asked which supervisord this is. While that does not answer, because it starts a
     * thousand programs, what waits is on disk; but not for ever.
     */
    private @Nullable FailureLedger ledger(Instant now) {
        if (ledger == null) {
            Optional<String> supervisor = context.supervisor().pid().value().map(new ProcessIdentity()::of);
            if (supervisor.isEmpty() && isWithin(MAX_UNKNOWN, now)) {
                return null;
            }
            ledger = new FailureLedger(
                    new LedgerFile(context.directory()), supervisor, wanted, gaps, context.self(), context.since());
        }
        return ledger;
    }

    private boolean isWithin(Duration limit, Instant now) {
        return now.isBefore(start.plus(limit)) && !now.isBefore(start);
    }

    /** Which programs are being stopped because somebody has asked for it. */
    private static final class AskedStops {

        private final Set<Namespec> stopping = new HashSet<>();

        /** Whether the event tells of an end that was asked for. */
        synchronized boolean isAskedFor(ProcessStateEvent event) {
            return switch (event.state()) {
                case STOPPING -> {
                    stopping.add(event.process());
                    yield false;
                }
                case STOPPED -> false;
                case BACKOFF -> stopping.contains(event.process());
                default -> {
                    stopping.remove(event.process());
                    yield false;
                }
            };
        }
    }
}
