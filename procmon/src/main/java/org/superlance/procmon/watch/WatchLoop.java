package org.superlance.procmon.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.event.Event.TickEvent;
import org.superlance.listener.event.QuietPeriod;
import org.superlance.listener.restart.RestartExecutor;
import org.superlance.listener.runtime.WatcherContext;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.procmon.policy.BackoffPolicy;

/**
 * What is done between two waits: take in the events that have come, look if it is time for it, start and kill what is
 * due. Events may be handed over by any thread; rounds are for one.
 */
final class WatchLoop {

    /** What does not follow from what is known is looked at after the events that are still under way. */
    private static final Duration RECHECK_DELAY = Duration.ofSeconds(1);

    private final Queue<TimestampedEvent> timestampedEvents = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final QuietPeriod quietPeriod = new QuietPeriod();
    private final WatchContext watched;
    private final FailureStore store;
    private final Reconciler reconciler;
    private final StuckProcessKiller stuckProcessKiller;
    private final StartScheduler startScheduler;
    private final RestartAllTask restartAllTask;
    private final Consumer<WatchDecision> report;
    private final InstantSource clock;
    private boolean toldOfStates;

    WatchLoop(
            WatchSettings settings,
            WatcherContext context,
            BackoffPolicy policy,
            RestartExecutor restarts,
            Consumer<WatchDecision> report) {
        this.clock = context.place().clock();
        this.report = report;
        this.store = new FailureStore(context.place().directory());
        ProcessStateTracker tracker = new ProcessStateTracker(policy, settings);
        StartRateLimiter limiter = new StartRateLimiter(settings.startsPerSecond());
        WatchedProcesses processes =
                new WatchedProcesses(tracker, limiter, context.restartManager()::isInProgress, store.read());
        this.watched = new WatchContext(settings, processes, tracker, limiter, new SupervisorAvailability());
        this.reconciler =
                new Reconciler(watched, context.supervisor(), context.selector(), quietPeriod, context.place(), report);
        this.stuckProcessKiller = new StuckProcessKiller(watched, context.supervisor(), clock, report);
        this.startScheduler = new StartScheduler(watched, context.supervisor(), store, clock, report);
        this.restartAllTask = new RestartAllTask(watched, reconciler, context.supervisor(), restarts);
    }

    /** Hands an event over to the next round; returns whether there is anything in it for us. */
    boolean enqueue(Event event) {
        Instant now = clock.instant();
        if (event instanceof ProcessStateEvent change) {
            quietPeriod.onEvent(now);
            if (!reconciler.isSelected(change.process())) {
                return false;
            }
        } else if (!(event instanceof TickEvent)) {
            return false;
        }
        timestampedEvents.add(new TimestampedEvent(event, now));
        return true;
    }

    /** Events were lost: the next round looks. */
    void lost() {
        lost.set(true);
    }

    /** Asks for a restart of all, for that reason. */
    void restartAll(String why) {
        restartAllTask.request(why);
    }

    /**
     * Makes a round.
     *
     * @return when the next one is due if nothing happens
     */
    Instant runCycle() {
        Instant now = clock.instant();
        processEvents();
        if (lost.getAndSet(false)) {
            reconciler.request(now);
        }
        if (!watched.availability().isPaused(now)) {
            act(now);
        }
        store.write(watched.processes().worthStoring());
        return nextAt(clock.instant());
    }

    private void act(Instant now) {
        if (!reconciler.nextAt(now).isAfter(now)) {
            restartAllTask.checkFile();
            reconciler.reconcile(this::processEvents);
        }
        for (WatchedProcess process : List.copyOf(watched.processes().all())) {
            watched.tracker().recovered(process, clock.instant()).ifPresent(report);
        }
        stuckProcessKiller.run();
        startScheduler.run();
        restartAllTask.run(clock.instant());
        if (watched.availability().isPaused(clock.instant())) {
            reconciler.request(watched.availability().pauseEnds());
        }
    }

    /** Takes in the events that have come, and tells which programs they were about. */
    private Set<Namespec> processEvents() {
        Set<Namespec> changed = new HashSet<>();
        for (TimestampedEvent timestampedEvent = timestampedEvents.poll();
                timestampedEvent != null;
                timestampedEvent = timestampedEvents.poll()) {
            if (timestampedEvent.event() instanceof ProcessStateEvent change) {
                processEvents(change, timestampedEvent.at());
                changed.add(change.process());
            } else {
                tick(timestampedEvent.at());
            }
        }
        return changed;
    }

    private void processEvents(ProcessStateEvent change, Instant at) {
        toldOfStates = true;
        watched.processes()
                .onEvent(change, at)
                .ifPresentOrElse(
                        decisions -> decisions.forEach(report), () -> reconciler.request(at.plus(RECHECK_DELAY)));
    }

    /** A tick tells nothing but the time; it is the only occasion for a look if nobody tells us of states. */
    private void tick(Instant at) {
        restartAllTask.checkFile();
        if (!toldOfStates || reconciler.isOverdue(at)) {
            reconciler.request(at);
        }
    }

    private Instant nextAt(Instant now) {
        Instant next = Stream.concat(
                        Stream.of(reconciler.nextAt(now), stuckProcessKiller.nextAt(), startScheduler.nextAt(now)),
                        watched.processes().all().stream()
                                .map(watched.tracker()::recoveredAt)
                                .flatMap(Optional::stream))
                .min(Comparator.naturalOrder())
                .orElse(now);
        Instant pauseEnds = watched.availability().pauseEnds();
        return watched.availability().isPaused(now) && next.isBefore(pauseEnds) ? pauseEnds : next;
    }
}
