package org.superlance.listener.configcheck;

import java.time.Duration;
import java.util.Optional;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.RateLimit;

/**
 * Checks that a restart limit can take effect. A process is restarted at most once in so many ticks, and a limit of N
 * takes effect only if N + 1 restarts fit into its window.
 */
public final class RestartLimitCheck {

    private RestartLimitCheck() {}

    /**
     * Checks the limit.
     *
     * @param tick from one check to the next
     * @param atLeast minimum time between two restarts of one process, as far as the options set one
     */
    public static Optional<Diagnostic> check(RestartRules rules, Duration tick, Duration atLeast) {
        Duration between = max(tick.multipliedBy(rules.threshold().needed()), max(rules.minUptime(), atLeast));
        return rules.limit()
                .filter(budget -> between.multipliedBy(budget.count()).compareTo(budget.window()) >= 0)
                .map(budget -> Diagnostic.problem(sentence(budget, tick, between)));
    }

    private static String sentence(RateLimit budget, Duration tick, Duration between) {
        Duration longer = between.multipliedBy(budget.count()).multipliedBy(2);
        return "--max-restarts " + budget + " never takes effect: with a tick every " + Durations.format(tick)
                + ", a process is restarted at most every " + Durations.format(between)
                + "; use a longer window, such as " + budget.count() + "/" + Durations.format(longer);
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
