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
public final class AlertOptions extends OptionGroup {

    final Option<List<String>> webhooks = list(String.class, "--webhook")
            .paramLabel("URL")
            .description("POST each alert as JSON to this address, or to the one in a file: @/path; may be repeated.");

    final Option<List<String>> webhookHeaders = list(String.class, "--webhook-header")
            .paramLabel("NAME:VALUE")
            .description("Send this header with it, such as 'Authorization: Bearer ...', or 'Authorization: @/path' for"
                    + " a value that is in a file; may be repeated.");

    final Option<String> command = value(String.class, "--alert-cmd")
            .paramLabel("COMMAND")
            .description("Give each alert as JSON to this shell command on its stdin.");

    final Option<List<String>> alertmanagers = list(String.class, "--alertmanager")
            .paramLabel("URL")
            .description(
                    "Send each alert to this Prometheus Alertmanager, or to the one whose URL is in a file: @/path;"
                            + " repeated for each member of a cluster.");

    /** @throws IllegalArgumentException with one sentence that names the option which is wrong */
    public void validate(CommandContext context) {
        if (webhooks.value().isEmpty() && !webhookHeaders.value().isEmpty()) {
            throw new IllegalArgumentException("--webhook-header needs --webhook");
        }
        if (hasReceivers()) {
            receivers(context);
        }
    }

    /** Whether these options name anybody. */
    boolean hasReceivers() {
        return !webhooks.value().isEmpty()
                || command.isSet()
                || !alertmanagers.value().isEmpty();
    }

    /** One notification queue for the mail, if there is any, and for whom these options name. */
    public NotificationQueue queue(Optional<Notifier> mail, ListenerStateStore state, CommandContext context) {
        return Receiver.open(all(mail, context), state, context);
    }

    /** By whom alerts go there. */
    public List<Notifier> notifiers(Optional<Notifier> mail, CommandContext context) {
        return all(mail, context).stream().map(Receiver::notifier).toList();
    }

    private List<Receiver> all(Optional<Notifier> mail, CommandContext context) {
        return Stream.concat(mail.map(Receiver::mail).stream(), receivers(context).stream())
                .toList();
    }

    /** Each once, however often it is named. */
    private Collection<Receiver> receivers(CommandContext context) {
        Map<String, Receiver> bySpool = new LinkedHashMap<>();
        Stream.of(toWebhooks(context), toCommand(context), toAlertmanagers(context))
                .flatMap(List::stream)
                .forEach(receiver -> bySpool.putIfAbsent(receiver.spool(), receiver));
        return bySpool.values();
    }

    private List<Receiver> toWebhooks(CommandContext context) {
        List<HttpHeader> headers = parse("--webhook-header", webhookHeaders.value(), HttpHeader::parse);
        return parse("--webhook", webhooks.value(), WebhookUrl::parse).stream()
                .map(address -> Receiver.of(
                        "webhook",
                        address.id(),
                        new WebhookNotifier(
                                address, headers, HostName.name(context), WebhookNotifier.LIMIT, context.clock())))
                .toList();
    }

    private List<Receiver> toCommand(CommandContext context) {
        return parse(
                "--alert-cmd",
                Stream.ofNullable(command.orNull()).toList(),
                line -> Receiver.of(
                        "command",
                        hash(line),
                        new CommandNotifier(
                                line, HostName.name(context), context.environment(), CommandNotifier.LIMIT)));
    }

    private List<Receiver> toAlertmanagers(CommandContext context) {
        return parse("--alertmanager", alertmanagers.value(), WebhookUrl::parse).stream()
                .map(address -> Receiver.of(
                        "alertmanager",
                        address.id(),
                        new AlertmanagerNotifier(
                                address, HostName.name(context), AlertmanagerNotifier.LIMIT, context.clock())))
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
}
