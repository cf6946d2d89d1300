package org.superlance.httpok;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.history.History;
import org.superlance.listener.history.Quantity;
import org.superlance.listener.history.Sample;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.Check.CheckException;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;

/** Runs the checks, or those of each process; a failure makes the selected processes unhealthy. */
final class HttpCheck implements Check {

    private static final Logger LOG = LoggerFactory.getLogger(HttpCheck.class);

    private final ProbeStrategy strategy;
    private final TargetSelector targets;
    private final StartupGrace grace;
    private final CertificateExpiryWarner certificateExpiryWarner;
    private final String limit;
    private final InstantSource clock;
    private final Consumer<CheckRound> rounds;
    private final ResultRecorder recorder;
    private final MaskedFailureLog masked = new MaskedFailureLog();
    private final ImpossibleCheckLog impossible = new ImpossibleCheckLog();

    /**
     * @param grace how long failures of a process are ignored after its start until its first success; may be zero
     * @param certificateDays how many days before a certificate expires it is reported; 0 for never
     * @param limit the accepted responses, for people
     * @param rounds receives the result of each check
     * @param recorder takes down the results of each check
     */
    HttpCheck(
            ProbeStrategy strategy,
            TargetSelector targets,
            Duration grace,
            int certificateDays,
            String limit,
            InstantSource clock,
            Consumer<CheckRound> rounds,
            ResultRecorder recorder) {
        this.strategy = strategy;
        this.targets = targets;
        this.grace = new StartupGrace(grace);
        this.certificateExpiryWarner = new CertificateExpiryWarner(certificateDays);
        this.limit = limit;
        this.clock = clock;
        this.rounds = rounds;
        this.recorder = recorder;
    }

    @Override
    public List<CheckResult> check(List<ProcessInfo> processes, Instant when) throws CheckException {
        rounds.accept(CheckRound.NONE);
        List<ProcessInfo> selected = targets.of(processes);
        List<ProcessInfo> actionable = targets.actionable(selected);
        if (!targets.wantsCheck(actionable)) {
            return notChecked(selected);
        }
        ProbeStrategy.Results answers = strategy.probe(actionable);
        throwIfAborted();
        List<CheckResult> results = new ArrayList<>();
        Map<CombinedResult, Boolean> counts = new LinkedHashMap<>();
        answers.common().ifPresent(health -> counts.put(health, health.isBad() && !anyYoung(selected, health)));
        for (ProcessInfo process : selected) {
            Optional<CombinedResult> health = answers.of(process.name());
            CheckResult result = health.map(seen -> evaluate(process, seen)).orElseGet(() -> notChecked(process));
            results.add(result);
            health.ifPresent(seen -> counts.merge(seen, result.unhealthy(), Boolean::logicalOr));
        }
        Set<ProbeResult> decisive = new LinkedHashSet<>();
        counts.forEach((health, counted) -> {
            if (counted) {
                decisive.addAll(health.decisive());
            }
        });
        List<ProbeResult> failures = List.copyOf(decisive);
        log(answers, failures, results);
        recorder.record(answers, selected, when);
        rounds.accept(new CheckRound(failures, targets.unknown(processes), expiring(answers), answers));
        return results;
    }

    /** An interrupt is the end of the listener: what a check has found then is that it was aborted. */
    private static void throwIfAborted() throws CheckException {
        if (Thread.currentThread().isInterrupted()) {
            throw new CheckException("check aborted: this listener is exiting", true);
        }
    }

    /** Takes down the results of a check. */
    @FunctionalInterface
    interface ResultRecorder {

        /**
         * Records them.
         *
         * @param selected all processes that the check is about
         * @param when the time of the tick
         */
        void record(ProbeStrategy.Results results, List<ProcessInfo> selected, Instant when);

        /** Keeps the response times in a history. */
        static ResultRecorder ofResponseTimes(History history) {
            return (results, selected, when) ->
                    history.record(Quantity.RESPONSE_TIME, when, responseTimes(results, selected));
        }

        private static List<Sample> responseTimes(ProbeStrategy.Results results, List<ProcessInfo> selected) {
            List<Sample> samples = new ArrayList<>();
            for (ProcessInfo process : selected) {
                results.of(process.name())
                        .flatMap(CombinedResult::took)
                        .ifPresent(time -> samples.add(new Sample(process.name(), time.toMillis())));
            }
            return samples;
        }

