package org.superlance.httpok;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.superlance.httpok.ProbeResult.Cause;
import org.superlance.httpok.ProbeResult.Outcome;
import org.superlance.listener.supervisor.ProcessInfo;

/**
 * The results of all checks of a process, and what they come to.
 *
 * @param rule which of the checks must succeed
 * @param results of each check, in the order of the command line; at least one
 */
record CombinedResult(Rule rule, List<ProbeResult> results) {

    private static final int MAX_REASONS = 5;

    /** Which checks must succeed. */
    enum Rule {
        ALL,
        ANY;

        /**
         * What the results come to. One that is undecided decides nothing, and leaves open only what it could have changed:
         * of all, one that is bad is enough, of any, one that is good.
         */
        private Outcome outcome(List<ProbeResult> results) {
            Outcome decisive = this == ALL ? Outcome.BAD : Outcome.GOOD;
            return List.of(decisive, Outcome.INDETERMINATE).stream()
                    .filter(outcome -> results.stream().anyMatch(result -> result.outcome() == outcome))
                    .findFirst()
                    .orElse(this == ALL ? Outcome.GOOD : Outcome.BAD);
        }
    }

    CombinedResult {
        results = List.copyOf(results);
    }

    Outcome outcome() {
        return rule.outcome(results);
    }

    /** What the results come to for one process: some failures say nothing of one that was just started. */
    CombinedResult of(ProcessInfo process) {
        return process.uptime()
                .map(uptime -> new CombinedResult(
                        rule,
                        results.stream().map(result -> result.after(uptime)).toList()))
                .orElse(this);
    }

    boolean isGood() {
        return outcome() == Outcome.GOOD;
    }

    boolean isBad() {
        return outcome() == Outcome.BAD;
    }

    boolean isUndecided() {
        return outcome() == Outcome.INDETERMINATE;
    }

    /** The results that the outcome is due to. */
    List<ProbeResult> decisive() {
        Outcome outcome = outcome();
        return results.stream().filter(result -> result.outcome() == outcome).toList();
    }

    /** The answer, of the first of several that the outcome is due to. */
    String value() {
        return decisive().get(0).value();
    }

    /** The reasons of the outcome as one clause. */
    String reason() {
        List<ProbeResult> decisive = decisive();
        String more = decisive.size() > MAX_REASONS ? "; and " + (decisive.size() - MAX_REASONS) + " more" : "";
        return decisive.stream()
                .limit(MAX_REASONS)
                .map(ProbeResult::reason)
                .collect(Collectors.joining("; ", "", more));
    }

    Cause cause() {
        return decisive().get(0).cause();
    }

    /** How long the slowest answer took; empty without an answer. */
    Optional<Duration> took() {
        return results.stream().flatMap(result -> result.took().stream()).max(Comparator.naturalOrder());
    }
}
