package org.superlance.httpok;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.superlance.httpok.CheckFailureNotifier.RestartOutcome;
import org.superlance.httpok.HttpCheck.CheckRound;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertBook;
import org.superlance.listener.notify.AlertBook.Audience;
import org.superlance.listener.notify.OpenState;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.Decision.DecisionType;
import org.superlance.listener.restart.RestartNotifier;
import org.superlance.listener.restart.RestartNotifier.RestartMessages;
import org.superlance.listener.restart.RestartResult;
import org.superlance.listener.restart.RestartStates;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.util.Comparators;
import org.superlance.listener.util.ListenerExecutor;

/**
 * One alert for each failing check, sent when the results of all its restarts are known. A later result is reported in
 * its own alert.
 */
final class CheckFailureNotifier implements RestartNotifier {

    /** A graceful stop may take an hour; operators want to know sooner that something is wrong. */
    static final Duration MAX_WAIT = Duration.ofMinutes(5);

    private static final String CHECK_FAILED = "check_failed";

    private final AlertBook book;
    private final RestartStates states;
    private final CheckFailureMessage writer;
    private final ImpossibleCheckNotifier impossible;
    private final RestartMessages late;
    private final Supplier<CheckRound> round;
    private final RecoveryTracker recovery;
    private final Duration patience;
    private final ScheduledExecutorService timer;
    private final Map<Namespec, RestartOutcome> underWay = new HashMap<>();
    private final List<Open> open = new ArrayList<>();

    /**
     * @param late writes the alerts about later results
     * @param round the result of the check of the current cycle
     * @param successThreshold how many times in a row the check must succeed until it does not fail any more
     */
    CheckFailureNotifier(
            AlertBook book,
            CheckFailureMessage writer,
            RestartMessages late,
            Supplier<CheckRound> round,
            int successThreshold,
            Duration patience) {
        this.book = book;
        this.states = new RestartStates(book);
        this.writer = writer;
        this.impossible = new ImpossibleCheckNotifier(book, writer);
        this.late = late;
        this.round = round;
        this.recovery = new RecoveryTracker(successThreshold);
        this.patience = patience;
        this.timer = ListenerExecutor.onDemand("alert-timer");
    }

    private record Open(CheckRound round, List<Decision> all, Map<Namespec, RestartOutcome> outcomes, Instant since) {
        boolean isComplete() {
            return outcomes.values().stream().allMatch(RestartOutcome::isKnown);
        }
    }

    /** Expects a result for this decision; called before the restart begins. */
    synchronized RestartOutcome expect(Decision decision) {
        RestartOutcome known = underWay.get(decision.name());
        if (known != null && known.decision().equals(decision) && !known.isKnown()) {
            // it has waited for others, and its report waits for it
            return known;
        }
        RestartOutcome outcome = new RestartOutcome(decision);
        underWay.put(decision.name(), outcome);
        return outcome;
    }

    /** Records the output of the command that wrote the core of the process. */
    synchronized void onCoreDump(RestartOutcome outcome, String text) {
        outcome.coreDump(text);
    }

