package org.superlance.listener.configcheck;

import java.time.Duration;
import java.util.Optional;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.RateLimit;

/**
 * Whether a restart budget can ever be spent. One program is restarted at most once in so many ticks, and a budget of N
 * holds back only if N restarts and one more lie within its time.
 */
public final class RestartLimitCheck {

    private RestartLimitCheck() {}

    /**
     * Looks at the budget.
     *
     * @param tick from one check to the next
     * @param atLeast what lies between two restarts of one program besides
     */
    public static Optional<Diagnostic> check(RestartRules rules, Duration tick, Duration atLeast) {
        Duration between = max(tick.multipliedBy(rules.threshold().needed()), max(rules.minUptime(), atLeast));
        return rules.limit()
                .filter(budget -> between.multipliedBy(budget.count()).compareTo(budget.window()) >= 0)
                .map(budget -> Diagnostic.problem(sentence(budget, tick, between)));
    }

    private static String sentence(RateLimit budget, Duration tick, Duration between) {
        Duration longer = between.multipliedBy(budget.count()).multipliedBy(2);
        return "--max-restarts " + budget + " never holds back: at a tick every " + Durations.format(tick)
                + ", one program is restarted every " + Durations.format(between)
                + " at most; give it a longer time, such as " + budget.count() + "/" + Durations.format(longer);
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
