package org.superlance.procmon.subprocess;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;
import org.superlance.procmon.log.ServerLog;
import org.superlance.procmon.policy.BackoffPolicy;

/**
 * What all subprocesses share.
 *
 * @param wall the clock for what is shown; may be set
 * @param steady the clock for measuring durations; is never set
 * @param changes gets every state change, after it was logged
 */
public record SupervisorContext(
        Clock wall, Clock steady, ServerLog log, BackoffPolicy policy, Consumer<StateChange> changes) {

    Instant now() {
        return steady.instant();
    }
}
