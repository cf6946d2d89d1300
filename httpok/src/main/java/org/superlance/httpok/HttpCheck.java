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

    private final Survey survey;
    private final Scope scope;
    private final Grace grace;
    private final Certificates certificates;
    private final String limit;
    private final InstantSource clock;
    private final Consumer<Round> rounds;

    /**
     * @param limit what the answer is held against, for people
     * @param rounds is told what each look showed
     */
    HttpCheck(
            Survey survey,
            Scope scope,
            Grace grace,
            Certificates certificates,
            String limit,
            InstantSource clock,
            Consumer<Round> rounds) {
        this.survey = survey;
        this.scope = scope;
        this.grace = grace;
        this.certificates = certificates;
        this.limit = limit;
        this.clock = clock;
        this.rounds = rounds;
    }

    @Override
    public List<CheckResult> check(List<ProcessInfo> processes, Instant when) {
        rounds.accept(Round.NONE);
        List<ProcessInfo> selected = scope.of(processes);
        if (!scope.wantsCheck(selected)) {
            return selected.stream().map(this::notChecked).toList();
        }
        Survey.Answers answers =
                survey.make(selected.stream().filter(scope::mayActOn).toList());
        List<CheckResult> results = new ArrayList<>();
        Map<Health, Boolean> counts = new LinkedHashMap<>();
        answers.common().ifPresent(health -> counts.put(health, health.isBad() && !anyYoung(selected)));
        for (ProcessInfo process : selected) {
            Optional<Health> health = answers.of(process.name());
            CheckResult result = health.map(seen -> judge(process, seen)).orElseGet(() -> notChecked(process));
            results.add(result);
            health.ifPresent(seen -> counts.merge(seen, result.unhealthy(), Boolean::logicalOr));
        }
        List<Health> failures = counts.keySet().stream()
                .filter(health -> counts.getOrDefault(health, false))
                .toList();
        tell(answers, failures, results);
        rounds.accept(new Round(failures, scope.unknown(processes), expiring(answers), answers));
        return results;
    }

    private boolean anyYoung(List<ProcessInfo> selected) {
        return selected.stream().anyMatch(process -> process.state() == ProcessState.RUNNING && grace.covers(process));
    }

    private CheckResult judge(ProcessInfo process, Health health) {
        if (!health.isBad()) {
            if (health.outcome() == Health.Outcome.GOOD) {
                grace.sawSuccess(process);
            }
            return result(process, false, health, health.reason());
        }
        if (!scope.mayActOn(process)) {
            return result(process, false, health, health.reason() + "; it is " + process.state() + " and left so");
        }
        if (grace.covers(process)) {
            return result(process, false, health, health.reason() + "; not counted until its first success");
        }
        return result(process, true, health, health.reason());
    }

    private CheckResult result(ProcessInfo process, boolean sick, Health health, String reason) {
        String cause = health.answer().isEmpty()
                ? "no_answer"
                : health.outcome() == Health.Outcome.BAD_BODY ? "body" : "status";
        return new CheckResult(process, sick, health.value(), limit, reason, cause);
    }

    private CheckResult notChecked(ProcessInfo process) {
        return new CheckResult(process, false, "-", limit, "not checked while it is " + process.state());
    }

    /** What becomes a decision about a process is said with that. */
    private static void tell(Survey.Answers answers, List<Health> failures, List<CheckResult> results) {
        answers.undecided().forEach(health -> LOG.error("{}; nothing is restarted for it", health.reason()));
        if (results.stream().noneMatch(CheckResult::unhealthy)) {
            failures.forEach(health -> LOG.warn("{}; there is nothing to restart", health.reason()));
        }
    }

    private List<String> expiring(Survey.Answers answers) {
        List<String> sentences = new ArrayList<>();
        answers.asked()
                .forEach((url, health) -> certificates
                        .notice(url, health.certificateEnd(), clock.instant())
                        .ifPresent(sentences::add));
        sentences.forEach(sentence -> LOG.warn("{}", sentence));
        return sentences;
    }
}
