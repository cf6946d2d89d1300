package org.superlance.listener.notify;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.notify.ShellCommandSender.FailureMeaning;
import org.superlance.listener.util.TextSanitizer;

/**
 * A shell command that is given an alert: as JSON on its stdin (see {@code AlertJson}), and with its short members in
 * the environment, each as one harmless line: {@code ALERT_ID}, {@code ALERT_TIME}, {@code ALERT_HOST},
 * {@code ALERT_COMMAND}, {@code ALERT_EVENT}, {@code ALERT_STATE}, {@code ALERT_GROUP}, {@code ALERT_PROCESS},
 * {@code ALERT_OUTCOME}, {@code ALERT_SEVERITY}, {@code ALERT_KIND}, {@code ALERT_PHASE}, {@code ALERT_KEY},
 * {@code ALERT_SINCE} and {@code ALERT_SUBJECT}.
 */
public final class AlertCommand {

    private static final int MAX_VARIABLE_LENGTH = 1_000;

    private final ShellCommandSender command;
    private final String host;
    private final Map<String, String> environment;

    /**
     * @param host the name of this machine, for an alert that names none
     * @param environment the listener's, for the command
     */
    public AlertCommand(ShellCommandSender command, String host, Map<String, String> environment) {
        this.command = requireNonNull(command, "command is null");
        this.host = requireNonNull(host, "host is null");
        this.environment = Map.copyOf(environment);
    }

    /** Runs the command for this alert and waits; an interrupt kills it. Every status but 0 is a failure. */
    public DeliveryResult run(Alert alert) throws InterruptedException {
        return command.send(AlertJson.of(alert, host), environment(alert, Map.of()), FailureMeaning.NOT_ACCEPTED);
    }

    /**
     * The same in a session of its own.
     *
     * @param about the program that the log names with its output
     * @param more further variables, each as one line
     * @param started receives its pid as soon as it runs, on this thread
     */
    public DeliveryResult run(Alert alert, String about, Map<String, String> more, LongConsumer started)
            throws InterruptedException {
        return command.send(
                AlertJson.of(alert, host), environment(alert, more), FailureMeaning.NOT_ACCEPTED, about, started);
    }

    private Map<String, String> environment(Alert alert, Map<String, String> more) {
        Map<String, String> variables = variables(alert);
        variables.putAll(more);
        variables.replaceAll((name, value) -> TextSanitizer.singleLine(value, MAX_VARIABLE_LENGTH));
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(variables);
        return all;
    }

    private Map<String, String> variables(Alert alert) {
        Map<String, String> labels = alert.labels();
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("ALERT_ID", alert.id());
        variables.put("ALERT_TIME", alert.time().toString());
        variables.put("ALERT_HOST", labels.getOrDefault("host", host));
        variables.put("ALERT_COMMAND", labels.getOrDefault("command", ""));
        variables.put("ALERT_EVENT", labels.getOrDefault("event", ""));
        variables.put("ALERT_STATE", alert.isResolved() ? "resolved" : "firing");
        variables.put("ALERT_GROUP", labels.getOrDefault("group", ""));
        variables.put("ALERT_PROCESS", labels.getOrDefault("process", ""));
        variables.put("ALERT_OUTCOME", alert.label("outcome"));
        variables.put("ALERT_SEVERITY", alert.label("severity"));
        variables.put("ALERT_KIND", alert.kind().name().toLowerCase(Locale.ROOT));
        variables.put("ALERT_PHASE", alert.phase().name().toLowerCase(Locale.ROOT));
        variables.put("ALERT_KEY", alert.key());
        variables.put("ALERT_SINCE", alert.since().toString());
        variables.put("ALERT_SUBJECT", alert.subject());
        return variables;
    }

    /** A sentence if the program of the command cannot be found. */
    public List<String> probe() throws InterruptedException {
        return command.probe(environment);
    }

    /** Its first word only: the others may hold a password. */
    @Override
    public String toString() {
        return command.toString();
    }
}
