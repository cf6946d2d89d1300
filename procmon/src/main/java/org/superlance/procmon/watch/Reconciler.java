package org.superlance.procmon.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.superlance.listener.event.QuietPeriod;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.restart.ProcessSelector;
import org.superlance.listener.restart.ProcessSelector.UnmatchedPatternWarner;
import org.superlance.listener.runtime.ListenerEnvironment;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;

/** Compares what is known of the programs with what supervisord says, so that a lost event costs little. */
final class Reconciler {

    private final WatchContext context;
    private final SupervisorClient supervisor;
    private final ProcessSelector selector;
    private final UnmatchedPatternWarner unmatchedPatternWarner;
    private final QuietPeriod quietPeriod;
    private final InstantSource clock;
    private final Metrics metrics;
    private final Consumer<WatchDecision> report;
    private Instant next;
    private Instant last = Instant.MIN;

    Reconciler(
            WatchContext context,
            SupervisorClient supervisor,
            ProcessSelector selector,
            QuietPeriod quietPeriod,
            ListenerEnvironment place,
            Consumer<WatchDecision> report) {
        this.context = context;
        this.supervisor = supervisor;
        this.selector = selector;
        this.unmatchedPatternWarner = new UnmatchedPatternWarner(selector);
        this.quietPeriod = quietPeriod;
        this.clock = place.clock();
        this.metrics = place.metrics();
        this.report = report;
        this.next = clock.instant();
    }

    /** Looks at that time at the latest. */
    void request(Instant at) {
        if (at.isBefore(next)) {
            next = at;
        }
    }

    /** When it is time for a look; not in the middle of a burst of events, because it would be out of date at once. */
    Instant nextAt(Instant now) {
        return next.isAfter(now) || quietPeriod.hasElapsed(now) ? next : now.plus(QuietPeriod.QUIET_TIME);
    }

    /** Whether the last look is so long ago that another one is due, whatever the clock does. */
    boolean isOverdue(Instant now) {
        Duration delay = context.settings().policy().consistencyDelay();
        return !now.isBefore(last.plus(delay)) || now.isBefore(last);
    }

    /**
     * Looks.
     *
     * @param changed asked for after supervisord has answered: the programs of which it may have told old news, because
     *     events came meanwhile
     */
    void reconcile(Supplier<Set<Namespec>> changed) {
        Instant began = clock.instant();
        next = began.plus(context.settings().policy().consistencyDelay());
        last = began;
        RpcResult<List<ProcessInfo>> result = supervisor.processes();
        metrics.count(Metric.CHECKS, result.value().isPresent() ? "done" : "failed");
        if (!context.availability().isAvailable(result, clock.instant())) {
            next = context.availability().pauseEnds();
            return;
        }
        result.value().ifPresent(processes -> update(processes, changed.get()));
    }

    private void update(List<ProcessInfo> processes, Set<Namespec> changed) {
        unmatchedPatternWarner.warn(processes);
        List<ProcessInfo> selected = selected(processes);
        metrics.retainOnly(selected.stream().map(ProcessInfo::name).toList());
        context.processes()
                .retain(Stream.concat(selected.stream().map(ProcessInfo::name), changed.stream())
                        .collect(Collectors.toSet()));
        Instant now = clock.instant();
        for (ProcessInfo process : selected) {
            Optional<Instant> ahead = context.processes().aheadUntil(process.name(), now);
            ahead.ifPresent(this::request);
            if (ahead.isEmpty() && !changed.contains(process.name())) {
                context.processes()
                        .update(process.name(), ObservedState.of(process, now))
                        .ifPresent(report);
            }
        }
    }

    /** Those of these processes that are watched. */
    List<ProcessInfo> selected(List<ProcessInfo> processes) {
        return processes.stream().filter(process -> isSelected(process.name())).toList();
    }

    /** Whether it is watched. */
    boolean isSelected(Namespec name) {
        return selector.allows(name) && context.settings().includes(name);
    }
}
