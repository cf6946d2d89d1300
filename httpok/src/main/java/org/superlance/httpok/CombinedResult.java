package org.superlance.httpok;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
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
            boolean isOpen = false;
            for (ProbeResult result : results) {
                if (result.outcome() == decisive) {
                    return decisive;
                }
                isOpen |= result.isUndecided();
            }
            return isOpen ? Outcome.INDETERMINATE : this == ALL ? Outcome.GOOD : Outcome.BAD;
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
        List<ProbeResult> decisive = new ArrayList<>(results);
        decisive.removeIf(result -> result.outcome() != outcome);
        return List.copyOf(decisive);
    }

    /** The answer, of the first of several that the outcome is due to. */
    String value() {
        return decisive().get(0).value();
    }

    /** The reasons of the outcome as one clause. */
    String reason() {
        List<ProbeResult> decisive = decisive();
        String more = decisive.size() > MAX_REASONS ? "; and " + (decisive.size() - MAX_REASONS) + " more" : "";
        StringJoiner reasons = new StringJoiner("; ", "", more);
        for (ProbeResult result : decisive.subList(0, Math.min(MAX_REASONS, decisive.size()))) {
            reasons.add(result.reason());
        }
        return reasons.toString();
    }

    Cause cause() {
        return decisive().get(0).cause();
    }

    /** How long the slowest answer took; empty without an answer. */
    Optional<Duration> took() {
        Optional<Duration> longest = Optional.empty();
        for (ProbeResult result : results) {
            Optional<Duration> took = result.took();
            if (took.isPresent() && (longest.isEmpty() || took.get().compareTo(longest.get()) > 0)) {
                longest = took;
            }
        }
        return longest;
    }
}
