package org.superlance.listener.restart;

import java.time.Duration;
import java.util.Optional;

/**
 * When to act on a sick process: the options that all restarting listeners share.
 *
 * @param minUptime a younger process is left alone
 * @param budget empty for no bound on restarts
 * @param atMost how many restarts may go on at the same time
 */
public record RestartRules(Cycles cycles, Duration minUptime, Optional<RestartBudget> budget, int atMost) {

    /** For {@code atMost}. */
    public static final int ANY_NUMBER = Integer.MAX_VALUE;

    /** Acts at once and always, as superlance does. */
    public static final RestartRules ALWAYS = new RestartRules(Cycles.ONE, Duration.ZERO, Optional.empty(), ANY_NUMBER);
}
