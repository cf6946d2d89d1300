package org.superlance.listener.restart;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertCommand;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.TextSanitizer;

/**
 * Runs the commands around a restart and waits for them: call it from a thread of its own. They get what a command of
 * {@code --alert-cmd} gets, with the id of the restart, and besides {@code ALERT_HOOK} ({@code before} or {@code after})
 * and {@code ALERT_PID}, the pid of the process that is restarted, empty for one that did not run.
 */
public final class HookCommands {

    private static final Logger LOG = LoggerFactory.getLogger(HookCommands.class);
    private static final int MAX_FAILURE_LENGTH = 300;

    private final Optional<AlertCommand> before;
    private final Optional<AlertCommand> after;
    private final boolean required;
    private final String heading;
    private final String host;
    private final InstantSource clock;

    /**
     * @param heading what the subject begins with, such as {@code memmon} or {@code memmon [site]}
     * @param host the name of this machine
     * @param environment the listener's, for the commands
     * @param clock tells the time of the alert that they get
     */
    public HookCommands(
            HookSettings settings, String heading, String host, Map<String, String> environment, InstantSource clock) {
        this.before = settings.beforeCommand().map(command -> new AlertCommand(command, host, environment));
        this.after = settings.afterCommand().map(command -> new AlertCommand(command, host, environment));
        this.required = settings.required();
        this.heading = heading;
        this.host = host;
        this.clock = clock;
    }

    boolean hasBefore() {
        return before.isPresent();
    }

    boolean hasAfter() {
        return after.isPresent();
    }

    /** Whether a process is not restarted if its command before the stop fails. */
    boolean isRequired() {
        return required;
    }

    /**
     * Runs the command before the stop; returns why it failed, or nothing.
     *
     * @param started receives its pid as soon as it runs
     */
    Optional<String> before(RestartNote note, LongConsumer started) throws InterruptedException {
        Alert alert = alert(
                note, "restarting process " + note.name(), "", note.decision().reason() + ".");
        Optional<String> failure =
                before.isEmpty() ? Optional.empty() : run(before.get(), note, alert, "before", started);
        if (failure.isPresent() && !required) {
            LOG.warn("{}: restarting nevertheless, without --require-hook", note.name());
        }
        return failure;
    }

    /**
     * Runs the command after the restart; returns why it failed, or nothing.
     *
     * @param started receives its pid as soon as it runs
     */
    Optional<String> after(RestartNote note, RestartResult result, LongConsumer started) throws InterruptedException {
        Alert alert = alert(
                note,
                "process " + note.name() + (result.outcome() == Outcome.RESTARTED ? " restarted" : " not restarted"),
                result.outcome().label(),
                note.decision().reason() + ".\n" + result.sentence() + ".");
        return after.isEmpty() ? Optional.empty() : run(after.get(), note, alert, "after", started);
    }

    private static Optional<String> run(
            AlertCommand command, RestartNote note, Alert alert, String which, LongConsumer started)
            throws InterruptedException {
        long pid = note.decision().process().pid();
        LOG.info("{}: running {}", note.name(), command);
        long begin = System.nanoTime();
        DeliveryResult result = command.run(
                alert,
                note.name().toString(),
                Map.of("ALERT_HOOK", which, "ALERT_PID", pid > 0 ? Long.toString(pid) : ""),
                started);
        if (result.status() == DeliveryResult.Status.DELIVERED) {
            Duration taken = Duration.ofNanos(System.nanoTime() - begin);
            LOG.info("{}: {} succeeded after {}", note.name(), command, Durations.format(taken));
            return Optional.empty();
        }
        LOG.error("{}: {}", note.name(), result.sentence());
        return Optional.of(TextSanitizer.singleLineWithEnd(result.sentence(), MAX_FAILURE_LENGTH));
    }

    private Alert alert(RestartNote note, String subject, String outcome, String text) {
        Decision decision = note.decision();
        Map<String, String> labels = new HashMap<>();
        labels.put("command", heading.split(" ", 2)[0]);
        labels.put("host", host);
        labels.put("group", note.name().group());
        labels.put("process", note.name().name());
        labels.put("event", decision.type().name().toLowerCase(Locale.ROOT));
        labels.put("outcome", outcome);
        labels.put("severity", List.of("", "restarted", "skipped").contains(outcome) ? "warning" : "critical");
        return new Alert(
                note.id(),
                clock.instant(),
                heading + ": " + subject,
                "Process " + note.name() + " on " + host + " (" + decision.processLabel() + "):\n" + text + "\n",
                labels);
    }
}
