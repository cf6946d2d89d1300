package org.superlance.listener.restart;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.restart.Decision.DecisionType;
import org.superlance.listener.restart.RestartRules.CycleThreshold;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.RateLimit;

/** Turns check results into decisions by the rules, and remembers what the rules need. Thread-safe. */
public final class RestartPolicy {

    private final RestartRules rules;
    private final Map<Namespec, CycleHistory> cycleHistories = new HashMap<>();
    private final RestartTimes times;
    private final Function<Namespec, Optional<String>> paused;
    private int room;
    private boolean changed;

    /** One that remembers nothing of an earlier life. */
    public RestartPolicy(RestartRules rules) {
        this(rules, RestartTimes.none());
    }

    /** @param times of the restarts that count for the limit, in this life and the next */
    public RestartPolicy(RestartRules rules, RestartTimes times) {
        this(rules, times, name -> Optional.empty());
    }

    /** @param paused why nothing is done about a program that is paused, as a clause; empty if it is not */
    public RestartPolicy(RestartRules rules, RestartTimes times, Function<Namespec, Optional<String>> paused) {
        this.rules = rules;
        this.times = times;
        this.paused = paused;
    }

    /**
     * Decides about every process checked at one tick.
     *
     * @param busy whether a restart of that process is in progress
     * @param inProgress how many restarts are in progress
     */
    public synchronized List<Decision> decide(
            List<CheckResult> results, Predicate<Namespec> busy, int inProgress, Instant now) {
        loadTimes(now);
        Set<Namespec> names = new HashSet<>();
        results.forEach(result -> names.add(result.process().name()));
        forgetAllBut(names, now);
        room = rules.maxConcurrent() - inProgress;
        List<Decision> decisions = new ArrayList<>(results.size());
        for (CheckResult result : results) {
            decisions.add(decide(result, busy.test(result.process().name()), now));
        }
        keepTimes(now);
        return decisions;
    }

    /**
     * Decides about processes that need a restart for a reason that has nothing to do with ticks: only pauses and the limit
     * keep them from it.
     */
    public synchronized List<Decision> decideAtOnce(List<CheckResult> results, Instant now) {
        loadTimes(now);
        List<Decision> decisions =
                results.stream().map(result -> decideAtOnce(result, now)).toList();
        keepTimes(now);
        return decisions;
    }

    /** A restart that was decided on was not made: it does not count for the limit. */
    public synchronized void takeBack(Namespec name, Instant now) {
        loadTimes(now);
        CycleHistory cycleHistory = cycleHistories.get(name);
        if (cycleHistory != null && cycleHistory.restarts.pollLast() != null) {
            changed |= rules.limit().isPresent();
        }
        keepTimes(now);
    }

    private Decision decideAtOnce(CheckResult result, Instant now) {
        CycleHistory cycleHistory =
                cycleHistories.computeIfAbsent(result.process().name(), name -> new CycleHistory());
        Optional<String> pause = paused.apply(result.process().name());
        if (pause.isPresent()) {
            return because(result, DecisionType.PAUSED, pause.get(), true);
        }
        if (isLimitReached(cycleHistory, now)) {
            return limitReached(result, true);
        }
        cycleHistory.restarted(now);
        changed |= rules.limit().isPresent();
        return new Decision(result, DecisionType.RESTART, result.reason(), true);
    }

    private Decision limitReached(CheckResult result, boolean isNew) {
        return because(
                result, DecisionType.HOLD, "restart limit " + rules.limit().orElseThrow() + " reached", isNew);
    }

    private void loadTimes(Instant now) {
        if (rules.limit().isPresent()) {
            // written again at once, too: what was of a time to come must not be so in each life
            times.load(now).forEach(this::remember);
        }
    }

    private void remember(Namespec name, List<Instant> restarts) {
        cycleHistories.computeIfAbsent(name, key -> new CycleHistory()).addEarlier(restarts);
        changed = true;
    }

