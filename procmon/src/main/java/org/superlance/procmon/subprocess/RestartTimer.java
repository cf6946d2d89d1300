package org.superlance.procmon.subprocess;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.superlance.procmon.log.ServerLog;
import org.superlance.procmon.policy.DelayPolicy;
import org.superlance.procmon.policy.Failures;
import org.superlance.procmon.policy.GivenUp;
import org.superlance.procmon.policy.NextStart;
import org.superlance.procmon.policy.Sequel;

/** When a process that has ended is started again. */
final class RestartTimer {

    private final String name;
    private final DelayPolicy policy;
    private final ServerLog log;
    private Failures failures = Failures.NONE;
    private Optional<Instant> at = Optional.empty();

    RestartTimer(String name, DelayPolicy policy, ServerLog log) {
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
        failures = Failures.NONE;
        at = Optional.empty();
    }

    private void schedule(Sequel sequel) {
        failures = sequel.failures();
        at = sequel instanceof NextStart next ? Optional.of(next.at()) : Optional.empty();
        if (sequel instanceof GivenUp) {
            log.warn("'" + name + "': " + sequel.sentence());
        } else if (sequel instanceof NextStart next && !next.delay().isZero()) {
            log.info("'" + name + "': " + sequel.sentence());
        }
    }
}
