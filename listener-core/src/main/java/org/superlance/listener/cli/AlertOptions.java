package org.superlance.listener.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.superlance.listener.notify.CommandNotifier;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.notify.WebhookNotifier.HttpHeader;
import org.superlance.listener.notify.WebhookUrl;

/** Whom to tell besides by mail: the options of every command that alerts. */
public final class AlertOptions extends OptionGroup {

    final Option<List<String>> webhooks = list(String.class, "--webhook")
            .secret()
            .paramLabel("URL")
            .description("POST each alert as JSON to this URL, or to the one in a file: @/path. May be repeated.");

    final Option<List<String>> webhookHeaders = list(String.class, "--webhook-header")
            .secret()
            .paramLabel("NAME:VALUE")
            .description("Send this header to each webhook, such as 'Authorization: Bearer ...', or 'Authorization:"
                    + " @/path' to read the value from a file. May be repeated.");

    final Option<String> command = value(String.class, "--alert-cmd")
            .paramLabel("COMMAND")
            .description("Run this shell command for each alert, with the alert as JSON on stdin.");

    final Option<List<String>> alertmanagers = list(String.class, "--alertmanager")
            .secret()
            .paramLabel("URL")
            .description("Send each alert to this Prometheus Alertmanager, or to the one whose URL is in a file:"
                    + " @/path. Repeat it for each member of a cluster.");

    /**
     * Whom these options name; nobody by mail.
     *
     * @throws IllegalArgumentException with one sentence that names the option which is wrong
     */
    public NotificationConfig toConfig() {
        if (webhooks.value().isEmpty() && !webhookHeaders.value().isEmpty()) {
            throw new IllegalArgumentException("--webhook-header needs --webhook");
        }
        List<HttpHeader> headers = parse("--webhook-header", webhookHeaders.value(), HttpHeader::parse);
        return new NotificationConfig(
                Optional.empty(),
                parse("--webhook", webhooks.value(), WebhookUrl::parse),
                headers,
                parse("--alert-cmd", command.optional(), CommandNotifier::check),
                parse("--alertmanager", alertmanagers.value(), WebhookUrl::parse));
    }

    private static <T> Optional<T> parse(String option, Optional<String> value, Function<String, T> parser) {
        return value.map(text -> parse(option, List.of(text), parser).get(0));
    }

    /** A loop: before READY, a stream costs milliseconds. */
    private static <T> List<T> parse(String option, List<String> values, Function<String, T> parser) {
        try {
            List<T> parsed = new ArrayList<>(values.size());
            for (String value : values) {
                parsed.add(parser.apply(value));
            }
            return List.copyOf(parsed);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("option '" + option + "': " + e.getMessage(), e);
        }
    }
}
