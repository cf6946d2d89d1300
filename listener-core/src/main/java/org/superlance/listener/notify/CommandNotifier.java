package org.superlance.listener.notify;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.notify.ShellCommandSender.FailureMeaning;
import org.superlance.listener.util.TextSanitizer;

/**
 * Runs a command for each alert. The command line goes to {@code /bin/sh -c}; the alert is its stdin, as
 * JSON (see {@code AlertJson}), and its short members are in the environment, each as one harmless line:
 * {@code ALERT_ID}, {@code ALERT_TIME}, {@code ALERT_HOST}, {@code ALERT_COMMAND}, {@code ALERT_EVENT},
 * {@code ALERT_STATE}, {@code ALERT_GROUP}, {@code ALERT_PROCESS}, {@code ALERT_OUTCOME}, {@code ALERT_SEVERITY},
 * {@code ALERT_KIND}, {@code ALERT_PHASE}, {@code ALERT_KEY}, {@code ALERT_SINCE} and {@code ALERT_SUBJECT}. Exit status 0 means
 * accepted; any other status is retried, and so, slowly, is a command that does not exit in time.
 */
public final class CommandNotifier implements Notifier {

    /** How long a command may take. */
    public static final Duration LIMIT = Duration.ofMinutes(10);

    private static final int MAX_VARIABLE_LENGTH = 1_000;

    private final ShellCommandSender command;
    private final String host;
    private final Map<String, String> environment;

    /**
     * @param host the name of this machine
     * @param environment the listener's, for the command
     * @param limit how long the command may take before it is killed with all that it started
     * @throws IllegalArgumentException with a sentence if the command line is blank or cannot be passed to a shell
     */
    public CommandNotifier(String commandLine, String host, Map<String, String> environment, Duration limit) {
        this.command = new ShellCommandSender("alert command", "--alert-cmd", check(commandLine), limit);
        this.host = requireNonNull(host, "host is null");
        this.environment = Map.copyOf(environment);
    }

    /** @throws IllegalArgumentException with a sentence if the command line is blank or cannot be passed to a shell */
    public static String check(String commandLine) {
        if (commandLine.isBlank() || commandLine.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the alert command is empty or holds a NUL character");
        }
        return commandLine;
    }

    @Override
    public DeliveryResult deliver(Alert alert) throws InterruptedException {
        return command.send(AlertJson.of(alert, host), variables(alert), FailureMeaning.NOT_ACCEPTED);
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
        variables.replaceAll((name, value) -> TextSanitizer.singleLine(value, MAX_VARIABLE_LENGTH));
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(variables);
        return all;
    }

    @Override
    public List<String> probe() throws InterruptedException {
        return command.probe(environment);
    }

    @Override
    public String toString() {
        return command.toString();
    }
}
