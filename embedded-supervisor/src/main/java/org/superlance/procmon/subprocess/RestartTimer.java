package org.superlance.procmon.subprocess;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.superlance.procmon.log.ServerLog;
import org.superlance.procmon.policy.BackoffPolicy;
import org.superlance.procmon.policy.FailureHistory;
import org.superlance.procmon.policy.RestartDecision;
import org.superlance.procmon.policy.RestartDecision.GiveUp;
import org.superlance.procmon.policy.RestartDecision.ScheduledRestart;

/** When a process that has ended is restarted. */
final class RestartTimer {

    private final String name;
    private final BackoffPolicy policy;
    private final ServerLog log;
    private FailureHistory failures = FailureHistory.NONE;
    private Optional<Instant> at = Optional.empty();
    private Optional<String> givenUp = Optional.empty();

    RestartTimer(String name, BackoffPolicy policy, ServerLog log) {
        this.name = name;
        this.policy = policy;
        this.log = log;
    }

    /** When it is to be started; empty for never. */
    Optional<Instant> at() {
        return at;
    }

    /** Why it is not started any more: it has failed too often. */
    Optional<String> givenUp() {
        return givenUp;
    }

    boolean isDue(Instant now) {
        return at.isPresent() && !now.isBefore(at.get());
    }

    /** It has ended by itself. */
    void exited(Duration uptime, Instant now) {
        schedule(policy.ended(failures, uptime, now));
    }

    /** All start retries have failed. */
    void failed(Instant now) {
        schedule(policy.failed(failures, "it is FATAL", now));
    }

    /** It is being started. */
    void started() {
        at = Optional.empty();
        givenUp = Optional.empty();
    }

    /** It was started or stopped on request: earlier failures no longer count. */
    void reset() {
        failures = FailureHistory.NONE;
        at = Optional.empty();
        givenUp = Optional.empty();
    }

    private void schedule(RestartDecision decision) {
        failures = decision.failures();
        at = decision instanceof ScheduledRestart next ? Optional.of(next.at()) : Optional.empty();
        if (decision instanceof GiveUp) {
            givenUp = Optional.of(decision.sentence());
            log.warn("'" + name + "': " + decision.sentence());
        } else if (decision instanceof ScheduledRestart next && !next.delay().isZero()) {
            log.info("'" + name + "': " + decision.sentence());
        }
    }
}
