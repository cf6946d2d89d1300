package org.superlance.listener.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.superlance.listener.notify.CommandNotifier;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.notify.NotificationConfig.AlertLife;
import org.superlance.listener.notify.NotificationConfig.Webhook;
import org.superlance.listener.notify.QuietRules;
import org.superlance.listener.notify.WebhookFormat;
import org.superlance.listener.notify.WebhookNotifier.HttpHeader;
import org.superlance.listener.notify.WebhookUrl;
import org.superlance.listener.util.Durations;

/** Whom to tell besides by mail: the options of every command that alerts. */
public final class AlertOptions extends OptionGroup {

    final Option<List<String>> webhooks = list(String.class, "--webhook")
            .secret()
            .paramLabel("URL")
            .description("POST each alert to this URL, or to the one in a file: @/path. May be repeated.");

    final Option<List<String>> webhookFormats = list(String.class, "--webhook-format")
            .paramLabel("FORMAT")
            .description("json (default), slack (also for Mattermost and Rocket.Chat), pagerduty"
                    + " (URL?routing_key=KEY) or ntfy. For all webhooks, or once for each --webhook, in their order.");

    final Option<List<String>> webhookHeaders = list(String.class, "--webhook-header")
            .secret()
            .paramLabel("NAME:VALUE")
            .description("Send this header to each webhook, such as 'Authorization: Bearer ...', or 'Authorization:"
                    + " @/path' to read the value from a file. May be repeated.");

    final Option<String> command = value(String.class, "--alert-cmd")
            .secret()
            .paramLabel("COMMAND")
            .description("Run this shell command for each alert, with the alert as JSON on stdin.");

    final Option<List<String>> alertmanagers = list(String.class, "--alertmanager")
            .secret()
            .paramLabel("URL")
            .description("Send each alert to this Prometheus Alertmanager, or to the one whose URL is in a file:"
                    + " @/path. Repeat it for each member of a cluster.");

    final Option<Duration> remind = value(Duration.class, "--remind")
            .paramLabel("DURATION")
            .converter(Durations::parse)
            .defaultValue(AlertLife.DEFAULT.remind())
            .description("Repeat the alert about what lasts, such as a program that is FATAL, this long after the last"
                    + " one; 0 for never (default: 4h).");

    final Option<List<String>> quiet = list(String.class, "--quiet")
            .paramLabel("[RECEIVER=]HOURS")
            .description("Hold back alerts that are not critical in these hours, such as 22:00-07:00,Sat,Sun: for all"
                    + " people, or for mail, command, webhook, pagerduty or alertmanager, or webhook2 for the second one."
                    + " May be repeated.");

    final Option<List<String>> labels = list(String.class, "--label")
            .paramLabel("NAME=VALUE")
            .description("Give each alert this label, for whoever sorts alerts. May be repeated.");

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
                webhooks(),
                headers,
                parse("--alert-cmd", command.optional(), CommandNotifier::check),
                parse("--alertmanager", alertmanagers.value(), WebhookUrl::parse),
                new AlertLife(labelsByName(), remind.value()),
                quietRules());
    }

    private QuietRules quietRules() {
        try {
            return quiet.value().isEmpty() ? QuietRules.NONE : QuietRules.parse(quiet.value());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("option '--quiet': " + e.getMessage(), e);
        }
    }

    private List<Webhook> webhooks() {
        List<WebhookUrl> urls = parse("--webhook", webhooks.value(), WebhookUrl::parse);
        List<WebhookFormat> formats = parse("--webhook-format", webhookFormats.value(), WebhookFormat::parse);
        if (urls.isEmpty() && !formats.isEmpty()) {
            throw new IllegalArgumentException("--webhook-format needs --webhook");
        }
        if (formats.size() > 1 && formats.size() != urls.size()) {
            throw new IllegalArgumentException("--webhook-format is given " + formats.size() + " times, and --webhook "
                    + urls.size() + " times; give it once, or once for each webhook");
        }
        List<Webhook> all = new ArrayList<>(urls.size());
        for (int i = 0; i < urls.size(); i++) {
            WebhookFormat format =
                    formats.isEmpty() ? WebhookFormat.JSON : formats.get(Math.min(i, formats.size() - 1));
            refuseOtherFormat(all, urls.get(i), format);
            try {
                all.add(new Webhook(urls.get(i), format));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("option '--webhook': " + e.getMessage(), e);
            }
        }
        return all;
    }

    /** What waits for a receiver waits once, by its URL. */
    private static void refuseOtherFormat(List<Webhook> before, WebhookUrl url, WebhookFormat format) {
        for (Webhook one : before) {
            if (one.format() != format && one.url().toString().equals(url.toString())) {
                throw new IllegalArgumentException(
                        "option '--webhook': " + url + " is given twice, with different formats; give each URL once");
            }
        }
    }

    private Map<String, String> labelsByName() {
        Map<String, String> byName = new LinkedHashMap<>();
        for (Map.Entry<String, String> label : parse("--label", labels.value(), AlertLife::parseLabel)) {
            if (byName.put(label.getKey(), label.getValue()) != null) {
                throw new IllegalArgumentException(
                        "option '--label': label " + label.getKey() + " is given twice; give it one value");
            }
        }
        return byName;
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
