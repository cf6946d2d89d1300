package org.superlance.procmon.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.superlance.listener.event.QuietPeriod;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.restart.ProcessSelector.UnmatchedPatternWarner;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.procmon.watch.ProcessStateTracker.ObservedState;
import org.superlance.procmon.watch.WatchLoop.WatchContext;

/** Compares the known states of the programs with those that supervisord reports, so that a lost event costs little. */
final class Reconciler {

    private final WatchContext context;
    private final UnmatchedPatternWarner unmatchedPatternWarner;
    private final QuietPeriod quietPeriod;
    private Instant next;
    private Instant last = Instant.MIN;

    Reconciler(WatchContext context, QuietPeriod quietPeriod) {
        this.context = context;
        this.unmatchedPatternWarner = new UnmatchedPatternWarner(context.selector());
        this.quietPeriod = quietPeriod;
        this.next = context.now();
        context.metrics().add(Metric.CHECKS, 0, "done");
        context.metrics().add(Metric.CHECKS, 0, "failed");
    }

    /** Asks for a comparison at that time at the latest. */
    void request(Instant at) {
        if (at.isBefore(next)) {
            next = at;
        }
    }

    /** When the next comparison is due; not in the middle of a burst of events, because it would be out of date at once. */
    Instant nextAt(Instant now) {
        return next.isAfter(now) || quietPeriod.hasElapsed(now) ? next : now.plus(QuietPeriod.QUIET_TIME);
    }

    /** Whether the last comparison is longer ago than the consistency delay, whatever the clock does. */
    boolean isOverdue(Instant now) {
        Duration delay = context.config().policy().consistencyDelay();
        return !now.isBefore(last.plus(delay)) || now.isBefore(last);
    }

    /**
     * Compares.
     *
     * @param changed called after supervisord has answered: the programs about which events came meanwhile, so that the
     *     answer may be older
     */
    void reconcile(Supplier<Set<Namespec>> changed) {
        Instant began = context.now();
        next = began.plus(context.config().policy().consistencyDelay());
        last = began;
        RpcResult<List<ProcessInfo>> result = context.supervisor().processes();
        context.metrics().count(Metric.CHECKS, result.value().isPresent() ? "done" : "failed");
        if (!context.availability().isAvailable(result, context.now())) {
            next = context.availability().pauseEnds();
            return;
        }
        result.value().ifPresent(processes -> update(processes, changed.get()));
    }

    private void update(List<ProcessInfo> processes, Set<Namespec> changed) {
        unmatchedPatternWarner.warn(processes);
        List<ProcessInfo> selected = context.selected(processes);
        Set<Namespec> known = new HashSet<>(changed);
        selected.forEach(process -> known.add(process.name()));
        context.processes().retain(known);
        Instant now = context.now();
        for (ProcessInfo process : selected) {
            Optional<Instant> ahead = context.processes().aheadUntil(process.name(), now);
            ahead.ifPresent(this::request);
            if (ahead.isEmpty() && !changed.contains(process.name())) {
                context.processes()
                        .update(process.name(), ObservedState.of(process, now))
                        .ifPresent(context.report());
            }
        }
    }
}
