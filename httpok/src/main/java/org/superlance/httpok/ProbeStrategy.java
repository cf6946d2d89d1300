package org.superlance.httpok;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.util.Threads;

/** Which URLs are checked at one tick. */
interface ProbeStrategy {

    /** @param processes those that may be acted on */
    Results probe(List<ProcessInfo> processes);

    /** One URL for all processes. */
    static ProbeStrategy ofOne(ProbeUrl url, Probe probe) {
        return processes -> {
            ProbeResult result = probe.probe(url);
            return new Results(Map.of(url, result), Optional.of(result), Map.of());
        };
    }

    /** One URL for each process. */
    static ProbeStrategy ofEach(ProbeUrl.Template template, Probe probe) {
        return new PerProcessProbe(template, probe);
    }

    /**
     * The results.
     *
     * @param asked the result of each URL
     * @param common the result for all processes; empty if each has its own
     * @param own the result for one process
     */
    record Results(Map<ProbeUrl, ProbeResult> asked, Optional<ProbeResult> common, Map<Namespec, ProbeResult> own) {

        static final Results NONE = new Results(Map.of(), Optional.empty(), Map.of());

        Optional<ProbeResult> of(Namespec name) {
            return common.or(() -> Optional.ofNullable(own.get(name)));
        }

        List<ProbeResult> undecided() {
            return Stream.concat(common.stream(), own.values().stream())
                    .filter(result -> result.outcome() == ProbeResult.Outcome.INDETERMINATE)
                    .distinct()
                    .toList();
        }

        /** Whether there were answers, and each was as it should be. */
        boolean isGood() {
            return !asked.isEmpty()
                    && asked.values().stream().allMatch(result -> result.outcome() == ProbeResult.Outcome.GOOD);
        }

        List<String> remarks() {
            return common.map(ProbeResult::reason).stream().toList();
        }
    }

    /** Checks a URL. */
    interface Probe {

        ProbeResult probe(ProbeUrl url);
    }

    /** Checks the URL of each process, several at the same time: one that hangs takes its whole timeout. */
    record PerProcessProbe(ProbeUrl.Template template, Probe probe) implements ProbeStrategy {

        private static final int MAX_CONCURRENT = 16;

        @Override
        public Results probe(List<ProcessInfo> processes) {
            ExecutorService askers = Executors.newFixedThreadPool(
                    Math.max(1, Math.min(MAX_CONCURRENT, processes.size())), Threads.factory("http-check"));
            try {
                Map<ProbeUrl, Future<ProbeResult>> pending = new LinkedHashMap<>();
                processes.stream()
                        .flatMap(process -> template.of(process.name()).stream())
                        .forEach(url -> pending.computeIfAbsent(url, one -> askers.submit(() -> probe.probe(one))));
                Map<ProbeUrl, ProbeResult> asked = new LinkedHashMap<>();
                pending.forEach((url, answer) -> asked.put(url, await(url, answer)));
                return new Results(asked, Optional.empty(), own(processes, asked));
            } finally {
                askers.shutdownNow();
            }
        }

        private Map<Namespec, ProbeResult> own(List<ProcessInfo> processes, Map<ProbeUrl, ProbeResult> asked) {
            Map<Namespec, ProbeResult> own = new HashMap<>();
            for (ProcessInfo process : processes) {
                Optional<ProbeResult> result =
                        template.of(process.name()).flatMap(url -> Optional.ofNullable(asked.get(url)));
                own.put(process.name(), result.orElseGet(() -> numberless(process)));
            }
            return own;
        }

        private static ProbeResult numberless(ProcessInfo process) {
            return ProbeResult.undecided(
                    "cannot check " + process.name() + ": its name does not end with a number, which %(process_num)"
                            + " in the URL needs; exclude it with --exclude");
        }

        private static ProbeResult await(ProbeUrl url, Future<ProbeResult> answer) {
            try {
                return answer.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return ProbeResult.undecided("cannot check " + url + ": this listener is exiting");
            } catch (ExecutionException e) {
                throw new IllegalStateException("the check of " + url + " failed with an internal error", e);
            }
        }
    }
}
