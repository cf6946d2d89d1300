package org.superlance.httpok;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.CheckResult;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;

/** Asks the URL, or that of each process, and blames the selected processes for a bad answer. */
final class HttpCheck implements Check {

    private static final Logger LOG = LoggerFactory.getLogger(HttpCheck.class);

    private final ProbeStrategy strategy;
    private final TargetSelector targets;
    private final StartupGrace grace;
    private final CertificateExpiryWarner certificateExpiryWarner;
    private final String limit;
    private final InstantSource clock;
    private final Consumer<CheckRound> rounds;

    /**
     * @param limit what the answer is held against, for people
     * @param rounds is told what each look showed
     */
    HttpCheck(
            ProbeStrategy strategy,
            TargetSelector targets,
            StartupGrace grace,
            CertificateExpiryWarner certificateExpiryWarner,
            String limit,
            InstantSource clock,
            Consumer<CheckRound> rounds) {
        this.strategy = strategy;
        this.targets = targets;
        this.grace = grace;
        this.certificateExpiryWarner = certificateExpiryWarner;
        this.limit = limit;
        this.clock = clock;
        this.rounds = rounds;
    }

    @Override
    public List<CheckResult> check(List<ProcessInfo> processes, Instant when) {
        rounds.accept(CheckRound.NONE);
        List<ProcessInfo> selected = targets.of(processes);
        if (!targets.wantsCheck(selected)) {
            return selected.stream().map(this::notChecked).toList();
        }
        ProbeStrategy.Results answers =
                strategy.probe(selected.stream().filter(targets::mayActOn).toList());
        List<CheckResult> results = new ArrayList<>();
        Map<ProbeResult, Boolean> counts = new LinkedHashMap<>();
        answers.common().ifPresent(health -> counts.put(health, health.isBad() && !anyYoung(selected)));
        for (ProcessInfo process : selected) {
            Optional<ProbeResult> health = answers.of(process.name());
            CheckResult result = health.map(seen -> evaluate(process, seen)).orElseGet(() -> notChecked(process));
            results.add(result);
            health.ifPresent(seen -> counts.merge(seen, result.unhealthy(), Boolean::logicalOr));
        }
        List<ProbeResult> failures = counts.keySet().stream()
                .filter(health -> counts.getOrDefault(health, false))
                .toList();
        log(answers, failures, results);
        rounds.accept(new CheckRound(failures, targets.unknown(processes), expiring(answers), answers));
        return results;
    }

    private boolean anyYoung(List<ProcessInfo> selected) {
        return selected.stream().anyMatch(process -> process.state() == ProcessState.RUNNING && grace.covers(process));
    }

    private CheckResult evaluate(ProcessInfo process, ProbeResult result) {
        if (!result.isBad()) {
            if (result.outcome() == ProbeResult.Outcome.GOOD) {
                grace.onSuccess(process);
            }
            return result(process, false, result, result.reason());
        }
        if (!targets.mayActOn(process)) {
            return result(process, false, result, result.reason() + "; it is " + process.state() + " and left so");
        }
        if (grace.covers(process)) {
            return result(process, false, result, result.reason() + "; not counted until its first success");
        }
        return result(process, true, result, result.reason());
    }

    private CheckResult result(ProcessInfo process, boolean sick, ProbeResult result, String reason) {
        String cause = result.measurement().isEmpty()
                ? "no_answer"
                : result.outcome() == ProbeResult.Outcome.BAD_BODY ? "body" : "status";
        return new CheckResult(process, sick, result.value(), limit, reason, cause);
    }

    private CheckResult notChecked(ProcessInfo process) {
        return new CheckResult(process, false, "-", limit, "not checked while it is " + process.state());
    }

    /** What becomes a decision about a process is said with that. */
    private static void log(ProbeStrategy.Results answers, List<ProbeResult> failures, List<CheckResult> results) {
        answers.undecided().forEach(result -> LOG.error("{}; nothing is restarted for it", result.reason()));
        if (results.stream().noneMatch(CheckResult::unhealthy)) {
            failures.forEach(result -> LOG.warn("{}; there is nothing to restart", result.reason()));
        }
    }

    private List<String> expiring(ProbeStrategy.Results results) {
        List<String> sentences = new ArrayList<>();
        results.asked()
                .forEach((url, result) -> certificateExpiryWarner
                        .notice(url, result.certificateEnd(), clock.instant())
                        .ifPresent(sentences::add));
        sentences.forEach(sentence -> LOG.warn("{}", sentence));
        return sentences;
    }
}
