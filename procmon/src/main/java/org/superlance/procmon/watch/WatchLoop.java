package org.superlance.procmon.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.event.Event.TickEvent;
import org.superlance.listener.event.QuietPeriod;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.restart.ProcessSelector;
import org.superlance.listener.restart.RestartExecutor;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.SupervisorClient;

/**
 * One cycle of {@code procmon watch}: handles the events that have come, compares with supervisord if that is due, starts and
 * kills what is due. Events may be handed over by any thread; cycles are for one thread.
 */
final class WatchLoop {

    /** What does not follow from the known state is compared with supervisord after the events that are still under way. */
    private static final Duration RECHECK_DELAY = Duration.ofSeconds(1);

    /** How often it is looked whether a pause of a program is over. */
    private static final Duration PAUSE_CHECK = Duration.ofSeconds(5);

    private final Queue<TimestampedEvent> timestampedEvents = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final QuietPeriod quietPeriod = new QuietPeriod();
    private final WatchContext watched;
    private final Reconciler reconciler;
    private final StuckProcessKiller stuckProcessKiller;
    private final StartScheduler startScheduler;
    private final RestartAllTask restartAllTask;
    private final ShutdownTask shutdownTask;
    private boolean stateEventSeen;

    /** @param restarts does the rolling restart of all programs */
    WatchLoop(WatchContext watched, RestartExecutor restarts) {
        this.watched = watched;
        this.reconciler = new Reconciler(watched, quietPeriod);
        this.stuckProcessKiller = new StuckProcessKiller(watched);
        this.startScheduler = new StartScheduler(watched, reconciler::request);
        this.restartAllTask = new RestartAllTask(watched, restarts);
        this.shutdownTask = new ShutdownTask(watched);
    }

    /**
     * What the parts of the loop share.
     *
     * @param dryRun whether to log starts and kills instead of doing them
     * @param selector leaves out the listener's own pool, and what the options exclude
     * @param processes as they have been seen
     * @param availability whether supervisord answers
     * @param report logs, counts and mails what is decided
     * @param paused why nothing is done about a program, as a clause; empty if an operator has not paused it
     */
    record WatchContext(
            WatchConfig config,
            boolean dryRun,
            SupervisorClient supervisor,
            ProcessSelector selector,
            WatchedProcesses processes,
            ProcessStateTracker tracker,
            StartRateLimiter limiter,
            SupervisorAvailability availability,
            Consumer<WatchDecision> report,
            Metrics metrics,
            InstantSource clock,
            Function<Namespec, Optional<String>> paused) {

        /** Whether an operator has paused the program: it is left alone. */
        boolean isOnHold(WatchedProcess process) {
            return isOnHold(process.name());
        }

        boolean isOnHold(Namespec name) {
            return paused.apply(name).isPresent();
        }

        Instant now() {
            return clock.instant();
        }

        boolean isPaused() {
            return availability.isPaused(now());
        }

        /** Whether the program is watched. */
        boolean isSelected(Namespec name) {
            return selector.allows(name) && config.includes(name);
        }

        /** Those of these processes that are watched. */
        List<ProcessInfo> selected(List<ProcessInfo> all) {
            List<ProcessInfo> selected = new ArrayList<>(all);
            selected.removeIf(process -> !isSelected(process.name()));
            return List.copyOf(selected);
        }
    }

    /** An event, and when it came. */
    private record TimestampedEvent(Event event, Instant at) {}

    /** Hands an event over to the next cycle; returns whether the cycle has anything to do for it. */
    boolean enqueue(Event event) {
        Instant now = watched.now();
        if (event instanceof ProcessStateEvent change) {
            quietPeriod.onEvent(now);
            if (!watched.isSelected(change.process())) {
                return false;
            }
        } else if (!(event instanceof TickEvent)) {
            return false;
        }
        timestampedEvents.add(new TimestampedEvent(event, now));
        return true;
    }

    /** Events were lost: the next cycle compares with supervisord. */
    void lost() {
        lost.set(true);
    }

    /** Requests a rolling restart of all running programs. */
    void restartAll(String reason) {
        restartAllTask.request(reason);
    }

    /**
     * Runs a cycle.
     *
     * @return when the next one is due if no event comes
     */
    Instant runCycle() {
        Instant now = watched.now();
        processEvents();
        if (lost.getAndSet(false)) {
            reconciler.request(now);
        }
        if (!watched.availability().isPaused(now)) {
            act(now);
        }
        watched.processes().save();
        return nextAt(watched.now());
    }

    private void act(Instant now) {
        if (shutdownTask.run()) {
            return;
        }
        if (!reconciler.nextAt(now).isAfter(now)) {
            restartAllTask.checkFile();
            reconciler.reconcile(this::processEvents);
            if (shutdownTask.run()) {
                return;
            }
        }
        for (WatchedProcess process : List.copyOf(watched.processes().all())) {
            watched.tracker().recovered(process, watched.now()).ifPresent(watched.report());
        }
        stuckProcessKiller.run();
        startScheduler.run();
        restartAllTask.run();
        if (watched.isPaused()) {
            reconciler.request(watched.availability().pauseEnds());
        }
    }

    /** Handles the events that have come, and returns the programs that they were about. */
    private Set<Namespec> processEvents() {
        Set<Namespec> changed = new HashSet<>();
        for (TimestampedEvent next = timestampedEvents.poll(); next != null; next = timestampedEvents.poll()) {
            if (next.event() instanceof ProcessStateEvent change) {
                processEvent(change, next.at());
                changed.add(change.process());
            } else {
                tick(next.at());
            }
        }
        return changed;
    }

    private void processEvent(ProcessStateEvent change, Instant at) {
        stateEventSeen = true;
        shutdownTask.onEvent(change);
        watched.processes()
                .onEvent(change, at)
                .ifPresentOrElse(
                        decisions -> decisions.forEach(watched.report()),
                        () -> reconciler.request(at.plus(RECHECK_DELAY)));
    }

    /** Without events of states, as if PROCESS_STATE is not subscribed to, ticks are the only occasion for a comparison. */
    private void tick(Instant at) {
        restartAllTask.checkFile();
        if (!stateEventSeen || reconciler.isOverdue(at)) {
            reconciler.request(at);
        }
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isAfter(other) ? other : one;
    }

    private boolean isAnyOnHold() {
        for (WatchedProcess process : watched.processes().all()) {
            if (watched.isOnHold(process)) {
                return true;
            }
        }
        return false;
    }

    private Instant nextAt(Instant now) {
        if (shutdownTask.isAccepted()) {
            return shutdownTask.nextAt(now).orElse(now);
        }
        Instant next = earlier(reconciler.nextAt(now), stuckProcessKiller.nextAt());
        next = earlier(next, startScheduler.nextAt(now));
        next = earlier(next, shutdownTask.nextAt(now).orElse(next));
        for (WatchedProcess process : watched.processes().all()) {
            next = earlier(next, watched.tracker().recoveredAt(process).orElse(next));
        }
        if (isAnyOnHold()) {
            next = earlier(next, now.plus(PAUSE_CHECK));
        }
        Instant pauseEnds = watched.availability().pauseEnds();
        return watched.availability().isPaused(now) && next.isBefore(pauseEnds) ? pauseEnds : next;
    }
}
