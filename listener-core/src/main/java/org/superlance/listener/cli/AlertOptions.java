package org.superlance.listener.cli;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.superlance.listener.notify.AlertmanagerNotifier;
import org.superlance.listener.notify.CommandNotifier;
import org.superlance.listener.notify.HttpHeader;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.notify.Notifier;
import org.superlance.listener.notify.WebhookNotifier;
import org.superlance.listener.notify.WebhookUrl;

/** Whom to tell besides by mail: the options of every command that alerts. */
public final class AlertOptions implements Options.Holder {

    private final Options options = new Options();

    final Setting<List<String>> webhooks = options.list(String.class, "--webhook")
            .takes("URL")
            .says("POST each alert as JSON to this address, or to the one in a file: @/path; may be repeated.");

    final Setting<List<String>> webhookHeaders = options.list(String.class, "--webhook-header")
            .takes("NAME:VALUE")
            .says("Send this header with it, such as 'Authorization: Bearer ...', or 'Authorization: @/path' for"
                    + " a value that is in a file; may be repeated.");

    final Setting<String> command = options.value(String.class, "--alert-cmd")
            .takes("COMMAND")
            .says("Give each alert as JSON to this shell command on its stdin.");

    final Setting<List<String>> alertmanagers = options.list(String.class, "--alertmanager")
            .takes("URL")
            .says("Send each alert to this Prometheus Alertmanager, or to the one whose URL is in a file: @/path;"
                    + " repeated for each member of a cluster.");

    /** @throws IllegalArgumentException with one sentence that names the option which is wrong */
    void validate(Surroundings surroundings) {
        if (webhooks.value().isEmpty() && !webhookHeaders.value().isEmpty()) {
            throw new IllegalArgumentException("--webhook-header needs --webhook");
        }
        if (isForSomebody()) {
            destinations(surroundings);
        }
    }

    /** Whether these options name anybody. */
    boolean isForSomebody() {
        return !webhooks.value().isEmpty()
                || command.isSet()
                || !alertmanagers.value().isEmpty();
    }

    /** One notification queue for the mail, if there is any, and for whom these options name. */
    NotificationQueue queue(Optional<Notifier> mail, ListenerState state, Surroundings surroundings) {
        return Destination.open(all(mail, surroundings), state, surroundings);
    }

    /** By whom alerts go there. */
    List<Notifier> notifiers(Optional<Notifier> mail, Surroundings surroundings) {
        return all(mail, surroundings).stream().map(Destination::notifier).toList();
    }

    private List<Destination> all(Optional<Notifier> mail, Surroundings surroundings) {
        return Stream.concat(mail.map(Destination::mail).stream(), destinations(surroundings).stream())
                .toList();
    }

    /** Each once, however often it is named. */
    private Collection<Destination> destinations(Surroundings surroundings) {
        Map<String, Destination> bySpool = new LinkedHashMap<>();
        Stream.of(toWebhooks(surroundings), toCommand(surroundings), toAlertmanagers(surroundings))
                .flatMap(List::stream)
                .forEach(destination -> bySpool.putIfAbsent(destination.spool(), destination));
        return bySpool.values();
    }

    private List<Destination> toWebhooks(Surroundings surroundings) {
        List<HttpHeader> headers = parse("--webhook-header", webhookHeaders.value(), HttpHeader::parse);
        return parse("--webhook", webhooks.value(), WebhookUrl::parse).stream()
                .map(address -> Destination.of(
                        "webhook",
                        address.id(),
                        new WebhookNotifier(
                                address,
                                headers,
                                Host.name(surroundings),
                                WebhookNotifier.LIMIT,
                                surroundings.clock())))
                .toList();
    }

    private List<Destination> toCommand(Surroundings surroundings) {
        return parse(
                "--alert-cmd",
                Stream.ofNullable(command.orNull()).toList(),
                line -> Destination.of(
                        "command",
                        hash(line),
                        new CommandNotifier(
                                line, Host.name(surroundings), surroundings.environment(), CommandNotifier.LIMIT)));
    }

    private List<Destination> toAlertmanagers(Surroundings surroundings) {
        return parse("--alertmanager", alertmanagers.value(), WebhookUrl::parse).stream()
                .map(address -> Destination.of(
                        "alertmanager",
                        address.id(),
                        new AlertmanagerNotifier(
                                address, Host.name(surroundings), AlertmanagerNotifier.LIMIT, surroundings.clock())))
                .toList();
    }

    private static <T> List<T> parse(String option, List<String> values, Function<String, T> parser) {
        try {
            return values.stream().map(parser).toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("option '" + option + "': " + e.getMessage(), e);
        }
    }

    private static String hash(String text) {
        CRC32 hash = new CRC32();
        hash.update(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) hash.getValue());
    }

    @Override
    public Options options() {
        return options;
    }
}
