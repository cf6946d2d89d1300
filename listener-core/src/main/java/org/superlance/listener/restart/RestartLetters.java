package org.superlance.listener.restart;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.restart.RestartReport.Outcome;

/**
 * The letters of a restarting plugin: a subject as superlance wrote it, and the decision that led to the restart.
 *
 * @param heading what each subject begins with, such as {@code memmon} or {@code memmon [site]}
 * @param host the machine's name
 * @param wanted whether a restart is worth a letter at all
 */
public record RestartLetters(String heading, String host, InstantSource clock, Predicate<Decision> wanted)
        implements Letters {

    @Override
    public Optional<Alert> about(Decision decision, RestartReport report) {
        return report.outcome() == Outcome.LEFT_ALONE || !wanted.test(decision)
                ? Optional.empty()
                : Optional.of(letter(decision, subject(report), "It was to be restarted; " + report.sentence() + "."));
    }

    @Override
    public Optional<Alert> aboutHolding(Decision decision) {
        return Optional.of(letter(
                decision,
                "holding back from restarting process " + decision.name(),
                "It is not restarted again until the time of --max-restarts has passed."));
    }

    private static String subject(RestartReport report) {
        return switch (report.outcome()) {
            case RESTARTED -> "process " + report.name() + " restarted";
            case STOP_FAILED -> "failed to stop process " + report.name();
            case START_FAILED -> "failed to start process " + report.name();
            case LEFT_ALONE -> throw new IllegalArgumentException("nobody is told of " + report);
        };
    }

    private Alert letter(Decision decision, String subject, String outcome) {
        String text = String.join(
                "\n",
                "Process " + decision.name() + " on " + host + " (" + decision.who() + "):",
                decision.reason() + ".",
                outcome,
                "");
        return Alert.of(
                clock.instant(),
                heading + ": " + subject,
                text,
                Map.of(
                        "command", heading.split(" ", 2)[0],
                        "host", host,
                        "group", decision.name().group(),
                        "process", decision.name().name(),
                        "event", decision.verdict().name().toLowerCase(Locale.ROOT)));
    }
}
