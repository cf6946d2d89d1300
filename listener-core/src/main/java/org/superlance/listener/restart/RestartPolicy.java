package org.superlance.listener.restart;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.Durations;

/** Turns what a check saw into decisions, by the rules, and remembers what the rules need. For one thread. */
public final class RestartPolicy {

    private final RestartRules rules;
    private final Map<Namespec, History> histories = new HashMap<>();
    private int room;

    public RestartPolicy(RestartRules rules) {
        this.rules = rules;
    }

    /**
     * Decides about every process seen at one tick.
     *
     * @param busy whether a restart of that process is under way
     * @param underWay how many restarts are under way
     */
    public List<Decision> decide(List<Finding> findings, Predicate<Namespec> busy, int underWay, Instant now) {
        forgetAllBut(findings.stream().map(f -> f.process().name()).collect(Collectors.toSet()), now);
        room = rules.atMost() - underWay;
        return findings.stream()
                .map(finding -> decide(finding, busy.test(finding.process().name()), now))
                .toList();
    }

    private Decision decide(Finding finding, boolean busy, Instant now) {
        History history = histories.computeIfAbsent(finding.process().name(), name -> new History());
        history.see(finding.process().pid(), finding.sick(), rules.cycles());
        if (!finding.sick()) {
            return new Decision(finding, Verdict.OK, finding.reason(), false);
        }
        if (busy) {
            return because(finding, Verdict.BUSY, "its restart is under way", false);
        }
        int ticks = history.sickTicks();
        if (ticks < rules.cycles().needed()) {
            return because(finding, Verdict.WAIT, "tick " + ticks + " of " + rules.cycles(), true);
        }
        if (isTooYoung(finding)) {
            String minimum = Durations.format(rules.minUptime());
            return because(finding, Verdict.YOUNG, "younger than --min-uptime " + minimum, true);
        }
        if (isSpent(history, now)) {
            return because(finding, Verdict.HOLD, "restarted as often as --max-restarts allows", history.hold());
        }
        if (room <= 0) {
            return because(finding, Verdict.BUSY, "its turn comes when other restarts are finished", false);
        }
        room--;
        history.restarted(now);
        Verdict verdict = finding.process().hasPid() ? Verdict.RESTART : Verdict.START;
        return new Decision(finding, verdict, finding.reason(), true);
    }

    private boolean isTooYoung(Finding finding) {
        Optional<Duration> uptime = finding.process().uptime();
        return uptime.isPresent() && uptime.get().compareTo(rules.minUptime()) < 0;
    }

    private boolean isSpent(History history, Instant now) {
        return rules.budget()
                .filter(budget -> history.restartsWithin(budget, now) >= budget.restarts())
                .isPresent();
    }

    /** A process may be gone for a tick just because it restarts, so its restarts are remembered for as long as they count. */
    private void forgetAllBut(Set<Namespec> seen, Instant now) {
        histories.entrySet().removeIf(entry -> !seen.contains(entry.getKey()) && isForgettable(entry.getValue(), now));
    }

    private boolean isForgettable(History history, Instant now) {
        rules.budget().ifPresent(budget -> history.restartsWithin(budget, now));
        return rules.budget().isEmpty() || history.isForgettable();
    }

    private static Decision because(Finding finding, Verdict verdict, String why, boolean news) {
        return new Decision(finding, verdict, finding.reason() + "; " + why, news);
    }
}
