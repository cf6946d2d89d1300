package org.superlance.procmon.subprocess;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.superlance.procmon.log.ServerLog;
import org.superlance.procmon.policy.BackoffPolicy;
import org.superlance.procmon.policy.FailureHistory;
import org.superlance.procmon.policy.GiveUp;
import org.superlance.procmon.policy.RestartDecision;
import org.superlance.procmon.policy.ScheduledRestart;

/** When a process that has ended is started again. */
final class RestartTimer {

    private final String name;
    private final BackoffPolicy policy;
    private final ServerLog log;
    private FailureHistory failures = FailureHistory.NONE;
    private Optional<Instant> at = Optional.empty();

    RestartTimer(String name, BackoffPolicy policy, ServerLog log) {
        this.name = name;
        this.policy = policy;
        this.log = log;
    }

    /** When it is to be started; empty for not at all. */
    Optional<Instant> at() {
        return at;
    }

    boolean isDue(Instant now) {
        return at.isPresent() && !now.isBefore(at.get());
    }

    /** It ran and has ended. */
    void exited(Duration lasted, Instant now) {
        schedule(policy.ended(failures, lasted, now));
    }

    /** It was tried often enough for once. */
    void failed(Instant now) {
        schedule(policy.failed(failures, "it is FATAL", now));
    }

    /** It is being started. */
    void started() {
        at = Optional.empty();
    }

    /** Somebody has started or stopped it: what was before does not count. */
    void reset() {
        failures = FailureHistory.NONE;
        at = Optional.empty();
    }

    private void schedule(RestartDecision decision) {
        failures = decision.failures();
        at = decision instanceof ScheduledRestart next ? Optional.of(next.at()) : Optional.empty();
        if (decision instanceof GiveUp) {
            log.warn("'" + name + "': " + decision.sentence());
        } else if (decision instanceof ScheduledRestart next && !next.delay().isZero()) {
            log.info("'" + name + "': " + decision.sentence());
        }
    }
}
