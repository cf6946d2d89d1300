package org.superlance.procmon.subprocess;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;
import org.superlance.procmon.log.ServerLog;
import org.superlance.procmon.policy.BackoffPolicy;

/**
 * What all processes share.
 *
 * @param wall what people are told; may be set
 * @param steady what lengths of time are measured by; is never set
 * @param changes is told every change of a state, after the log was
 */
public record SupervisorContext(
        Clock wall, Clock steady, ServerLog log, BackoffPolicy policy, Consumer<StateChange> changes) {

    Instant now() {
        return steady.instant();
    }
}