    /** Before the restarts begin: one that was not kept would not count if the listener is killed. */
    private void keepTimes(Instant now) {
        if (!changed) {
            return;
        }
        changed = false;
        Map<Namespec, List<Instant>> counting = new HashMap<>();
        rules.limit()
                .ifPresent(limit -> cycleHistories.forEach((name, history) -> {
                    if (history.restartsWithin(limit, now) > 0) {
                        counting.put(name, List.copyOf(history.restarts));
                    }
                }));
        times.write(counting, now);
    }

    private Decision decide(CheckResult result, boolean busy, Instant now) {
        CycleHistory cycleHistory =
                cycleHistories.computeIfAbsent(result.process().name(), name -> new CycleHistory());
        cycleHistory.update(result, rules.threshold());
        if (!result.unhealthy()) {
            cycleHistory.paused &= result.isIndeterminate();
            return new Decision(result, DecisionType.OK, result.reason(), false);
        }
        if (busy) {
            return because(result, DecisionType.BUSY, "restart in progress", false);
        }
        ProcessInfo process = result.process();
        if (process.state() == ProcessState.UNKNOWN && process.hasPid()) {
            return because(result, DecisionType.HOLD, remedyOfUnknown(process), cycleHistory.markUnknown());
        }
        int ticks = cycleHistory.unhealthyCycles(result);
        if (ticks < rules.threshold().needed()) {
            return because(result, DecisionType.WAIT, "tick " + ticks + " of " + rules.threshold(), true);
        }
        return decideDue(result.toldBy(cycleHistory.due(result, rules.threshold())), cycleHistory, now);
    }

    /** About a process that has been unhealthy for long enough. */
    private Decision decideDue(CheckResult result, CycleHistory cycleHistory, Instant now) {
        if (isBelowMinUptime(result)) {
            String minimum = Durations.format(rules.minUptime());
            return because(result, DecisionType.YOUNG, "uptime below --min-uptime " + minimum, true);
        }
        Optional<String> pause = paused.apply(result.process().name());
        if (pause.isPresent()) {
            return because(result, DecisionType.PAUSED, pause.get(), cycleHistory.markPaused());
        }
        cycleHistory.paused = false;
        if (isLimitReached(cycleHistory, now)) {
            return limitReached(result, cycleHistory.markRateLimited());
        }
        if (room <= 0) {
            return because(result, DecisionType.BUSY, "waiting for other restarts to finish", false);
        }
        room--;
        cycleHistory.restarted(now);
        changed |= rules.limit().isPresent();
        DecisionType type = result.process().hasPid() ? DecisionType.RESTART : DecisionType.START;
        return new Decision(result, type, result.reason(), true);
    }

    /**
     * A state that supervisord gives a process that it could not kill, and that it neither stops nor starts any more. When
     * such a process ends, supervisord 4.2.5 ends too, with an AssertionError: so it is to be ended first.
     */
    private static String remedyOfUnknown(ProcessInfo process) {
        return "supervisord cannot kill it, its state is UNKNOWN: stop supervisord, kill pid " + process.pid()
                + " as root, and start supervisord again";
    }

    private boolean isBelowMinUptime(CheckResult result) {
        Optional<Duration> uptime = result.process().uptime();
        return uptime.isPresent() && uptime.get().compareTo(rules.minUptime()) < 0;
    }

    private boolean isLimitReached(CycleHistory cycleHistory, Instant now) {
        return rules.limit()
                .filter(budget -> cycleHistory.restartsWithin(budget, now) >= budget.count())
                .isPresent();
    }

    /**
     * A process may be missing for a tick because it restarts, so its restarts are remembered for as long as they
     * count.
     */
    private void forgetAllBut(Set<Namespec> seen, Instant now) {
        cycleHistories
                .entrySet()
                .removeIf(entry -> !seen.contains(entry.getKey()) && isForgettable(entry.getValue(), now));
    }

