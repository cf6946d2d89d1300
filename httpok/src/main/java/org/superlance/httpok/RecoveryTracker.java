package org.superlance.httpok;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.superlance.httpok.HttpCheck.CheckRound;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.supervisor.Namespec;

/**
 * Which checks have failed, since when, and whether they succeed again, often enough. One that cannot be made counts for
 * neither, and does not keep the failure of another from being over. Not thread-safe.
 */
final class RecoveryTracker {

    private final int successThreshold;
    private final Set<Probe> failed = new LinkedHashSet<>();
    private final Map<Namespec, Integer> successesByProcess = new HashMap<>();
    private @Nullable Instant since;
    private boolean recovered;
    private int successes;

    /** @param successThreshold how many times in a row a check must succeed until it does not fail any more */
    RecoveryTracker(int successThreshold) {
        this.successThreshold = successThreshold;
    }

    /** Adds the results of one tick. */
    void update(CheckRound round, List<Decision> decisions, Instant now) {
        round.results().asked().forEach((probe, result) -> {
            if (round.failures().contains(result)) {
                failed.add(probe);
            }
        });
        if (!round.failures().isEmpty() && since == null) {
            since = now;
        }
        recovered = round.failures().isEmpty() && isRecovered(round.results());
        if (recovered) {
            successes++;
        } else if (round.results().isBad()) {
            successes = 0;
        }
        countByProcess(decisions);
    }

    private boolean isRecovered(ProbeStrategy.Results results) {
        Map<Probe, ProbeResult> asked = results.asked();
        return results.isGood()
                || (!failed.isEmpty()
                        && !results.isBad()
                        && failed.stream()
                                .allMatch(probe -> Optional.ofNullable(asked.get(probe))
                                        .filter(ProbeResult::isGood)
                                        .isPresent()));
    }

    private void countByProcess(List<Decision> decisions) {
        Set<Namespec> seen = new LinkedHashSet<>();
        for (Decision decision : decisions) {
            seen.add(decision.name());
            if (decision.result().unhealthy()) {
                successesByProcess.remove(decision.name());
            } else if (decision.isHealthy() || recovered) {
                successesByProcess.merge(decision.name(), 1, Integer::sum);
            }
        }
        successesByProcess.keySet().retainAll(seen);
    }

    /** Whether the checks of the process have succeeded often enough. */
    boolean isOver(Decision decision) {
        return successesByProcess.getOrDefault(decision.name(), 0) >= successThreshold;
    }

    /** Whether all that has failed has succeeded often enough, also at this tick. */
    boolean isOver() {
        return recovered && successes >= successThreshold;
    }

    /** Whether all that has failed succeeds at this tick. */
    boolean isRecovered() {
        return recovered;
    }

    /** When the first of the checks that have failed did so; that time where none has. */
    Instant since(Instant otherwise) {
        Instant first = since;
        return first == null ? otherwise : first;
    }

    /** What has failed is over. */
    void forget() {
        failed.clear();
        since = null;
    }
}
