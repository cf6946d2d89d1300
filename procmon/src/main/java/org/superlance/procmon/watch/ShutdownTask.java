package org.superlance.procmon.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.procmon.watch.ProcessStateTracker.ObservedState;
import org.superlance.procmon.watch.WatchLoop.WatchContext;

/**
 * Shuts supervisord down when a program has failed or ended that its container is there for ({@code --on-fatal}, {@code
 * --on-exit}). What a program is counts, not how that became known: a FATAL before this listener was up, or whose event was
 * lost, is one too. The end of a program that supervisord restarts by itself is known from its event alone.
 */
final class ShutdownTask {

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownTask.class);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(5);

    /** A supervisord that has accepted a shutdown ends this listener, sooner or later. */
    private static final Duration ENDING_CHECK = Duration.ofMinutes(1);

    private final WatchContext context;
    private final ShutdownConditions conditions;
    private final Map<Namespec, String> ended = new LinkedHashMap<>();
    private final Set<Namespec> reported = new HashSet<>();
    private Instant pauseEnds = Instant.MIN;
    private boolean accepted;

    ShutdownTask(WatchContext context) {
        this.context = context;
        this.conditions = context.config().shutdown();
    }

    /** An exit counts even if the program has been started again since. */
    void onEvent(ProcessStateEvent change) {
        if (change.state() == ProcessState.EXITED
                && conditions.includeExitOf(change.process())
                && !context.isOnHold(change.process())) {
            ended.putIfAbsent(change.process(), exited(change.expected()));
        }
    }

    /** Shuts down if that is due; returns whether supervisord is going down, and nothing else is to be done. */
    boolean run() {
        if (conditions.isEmpty() || accepted) {
            return accepted;
        }
        for (WatchedProcess process : List.copyOf(context.processes().all())) {
            Instant now = context.now();
            if (context.availability().isPaused(now) || isPaused(now)) {
                return false;
            }
            if (context.isOnHold(process)) {
                continue;
            }
            Optional<String> reason = Optional.ofNullable(ended.get(process.name()))
                    .or(() -> failure(process).filter(failed -> isStillDown(process)));
            if (reason.isPresent() && shutDown(process.name(), reason.get())) {
                return true;
            }
        }
        return false;
    }

    /** When there is something to do after a refusal, or after the shutdown was accepted; empty if there is nothing. */
    Optional<Instant> nextAt(Instant now) {
        if (accepted) {
            return Optional.of(now.plus(ENDING_CHECK));
        }
        return isPaused(now) ? Optional.of(pauseEnds) : Optional.empty();
    }

    boolean isAccepted() {
        return accepted;
    }

    /** A clock that was set back does not make it longer. */
    private boolean isPaused(Instant now) {
        return now.isBefore(pauseEnds) && !pauseEnds.isAfter(now.plus(RETRY_DELAY));
    }

    private Optional<String> failure(WatchedProcess process) {
        if (process.isIn(ProcessState.EXITED) && conditions.includeExitOf(process.name())) {
            return Optional.of("it is EXITED (--on-exit)");
        }
        if (process.isIn(ProcessState.FATAL) && conditions.endAtFatal(process.name())) {
            return Optional.of(
                    "it is FATAL (" + (conditions.includeExitOf(process.name()) ? "--on-exit" : "--on-fatal") + ")");
        }
        boolean down = process.isIn(ProcessState.FATAL) || process.isIn(ProcessState.EXITED);
        return down && process.failures().givenUp() && conditions.includeFailureOf(process.name())
                ? Optional.of("it is given up (--on-fatal)")
                : Optional.empty();
    }

    private static String exited(boolean expected) {
        return "it exited" + (expected ? "" : " unexpectedly") + " (--on-exit)";
    }

    /** Events may be old: somebody may have started or stopped it since. */
    private boolean isStillDown(WatchedProcess process) {
        RpcResult<ProcessInfo> result = context.supervisor().process(process.name());
        Instant now = context.now();
        if (!context.availability().isAvailable(result, now)) {
            return false;
        }
        if (result.value().isEmpty()) {
            context.processes().forget(process.name());
            return false;
        }
        ProcessInfo found = result.value().get();
        if (process.isIn(found.state())) {
            return true;
        }
        context.processes().update(process.name(), ObservedState.of(found, now)).ifPresent(context.report());
        return false;
    }

    private boolean shutDown(Namespec name, String reason) {
        if (reported.add(name)) {
            context.report().accept(WatchDecision.shutdown(name, reason));
        }
        if (context.dryRun()) {
            return false;
        }
        RpcResult<Boolean> result = context.supervisor().shutdown();
        Instant now = context.now();
        // a shutdown that somebody else has begun is as good
        accepted = result.value().isPresent() || result.isFault(Fault.SHUTDOWN_STATE);
        if (!accepted && context.availability().isAvailable(result, now)) {
            LOG.error("cannot shut down supervisord: {}; retrying", result.sentence());
            pauseEnds = now.plus(RETRY_DELAY);
        }
        return accepted;
    }
}