    @Override
    public synchronized void onCycle(List<Decision> all, List<Decision> actedOn) {
        CheckRound seen = round.get();
        recovery.update(seen, all, writer.clock().instant());
        impossible.onCycle(seen, all);
        if (!seen.expiring().isEmpty()) {
            book.tell(writer.expiry(seen.expiring()));
        }
        boolean reported = !seen.failures().isEmpty() && isReported(all, actedOn);
        // a mail about the check says it of its own accord
        states.onCycle(all, late::forRateLimit, reported ? Audience.WITHOUT_MAIL : Audience.ALL, recovery::isOver);
        if (seen.failures().isEmpty()) {
            endIfOver(seen, all);
        }
        if (!reported) {
            return;
        }
        Map<Namespec, RestartOutcome> outcomes = new LinkedHashMap<>();
        actedOn.forEach(decision -> outcomes.put(
                decision.name(), underWay.computeIfAbsent(decision.name(), name -> new RestartOutcome(decision))));
        Open report = new Open(
                seen, List.copyOf(all), outcomes, recovery.since(writer.clock().instant()));
        open.add(report);
        if (report.isComplete()) {
            send(report);
        } else {
            Future<?> unused = timer.schedule(() -> send(report), patience.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** The check succeeds, or there is nobody to be checked: while programs are about to start, it is neither. */
    private void endIfOver(CheckRound seen, List<Decision> all) {
        Optional<OpenState> failing = book.find(CHECK_FAILED, "", "");
        if (!open.isEmpty()) {
            return;
        }
        if (failing.isEmpty()) {
            if (recovery.isRecovered()) {
                recovery.forget();
            }
            return;
        }
        if (recovery.isRecovered()) {
            if (!recovery.isOver()) {
                return;
            }
            recovery.forget();
            String what = failing.get().begin().label("url");
            book.end(failing.get(), writer.over(what, "succeeds again"), writer.good(what, seen.results()));
        } else if (seen.results().asked().isEmpty()
                && all.stream().allMatch(decision -> decision.process().state() == ProcessState.STOPPED)) {
            recovery.forget();
            book.end(failing.get(), writer.over("is not made any more"), writer.notChecked());
        }
    }

    /**
     * A check that fails because a restart is in progress, or that is not acted on yet, is not reported. One that fails
     * without any consequence is reported when it begins to fail.
     */
    private boolean isReported(List<Decision> all, List<Decision> actedOn) {
        if (actedOn.isEmpty() && book.seenAgain(CHECK_FAILED, "", "")) {
            return false;
        }
        boolean held = all.stream().anyMatch(decision -> decision.type() == DecisionType.HOLD);
        boolean allHealthy = all.stream().allMatch(decision -> decision.type() == DecisionType.OK);
        boolean inBetween = all.stream().anyMatch(decision -> isInBetween(decision.process()));
        return !actedOn.isEmpty() || held || (allHealthy && open.isEmpty() && !inBetween);
    }

    private static boolean isInBetween(ProcessInfo process) {
        return process.state() == ProcessState.STARTING || process.state() == ProcessState.STOPPING;
    }

    @Override
    public synchronized void onFinished(Decision decision, RestartResult report, Runnable told) {
        RestartOutcome outcome = underWay.get(decision.name());
        if (outcome == null || outcome.isReported()) {
            late.forReport(decision, report).ifPresent(alert -> tell(decision, report, alert));
            told.run();
            if (report.outcome() != RestartResult.Outcome.START_FAILED) {
                underWay.remove(decision.name());
            }
            return;
        }
        outcome.ended(report, told);
        open.stream().filter(Open::isComplete).toList().forEach(this::send);
    }

    private void tell(Decision decision, RestartResult report, Alert alert) {
        if (report.outcome() != RestartResult.Outcome.RESTARTED) {
            states.begin(decision, report, alert, Audience.ALL);
        } else if (!states.end(decision, alert)) {
            book.tell(alert);
        }
    }

    /** The mail about the check says it; machines know what lasts by itself. */
    private void tellMachines(RestartOutcome outcome) {
        Optional<RestartResult> result = outcome.report();
        Optional<Alert> alert = result.flatMap(report -> late.forReport(outcome.decision(), report));
        if (result.isEmpty() || alert.isEmpty()) {
            return;
        }
        if (result.get().outcome() == RestartResult.Outcome.RESTARTED) {
            states.endWithoutMail(outcome.decision(), alert.get());
        } else {
            states.begin(outcome.decision(), result.get(), alert.get(), Audience.WITHOUT_MAIL);
        }
    }

    /** Told at the end of the cycle. */
    @Override
    public void onRateLimited(Decision decision) {}

    @Override
    public void onPaused(Decision decision) {
        late.forPaused(decision).ifPresent(book::tell);
    }

    @Override
    public synchronized void close() {
        List.copyOf(open).forEach(this::send);
        timer.shutdownNow();
    }

    private synchronized void send(Open report) {
        if (open.remove(report)) {
            Alert alert = writer.failure(report.round(), report.all(), report.outcomes());
            if (!book.begin(CHECK_FAILED, alert, report.since())) {
                book.tell(writer.again(alert));
            }
            report.outcomes().values().forEach(this::tellMachines);
            report.outcomes().values().forEach(RestartOutcome::markReported);
            underWay.values().removeIf(outcome -> outcome.isReported() && outcome.isOver());
        }
    }

    /** The result for one process that is acted on. Guarded by the {@link CheckFailureNotifier} that it belongs to. */
    static final class RestartOutcome {

        private final Decision decision;
        private String core = "";
        private @Nullable RestartResult report;
        private boolean reported;
        private final List<Runnable> told = new ArrayList<>();

        RestartOutcome(Decision decision) {
            this.decision = decision;
        }

        Decision decision() {
            return decision;
        }

        void coreDump(String text) {
            core = text;
        }

        /** The output of the gcore command; empty if it was not run. */
        String coreDumpResult() {
            return core;
        }

        /** @param told to be run when it is reported */
        void ended(RestartResult report, Runnable told) {
            this.report = report;
            this.told.add(told);
        }

        Optional<RestartResult> report() {
            return Optional.ofNullable(report);
        }

        boolean isKnown() {
            return report != null;
        }

        /** Whether no further result follows. */
        boolean isOver() {
            return report != null && report.outcome() != RestartResult.Outcome.START_FAILED;
        }

        void markReported() {
            reported = true;
            told.forEach(Runnable::run);
            told.clear();
        }

        /** Whether its alert was sent. */
        boolean isReported() {
            return reported;
        }

        String sentence() {
            return report == null
                    ? decision.type() + " still in progress"
                    : switch (report.outcome()) {
                        case RESTARTED -> "restarted: " + report.sentence();
                        case SKIPPED -> "not restarted: " + report.sentence();
                        case STOP_FAILED -> "failed to stop: " + report.sentence();
                        case START_FAILED -> "failed to start: " + report.sentence() + "; retrying";
                    };
        }
    }

    /**
     * Writes the alert about a failing check.
     *
     * @param heading what each subject begins with, such as {@code httpok} or {@code httpok [site]}
     * @param url what is checked, without user and password
     * @param http whether all checks are of HTTP, for which subjects are those of superlance
     */
    record CheckFailureMessage(String heading, String url, boolean http, String host, InstantSource clock) {

        private static final List<String> WORST_FIRST = List.of("stop_failed", "start_failed", "restarted", "skipped");
        private static final int MAX_CORES = 20;
        private static final int MAX_REASONS = 50;

        /** @param outcomes of the processes that were acted on */
        Alert failure(CheckRound round, List<Decision> all, Map<Namespec, RestartOutcome> outcomes) {
            boolean body = round.failures().stream().allMatch(result -> result.cause() == ProbeResult.Cause.BODY);
            String what = counted(round.results().names(round.failures()));
            StringBuilder text = new StringBuilder("The check of " + what + " on " + host + " failed:\n\n");
            round.failures().forEach(result -> text.append(result.reason()).append('\n'));
            if (!all.isEmpty()) {
                text.append('\n');
            }
            all.forEach(decision -> text.append(line(decision, outcomes.get(decision.name()))));
            if (!round.unknown().isEmpty()) {
                text.append("\nNo process matches these names: " + round.unknown() + "\n");
            }
            outcomes.values().stream()
                    .filter(outcome -> !outcome.coreDumpResult().isEmpty())
                    .limit(MAX_CORES)
                    .forEach(outcome -> text.append(
                            "\nThe core of " + outcome.decision().name() + ":\n" + outcome.coreDumpResult()));
            return alert(
                    what + (!http ? ": check failed" : body ? ": bad body returned" : ": bad status returned"),
                    text.toString(),
                    CHECK_FAILED,
                    counted(round.results().targets(round.failures()).stream()
                            .distinct()
                            .toList()),
                    worst(outcomes.values()));
        }

        /** The first of them, and how many more; all that is checked if there are none. */
        String counted(List<String> names) {
            return names.isEmpty() ? url : FirstOfMany.of(names);
        }

        /** The same alert about a restart while the check keeps failing. */
        Alert again(Alert failure) {
            Map<String, String> labels = new HashMap<>(failure.labels());
            labels.put("event", "restart");
            return new Alert(failure.id(), failure.time(), failure.subject(), failure.text(), labels);
        }

        /** The subject of the alert about the end of a failure. */
        String over(String clause) {
            return over(url, clause);
        }

        /** @param what had failed */
        String over(String what, String clause) {
            return heading + ": " + what + ": check " + clause;
        }

        String good(String what, ProbeStrategy.Results results) {
            String unknown = reasons(results.undecided().stream());
            return "The check of " + what + " on " + host + " succeeds again:\n\n"
                    + reasons(results.asked().values().stream().filter(ProbeResult::isGood))
                    + (unknown.isEmpty() ? "" : "\n\nNot known:\n" + unknown);
        }

        private static String reasons(Stream<ProbeResult> results) {
            return results.map(ProbeResult::reason)
                    .distinct()
                    .limit(MAX_REASONS)
                    .collect(Collectors.joining("\n"));
        }

        String notChecked() {
            return "The check of " + url + " on " + host + " is not made any more: all programs that it is about are"
                    + " STOPPED.";
        }

        /** @param sentences by the target of the check */
        Alert expiry(Map<String, String> sentences) {
            String what = counted(List.copyOf(sentences.keySet()));
            String text = "On " + host + ":\n\n" + String.join("\n", sentences.values())
                    + "\n\nNothing is restarted for it.\n";
            return alert(what + ": certificate expires", text, "certificate_expires", what, "");
        }

        private static String line(Decision decision, @Nullable RestartOutcome outcome) {
            String what = Optional.ofNullable(outcome)
                    .map(RestartOutcome::sentence)
                    .orElseGet(() -> decision.type() + ": " + decision.reason());
            return decision.name() + " (" + decision.processLabel() + "): " + what + "\n";
        }

        /** The outcome that people must know of first; empty if nothing was restarted. */
        private static String worst(Collection<RestartOutcome> outcomes) {
            return outcomes.stream()
                    .flatMap(outcome -> outcome.report().stream())
                    .map(report -> report.outcome().label())
                    .min(Comparators.comparingInt(WORST_FIRST::indexOf))
                    .orElse("");
        }

        private Alert alert(String subject, String text, String event, String target, String outcome) {
            Map<String, String> labels = new HashMap<>();
            labels.put("command", "httpok");
            labels.put("host", host);
            labels.put("event", event);
            labels.put("url", target);
            labels.put("severity", event.equals(CHECK_FAILED) ? "critical" : "warning");
            if (!outcome.isEmpty()) {
                labels.put("outcome", outcome);
            }
            return Alert.of(clock.instant(), heading + ": " + subject, text, labels);
        }
    }
}