    private boolean isForgettable(CycleHistory cycleHistory, Instant now) {
        rules.limit().ifPresent(budget -> cycleHistory.restartsWithin(budget, now));
        return rules.limit().isEmpty() || cycleHistory.isEmpty();
    }

    private static Decision because(CheckResult result, DecisionType type, String why, boolean changed) {
        return new Decision(result, type, result.reason() + "; " + why, changed);
    }

    /** What the policy remembers about one process from tick to tick. */
    private static final class CycleHistory {

        /** Of each limit that the process is held against: one that is exceeded now does not go on what another was. */
        private final List<Deque<Boolean>> ticks = new ArrayList<>();

        private final Deque<Instant> restarts = new ArrayDeque<>();
        private long pid;
        private boolean rateLimited;
        private long unknownPid;
        private boolean paused;

        /**
         * Adds the result of a tick, unless the check could not be made: that counts for neither. A new process of the same
         * name starts a new history.
         */
        void update(CheckResult result, CycleThreshold threshold) {
            if (pid != result.process().pid()) {
                pid = result.process().pid();
                ticks.clear();
                paused = false;
            }
            List<CheckResult> parts = result.partsOrSelf();
            for (int i = 0; i < parts.size(); i++) {
                if (i == ticks.size()) {
                    ticks.add(new ArrayDeque<>());
                }
                if (parts.get(i).isIndeterminate()) {
                    continue;
                }
                ticks.get(i).addLast(parts.get(i).unhealthy());
                while (ticks.get(i).size() > threshold.window()) {
                    ticks.get(i).removeFirst();
                }
            }
        }

        /** How often one of the limits that are exceeded now has been; of several the highest number. */
        int unhealthyCycles(CheckResult result) {
            List<CheckResult> parts = result.partsOrSelf();
            return IntStream.range(0, parts.size())
                    .filter(i -> parts.get(i).unhealthy())
                    .map(this::unhealthyCycles)
                    .max()
                    .orElse(0);
        }

        /** The parts that have been unhealthy for long enough. */
        List<CheckResult> due(CheckResult result, CycleThreshold threshold) {
            List<CheckResult> parts = result.partsOrSelf();
            return IntStream.range(0, parts.size())
                    .filter(i -> parts.get(i).unhealthy() && unhealthyCycles(i) >= threshold.needed())
                    .mapToObj(parts::get)
                    .toList();
        }

        private int unhealthyCycles(int part) {
            return (int) ticks.get(part).stream().filter(unhealthy -> unhealthy).count();
        }

        /** How many restarts lie within the window of the limit; older ones are dropped. */
        int restartsWithin(RateLimit budget, Instant now) {
            while (!restarts.isEmpty() && !restarts.getFirst().isAfter(now.minus(budget.window()))) {
                restarts.removeFirst();
            }
            return restarts.size();
        }

        void addEarlier(List<Instant> earlier) {
            List<Instant> all = new ArrayList<>(earlier);
            all.addAll(restarts);
            all.sort(Comparator.naturalOrder());
            restarts.clear();
            restarts.addAll(all);
        }

        void restarted(Instant now) {
            restarts.addLast(now);
            ticks.clear();
            rateLimited = false;
        }

        /** The restart limit is reached; returns whether it was not before. */
        boolean markRateLimited() {
            boolean changed = !rateLimited;
            rateLimited = true;
            return changed;
        }

        /** supervisord lost its hold of the process; returns whether it had it at the last tick. */
        boolean markUnknown() {
            boolean changed = unknownPid != pid;
            unknownPid = pid;
            return changed;
        }

        /** It would be restarted, and is paused; returns whether it was not before. */
        boolean markPaused() {
            boolean changed = !paused;
            paused = true;
            return changed;
        }

        boolean isEmpty() {
            return restarts.isEmpty();
        }
    }
}
