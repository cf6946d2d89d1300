package org.superlance.procmon.watch;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.procmon.watch.ProcessStateTracker.ObservedState;
import org.superlance.procmon.watch.WatchedProcess.StartAttempt;

/** The watched programs, by name. For one thread. */
final class WatchedProcesses {

    private final ProcessStateTracker tracker;
    private final StartRateLimiter limiter;
    private final Predicate<Namespec> restarting;
    private final FailureStore store;
    private final Map<Namespec, WatchedProcess> byName = new TreeMap<>();
    private final Map<Namespec, WatchedProcess> remembered = new HashMap<>();

    /**
     * @param restarting whether a restart of that program is in progress: then it is not started here
     * @param store keeps what is known for the next run of this listener
     */
    WatchedProcesses(
            ProcessStateTracker tracker, StartRateLimiter limiter, Predicate<Namespec> restarting, FailureStore store) {
        this.tracker = tracker;
        this.limiter = limiter;
        this.restarting = restarting;
        this.store = store;
        store.read().forEach(process -> remembered.put(process.name(), process));
    }

    /**
     * Updates the program of an event.
     *
     * @return empty if it does not follow from the known state: it is out of date, or events were lost or are not subscribed to,
     *     and supervisord must be queried
     */
    Optional<List<WatchDecision>> onEvent(ProcessStateEvent event, Instant at) {
        WatchedProcess process = process(event.process());
        if (!process.isFollowedBy(event, at)) {
            return Optional.empty();
        }
        process.onEvent();
        return Optional.of(update(process, ObservedState.of(event, at)).stream().toList());
    }

    /** Updates a program from an answer of supervisord. */
    Optional<WatchDecision> update(Namespec name, ObservedState seen) {
        WatchedProcess process = process(name);
        process.onEvent();
        return update(process, seen);
    }

    private Optional<WatchDecision> update(WatchedProcess process, ObservedState seen) {
        if (restarting.test(process.name())) {
            process.enter(seen.state(), seen.at());
            process.cancelRestart();
            return Optional.empty();
        }
        boolean again = process.isIn(seen.state());
        Optional<WatchDecision> decision = tracker.update(process, seen);
        if (process.attempt().isEmpty()) {
            limiter.free(process.name());
        } else if (!again) {
            limiter.entered(process.name(), seen.state(), seen.at());
        }
        return decision;
    }

    private WatchedProcess process(Namespec name) {
        return byName.computeIfAbsent(
                name,
                any -> Optional.ofNullable(remembered.remove(name)).orElseGet(() -> WatchedProcess.unknown(name)));
    }

    /** Until when answers about that program are ahead of the events of a start by this listener; empty if they are not. */
    Optional<Instant> aheadUntil(Namespec name, Instant now) {
        return Optional.ofNullable(byName.get(name))
                .flatMap(WatchedProcess::attempt)
                .filter(attempt -> attempt.isAheadOfEvents(now))
                .map(StartAttempt::eventsDueAt);
    }

    /** Forgets all others, which supervisord does not have any more. */
    void retain(Set<Namespec> names) {
        byName.keySet().retainAll(names);
        remembered.keySet().retainAll(names);
    }

    Collection<WatchedProcess> all() {
        return byName.values();
    }

    void forget(Namespec name) {
        byName.remove(name);
        limiter.free(name);
    }

    /** Writes what the next run of this listener must know, also of programs that have not been seen yet. */
    void save() {
        Map<Namespec, WatchedProcess> memorable = new TreeMap<>(remembered);
        for (WatchedProcess process : byName.values()) {
            if (process.isWorthStoring()) {
                memorable.put(process.name(), process);
            }
        }
        store.write(memorable.values());
    }

    /** This listener has started it. */
    void started(WatchedProcess process, Instant at) {
        process.beginAttempt(at);
        limiter.started(process.name(), at);
    }
}
