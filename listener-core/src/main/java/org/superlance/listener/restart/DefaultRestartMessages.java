package org.superlance.listener.restart;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.restart.RestartResult.Outcome;

/**
 * The letters of a restarting plugin: a subject as superlance wrote it, and the decision that led to the restart.
 *
 * @param heading what each subject begins with, such as {@code memmon} or {@code memmon [site]}
 * @param host the machine's name
 * @param wanted whether a restart is worth a letter at all
 */
public record DefaultRestartMessages(String heading, String host, InstantSource clock, Predicate<Decision> wanted)
        implements RestartMessages {

    @Override
    public Optional<Alert> forReport(Decision decision, RestartResult report) {
        return report.outcome() == Outcome.SKIPPED || !wanted.test(decision)
                ? Optional.empty()
                : Optional.of(alert(decision, subject(report), "It was to be restarted; " + report.sentence() + "."));
    }

    @Override
    public Optional<Alert> forRateLimit(Decision decision) {
        return Optional.of(alert(
                decision,
                "holding back from restarting process " + decision.name(),
                "It is not restarted again until the time of --max-restarts has passed."));
    }

    private static String subject(RestartResult report) {
        return switch (report.outcome()) {
            case RESTARTED -> "process " + report.name() + " restarted";
            case STOP_FAILED -> "failed to stop process " + report.name();
            case START_FAILED -> "failed to start process " + report.name();
            case SKIPPED -> throw new IllegalArgumentException("nobody is told of " + report);
        };
    }

    private Alert alert(Decision decision, String subject, String outcome) {
        String text = String.join(
                "\n",
                "Process " + decision.name() + " on " + host + " (" + decision.processLabel() + "):",
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
                        "event", decision.type().name().toLowerCase(Locale.ROOT)));
    }
}
