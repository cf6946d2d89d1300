package org.superlance.httpok;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.superlance.httpok.CombinedResult.Rule;
import org.superlance.httpok.Probe.ProbeTemplate;
import org.superlance.httpok.ProbeResult.IndeterminateException;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.util.Threads;

/**
 * Runs all checks of one tick, several at the same time: one that hangs takes its whole timeout.
 *
 * @param checks at least one
 * @param rule which of them must succeed
 * @param each whether each process is checked on its own, other than all together
 */
record ProbeStrategy(List<ProbeTemplate> checks, Rule rule, boolean each) {

    private static final int MAX_CONCURRENT = 64;
    /** Longer than the listener has to end: it decides. */
    private static final long KILL_SECONDS = 10;

    /** Of how many processes all checks run at the same time. */
    private static final int MAX_PROCESSES = 16;

    ProbeStrategy {
        checks = List.copyOf(checks);
    }

    /** @param processes those that may be acted on */
    Results probe(List<ProcessInfo> processes) {
        if (each) {
            return probeEach(processes);
        }
        List<Attempt> attempts = new ArrayList<>();
        checks.forEach(check -> attempts.add(Attempt.of(check)));
        Map<Probe, ProbeResult> asked = run(probes(attempts));
        return new Results(asked, Optional.of(combined(attempts, asked)), Map.of());
    }

    private Results probeEach(List<ProcessInfo> processes) {
        Map<Namespec, List<Attempt>> attempts = new LinkedHashMap<>();
        Set<Probe> probes = new LinkedHashSet<>();
        for (ProcessInfo process : processes) {
            List<Attempt> own = new ArrayList<>();
            checks.forEach(check -> own.add(Attempt.of(check, process)));
            attempts.put(process.name(), own);
            probes.addAll(probes(own));
        }
        Map<Probe, ProbeResult> asked = run(probes);
        Map<Namespec, CombinedResult> own = new LinkedHashMap<>();
        attempts.forEach((name, made) -> own.put(name, combined(made, asked)));
        return new Results(asked, Optional.empty(), own);
    }

    private static Set<Probe> probes(List<Attempt> attempts) {
        Set<Probe> probes = new LinkedHashSet<>();
        attempts.forEach(attempt -> attempt.probe.ifPresent(probes::add));
        return probes;
    }

    private CombinedResult combined(List<Attempt> attempts, Map<Probe, ProbeResult> asked) {
        List<ProbeResult> results = new ArrayList<>();
        attempts.forEach(attempt -> results.add(attempt.result(asked)));
        return new CombinedResult(rule, results);
    }

    private Map<Probe, ProbeResult> run(Set<Probe> probes) {
        Map<Probe, ProbeResult> asked = new LinkedHashMap<>();
        if (probes.size() <= 1) {
            probes.forEach(probe -> asked.put(probe, probe.run()));
            return asked;
        }
        int concurrent = Math.min(MAX_CONCURRENT, MAX_PROCESSES * checks.size());
        ExecutorService askers =
                Executors.newFixedThreadPool(Math.min(concurrent, probes.size()), Threads.factory("http-check"));
        try {
            Map<Probe, Future<ProbeResult>> pending = new LinkedHashMap<>();
            probes.forEach(probe -> pending.put(probe, askers.submit(probe::run)));
            pending.forEach((probe, answer) -> asked.put(probe, await(probe, answer)));
            return asked;
        } finally {
            askers.shutdownNow();
            awaitKilledCommands(askers);
        }
    }

    /** An interrupt is the end of the listener, and plugins are still being killed; otherwise all have exited. */
    private static void awaitKilledCommands(ExecutorService askers) {
        if (!Thread.interrupted()) {
            return;
        }
        try {
            boolean unused = askers.awaitTermination(KILL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            // there is no more time
        }
        Thread.currentThread().interrupt();
    }

    private static ProbeResult await(Probe probe, Future<ProbeResult> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ProbeResult.undecided("cannot check " + probe.target() + ": this listener is exiting");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the check of " + probe.target() + " failed with an internal error", e);
        }
    }

    /**
     * One check, of one process or of all together.
     *
     * @param problem why there is no probe; empty if there is one
     */
    private record Attempt(Optional<Probe> probe, Optional<ProbeResult> problem) {

        static Attempt of(ProbeTemplate check) {
            return new Attempt(Optional.of(check.sample()), Optional.empty());
        }

