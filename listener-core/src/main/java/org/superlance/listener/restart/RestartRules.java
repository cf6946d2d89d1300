package org.superlance.listener.restart;

import java.time.Duration;
import java.util.Optional;
import org.superlance.listener.util.RateLimit;

/**
 * When to act on a sick process: the options that all restarting listeners share.
 *
 * @param minUptime a younger process is left alone
 * @param limit empty for no bound on restarts
 * @param maxConcurrent how many restarts may go on at the same time
 */
public record RestartRules(CycleThreshold threshold, Duration minUptime, Optional<RateLimit> limit, int maxConcurrent) {

    /** For {@code maxConcurrent}. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** Acts at once and always, as superlance does. */
    public static final RestartRules ALWAYS =
            new RestartRules(CycleThreshold.ONE, Duration.ZERO, Optional.empty(), UNLIMITED);
}
