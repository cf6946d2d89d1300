package org.superlance.httpok;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.httpok.CheckFailureNotifier.RestartOutcome;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.supervisor.Namespec;

/**
 * Writes the one letter about a failing check.
 *
 * @param heading what each subject begins with, such as {@code httpok} or {@code httpok [site]}
 * @param url without user and password
 */
record CheckFailureMessage(String heading, String url, String host, InstantSource clock) {

    private static final int MAX_CORES = 20;

    /** @param outcomes of the processes that were acted on */
    Alert failure(CheckRound round, List<Decision> all, Map<Namespec, RestartOutcome> outcomes) {
        boolean body = round.failures().stream().allMatch(result -> result.outcome() == ProbeResult.Outcome.BAD_BODY);
        StringBuilder text = new StringBuilder("The check of " + url + " on " + host + " failed:\n\n");
        round.failures().forEach(result -> text.append(result.reason()).append('\n'));
        if (!all.isEmpty()) {
            text.append('\n');
        }
        all.forEach(decision -> text.append(line(decision, outcomes.get(decision.name()))));
        if (!round.unknown().isEmpty()) {
            text.append("\nsupervisord knows no process of these names: " + round.unknown() + "\n");
        }
        outcomes.values().stream()
                .filter(outcome -> !outcome.coreDumpResult().isEmpty())
                .limit(MAX_CORES)
                .forEach(outcome ->
                        text.append("\nThe core of " + outcome.decision().name() + ":\n" + outcome.coreDumpResult()));
        return alert(url + ": bad " + (body ? "body" : "status") + " returned", text.toString(), "check_failed");
    }

    Alert expiry(List<String> sentences) {
        String text = "On " + host + ":\n\n" + String.join("\n", sentences) + "\n\nNothing is restarted for it.\n";
        return alert(url + ": certificate expires", text, "certificate_expires");
    }

    private static String line(Decision decision, @Nullable RestartOutcome outcome) {
        String what = Optional.ofNullable(outcome)
                .map(RestartOutcome::sentence)
                .orElseGet(() -> decision.type() + ": " + decision.reason());
        return decision.name() + " (" + decision.processLabel() + "): " + what + "\n";
    }

    private Alert alert(String subject, String text, String event) {
        return Alert.of(
                clock.instant(),
                heading + ": " + subject,
                text,
                Map.of("command", "httpok", "host", host, "event", event, "url", url));
    }
}