        static Attempt of(ProbeTemplate check, ProcessInfo process) {
            try {
                return new Attempt(Optional.of(check.of(process)), Optional.empty());
            } catch (IndeterminateException e) {
                String reason = "cannot check " + process.name() + ": " + e.getMessage();
                return new Attempt(Optional.empty(), Optional.of(ProbeResult.undecided(reason)));
            }
        }

        ProbeResult result(Map<Probe, ProbeResult> asked) {
            return probe.map(asked::get).or(() -> problem).orElseThrow();
        }
    }

    /**
     * The results.
     *
     * @param asked the result of each probe
     * @param common the result for all processes; empty if each has its own
     * @param own the result for one process
     */
    record Results(Map<Probe, ProbeResult> asked, Optional<CombinedResult> common, Map<Namespec, CombinedResult> own) {

        static final Results NONE = new Results(Map.of(), Optional.empty(), Map.of());

        Optional<CombinedResult> of(Namespec name) {
            return common.or(() -> Optional.ofNullable(own.get(name)));
        }

        /** What could not be told, where it leaves the outcome open. */
        List<ProbeResult> undecided() {
            Set<ProbeResult> undecided = new LinkedHashSet<>();
            for (CombinedResult result : all()) {
                if (result.isUndecided()) {
                    undecided.addAll(result.decisive());
                }
            }
            return List.copyOf(undecided);
        }

        /** The first of the same, by what it is about: the target of a check, or a process that lacks what a check needs. */
        Map<String, ProbeResult> impossible() {
            List<ProbeResult> open = undecided();
            Map<String, ProbeResult> impossible = new LinkedHashMap<>();
            asked.forEach((probe, result) -> {
                if (open.contains(result)) {
                    impossible.putIfAbsent(probe.target(), result);
                }
            });
            own.forEach((process, combined) -> combined.decisive().forEach(result -> {
                if (result.isUndecided() && !asked.containsValue(result)) {
                    impossible.putIfAbsent(process.toString(), result);
                }
            }));
            return impossible;
        }

        /** Whether there is a result of it, by the same names. */
        boolean isChecked(String what) {
            return asked.keySet().stream().anyMatch(probe -> probe.target().equals(what))
                    || own.keySet().stream()
                            .anyMatch(process -> process.toString().equals(what));
        }

        /** Whether there were answers, and each was as it should be. */
        boolean isGood() {
            for (CombinedResult result : all()) {
                if (!result.isGood()) {
                    return false;
                }
            }
            return !asked.isEmpty();
        }

        /** Whether there was an answer that was not as it should be, and that another did not make up for. */
        boolean isBad() {
            for (CombinedResult result : all()) {
                if (result.isBad()) {
                    return true;
                }
            }
            return false;
        }

        /** Checks that did not succeed where others did that are enough, by what they are about. */
        Map<String, ProbeResult> masked() {
            Map<String, ProbeResult> masked = new LinkedHashMap<>();
            Set<ProbeResult> made = new HashSet<>();
            for (CombinedResult result : all()) {
                if (result.isGood()) {
                    made.addAll(result.results());
                }
            }
            made.removeIf(ProbeResult::isGood);
            asked.forEach((probe, result) -> {
                if (made.contains(result)) {
                    masked.put(probe.target(), result);
                }
            });
            return masked;
        }

        /** The targets of the checks that have these results. */
        List<String> targets(List<ProbeResult> some) {
            return asked.entrySet().stream()
                    .filter(made -> some.contains(made.getValue()))
                    .map(made -> made.getKey().target())
                    .toList();
        }

        /** The same for people: with the process, where each has its own result. */
        List<String> names(List<ProbeResult> some) {
            List<String> names = new ArrayList<>();
            own.forEach((process, combined) -> combined.results().stream()
                    .filter(some::contains)
                    .flatMap(result -> targets(List.of(result)).stream().limit(1))
                    .forEach(target -> names.add(target + " of " + process.shortName())));
            return own.isEmpty() ? targets(some) : names;
        }

        List<String> remarks() {
            return common.stream()
                    .flatMap(result -> result.results().stream())
                    .map(ProbeResult::reason)
                    .toList();
        }

        private List<CombinedResult> all() {
            List<CombinedResult> all = new ArrayList<>(own.values());
            common.ifPresent(all::add);
            return all;
        }
    }
}