        default ResultRecorder andThen(ResultRecorder next) {
            return (results, selected, when) -> {
                record(results, selected, when);
                next.record(results, selected, when);
            };
        }
    }

    private boolean anyYoung(List<ProcessInfo> selected, CombinedResult health) {
        return selected.stream()
                .filter(process -> process.state() == ProcessState.RUNNING)
                .anyMatch(
                        process -> grace.covers(process) || !health.of(process).isBad());
    }

    private CheckResult evaluate(ProcessInfo process, CombinedResult result) {
        if (!result.isBad()) {
            if (result.isGood()) {
                grace.onSuccess(process);
            }
            return result(process, false, result, result.reason());
        }
        if (!targets.mayActOn(process)) {
            return result(process, false, result, result.reason() + "; not restarted while " + process.state());
        }
        CombinedResult due = result.of(process);
        if (!due.isBad()) {
            return result(process, false, result, due.reason());
        }
        if (grace.covers(process)) {
            return result(process, false, result, result.reason() + "; ignored until its first success");
        }
        return result(process, true, result, result.reason());
    }

    private CheckResult result(ProcessInfo process, boolean sick, CombinedResult result, String reason) {
        String cause = result.isUndecided()
                ? CheckResult.INDETERMINATE
                : result.cause().label();
        return new CheckResult(process, sick, result.value(), limit, reason, cause);
    }

    private List<CheckResult> notChecked(List<ProcessInfo> processes) {
        List<CheckResult> results = new ArrayList<>();
        processes.forEach(process -> results.add(notChecked(process)));
        return List.copyOf(results);
    }

    private CheckResult notChecked(ProcessInfo process) {
        return new CheckResult(process, false, "-", limit, "not checked while " + process.state());
    }

    /** Unhealthy processes are logged with their decisions. */
    private void log(ProbeStrategy.Results answers, List<ProbeResult> failures, List<CheckResult> results) {
        masked.update(answers.masked());
        impossible.update(answers, clock.instant());
        if (!failures.isEmpty() && results.stream().noneMatch(CheckResult::unhealthy)) {
            String consequence = consequence(results.stream()
                    .map(CheckResult::process)
                    .filter(process ->
                            process.state() == ProcessState.STOPPING || process.state() == ProcessState.STARTING)
                    .map(process -> process.name() + " is " + process.state())
                    .toList());
            failures.forEach(result -> LOG.warn("{}; {}", result.reason(), consequence));
        }
    }

    /** A restart that is under way shows in these states, whoever asked for it. */
    private static String consequence(List<String> betweenStates) {
        return betweenStates.isEmpty()
                ? "no process to restart"
                : "nothing is restarted while " + FirstOfMany.of(betweenStates);
    }

    private Map<String, String> expiring(ProbeStrategy.Results results) {
        Map<String, String> sentences = new LinkedHashMap<>();
        results.asked()
                .forEach((probe, result) -> certificateExpiryWarner
                        .notice(probe, result.certificateEnd(), clock.instant())
                        .ifPresent(sentence -> sentences.put(probe.target(), sentence)));
        sentences.values().forEach(sentence -> LOG.warn("{}", sentence));
        return sentences;
    }

    /** Logs that a check fails which others make up for, when it begins: what stands by is not to be lost unseen. */
    private static final class MaskedFailureLog {

        private Set<String> failing = Set.of();

        void update(Map<String, ProbeResult> masked) {
            masked.forEach((target, result) -> {
                if (!failing.contains(target)) {
                    LOG.warn("{}; nothing is restarted, because another check succeeds (--any-ok)", result.reason());
                }
            });
            failing = Set.copyOf(masked.keySet());
        }
    }

    /** Knows the processes that have not succeeded since their start, and are within their grace period. */
    private static final class StartupGrace {

        private final Duration longest;
        private final Map<Namespec, Long> answered = new HashMap<>();

        /** @param longest zero for no grace at all */
        StartupGrace(Duration longest) {
            this.longest = longest;
        }

        void onSuccess(ProcessInfo process) {
            answered.put(process.name(), process.pid());
        }

        boolean covers(ProcessInfo process) {
            Long pid = answered.get(process.name());
            boolean hasAnswered = pid != null && pid == process.pid();
            return !hasAnswered
                    && process.uptime().filter(up -> up.compareTo(longest) < 0).isPresent();
        }
    }

    /** Reports, at most once a day for each server, that a certificate is about to expire. */
    private static final class CertificateExpiryWarner {

        private static final Duration NOTICE_INTERVAL = Duration.ofDays(1);

        private final int days;
        private final Map<String, Instant> noticed = new HashMap<>();

        /** @param days 0 for never */
        CertificateExpiryWarner(int days) {
            this.days = days;
        }

        /** A sentence if there is something to report now. */
        Optional<String> notice(Probe probe, Optional<Instant> end, Instant now) {
            if (end.isEmpty() || days == 0 || end.get().isAfter(now.plus(Duration.ofDays(days)))) {
                return Optional.empty();
            }
            String server = probe.server();
            Instant last = noticed.get(server);
            if (last != null && !now.isBefore(last) && now.isBefore(last.plus(NOTICE_INTERVAL))) {
                return Optional.empty();
            }
            noticed.put(server, now);
            String when = end.get().isAfter(now)
                    ? "expires in " + ChronoUnit.DAYS.between(now, end.get()) + " days, on "
                    : "has expired on ";
            return Optional.of("the certificate of " + probe.target() + " " + when + end.get() + "; renew it");
        }
    }

    /**
     * The result of one check, beside the results of the processes.
     *
     * @param failures the checks that failed and count
     * @param unknown names in the options that match no process
     * @param expiring sentences about certificates that should be renewed, by the target of the check
     * @param results the results of all checks
     */
    record CheckRound(
            List<ProbeResult> failures,
            List<ProcessPattern> unknown,
            Map<String, String> expiring,
            ProbeStrategy.Results results) {

        static final CheckRound NONE = new CheckRound(List.of(), List.of(), Map.of(), ProbeStrategy.Results.NONE);

        CheckRound {
            failures = List.copyOf(failures);
            unknown = List.copyOf(unknown);
            expiring = Collections.unmodifiableMap(new LinkedHashMap<>(expiring));
        }

        /** These, and the problems that they do not mention. */
        List<Diagnostic> diagnostics(List<Diagnostic> ofPrograms) {
            List<Diagnostic> diagnostics = new ArrayList<>(ofPrograms);
            Stream.concat(failures.stream(), results.undecided().stream())
                    .map(ProbeResult::reason)
                    .filter(reason -> ofPrograms.stream()
                            .noneMatch(said -> said.sentence().contains(reason)))
                    .map(reason -> Diagnostic.problem(reason + "; fix it, or adjust the options if this is intended"))
                    .forEach(diagnostics::add);
            expiring.values().stream().map(Diagnostic::problem).forEach(diagnostics::add);
            return diagnostics;
        }
    }

    /**
     * The processes that a check is about.
     *
     * @param any every process, whatever the names are
     * @param eager whether to check although none of them is running
     * @param startable the states beside RUNNING in which a process is acted on
     */
    record TargetSelector(boolean any, List<ProcessPattern> names, boolean eager, Set<ProcessState> startable) {

        TargetSelector {
            names = List.copyOf(names);
            startable = Set.copyOf(startable);
        }

        /** Whether no process is selected. */
        boolean isNobody() {
            return !any && names.isEmpty();
        }

        List<ProcessInfo> of(List<ProcessInfo> processes) {
            List<ProcessInfo> selected = new ArrayList<>(processes);
            selected.removeIf(process -> !selects(process.name()));
            return List.copyOf(selected);
        }

        boolean selects(Namespec process) {
            return any || ProcessPattern.anyMatches(names, process);
        }

        /** Those that may be acted on. */
        List<ProcessInfo> actionable(List<ProcessInfo> selected) {
            List<ProcessInfo> actionable = new ArrayList<>(selected);
            actionable.removeIf(process -> !mayActOn(process));
            return List.copyOf(actionable);
        }

        boolean mayActOn(ProcessInfo process) {
            return process.state() == ProcessState.RUNNING || startable.contains(process.state());
        }

        /** Whether there is a reason to check at all. */
        boolean wantsCheck(List<ProcessInfo> actionable) {
            return eager || isNobody() || !actionable.isEmpty();
        }

        List<ProcessPattern> unknown(List<ProcessInfo> processes) {
            List<ProcessPattern> unknown = new ArrayList<>(names);
            for (ProcessInfo process : processes) {
                unknown.removeIf(name -> name.matches(process.name()));
            }
            return List.copyOf(unknown);
        }
    }
}
