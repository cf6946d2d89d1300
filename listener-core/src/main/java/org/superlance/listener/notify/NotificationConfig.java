package org.superlance.listener.notify;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.http.ProxySettings;
import org.superlance.listener.notify.WebhookNotifier.HttpHeader;
import org.superlance.listener.util.ShortHash;
import org.superlance.listener.util.TextSanitizer;

/**
 * Whom to notify, as the options of a command say it. Addresses may hold secrets: none of this is for a log.
 *
 * @param mail empty for no mail
 * @param webhooks get each alert as JSON of their format
 * @param webhookHeaders are sent to each of these
 * @param command a shell command that gets each alert as JSON; empty for none
 * @param alertmanagers get each alert in the form of Prometheus
 * @param life what each alert has, and how often people are reminded of a state
 * @param quiet when whom to leave alone
 */
public record NotificationConfig(
        Optional<NotifierConfig> mail,
        List<Webhook> webhooks,
        List<HttpHeader> webhookHeaders,
        Optional<String> command,
        List<WebhookUrl> alertmanagers,
        AlertLife life,
        QuietRules quiet) {

    /** Nobody is notified. */
    public static final NotificationConfig NONE = new NotificationConfig(
            Optional.empty(), List.of(), List.of(), Optional.empty(), List.of(), AlertLife.DEFAULT, QuietRules.NONE);

    public NotificationConfig {
        webhooks = List.copyOf(webhooks);
        webhookHeaders = List.copyOf(webhookHeaders);
        alertmanagers = List.copyOf(alertmanagers);
    }

    /** The same without quiet hours. */
    public NotificationConfig(
            Optional<NotifierConfig> mail,
            List<Webhook> webhooks,
            List<HttpHeader> webhookHeaders,
            Optional<String> command,
            List<WebhookUrl> alertmanagers,
            AlertLife life) {
        this(mail, webhooks, webhookHeaders, command, alertmanagers, life, QuietRules.NONE);
    }

    /** The same with that mail. */
    public NotificationConfig withMail(Optional<NotifierConfig> mail) {
        return new NotificationConfig(mail, webhooks, webhookHeaders, command, alertmanagers, life, quiet);
    }

    /** Whether there is anybody to be notified. */
    public boolean hasReceivers() {
        return mail.isPresent() || !webhooks.isEmpty() || command.isPresent() || !alertmanagers.isEmpty();
    }

    /**
     * Those who are notified, each once, however often it is named.
     *
     * @param host the name of this machine
     * @param environment the listener's, for the password of a mail server and for commands
     * @throws IllegalArgumentException with a sentence that names the option if something is missing
     */
    public List<Receiver> receivers(String host, Map<String, String> environment, InstantSource clock) {
        // loops: before READY, a stream costs milliseconds
        List<Receiver> all = new ArrayList<>();
        mail.ifPresent(to -> all.add(Receiver.mail(to.notifier(host, environment))));
        ProxySettings proxies =
                ProxySettings.of(webhooks.isEmpty() && alertmanagers.isEmpty() ? Map.of() : environment);
        for (Webhook webhook : webhooks) {
            all.add(webhook(webhook, proxies, host, clock));
        }
        command.ifPresent(line -> all.add(command(line, host, environment)));
        for (WebhookUrl url : alertmanagers) {
            all.add(alertmanager(url.through(proxies), host, clock));
        }
        Map<String, Receiver> bySpool = new LinkedHashMap<>();
        for (Receiver receiver : withQuietHours(all)) {
            bySpool.putIfAbsent(receiver.spool(), receiver);
        }
        return List.copyOf(bySpool.values());
    }

    private List<Receiver> withQuietHours(List<Receiver> all) {
        if (quiet.rules().isEmpty()) {
            return all;
        }
        Map<String, Integer> numbers = new HashMap<>();
        Set<String> names = new HashSet<>();
        List<Receiver> quieted = new ArrayList<>(all.size());
        for (Receiver receiver : all) {
            int number = numbers.merge(receiver.kind(), 1, Integer::sum);
            names.add(receiver.kind());
            names.add(receiver.kind() + number);
            quieted.add(receiver.withQuiet(quiet.of(receiver.kind(), number, Receiver.keepsStates(receiver.spool()))));
        }
        quiet.requireKnown(names);
        return quieted;
    }

    private Receiver webhook(Webhook webhook, ProxySettings proxies, String host, InstantSource clock) {
        WebhookUrl url = webhook.url().through(proxies);
        return Receiver.of(
                webhook.format() == WebhookFormat.PAGERDUTY ? Receiver.PAGERDUTY : "webhook",
                url.id(),
                new WebhookNotifier(url, webhook.format(), webhookHeaders, host, WebhookNotifier.LIMIT, clock));
    }

    private static Receiver command(String line, String host, Map<String, String> environment) {
        return Receiver.of(
                "command", ShortHash.of(line), new CommandNotifier(line, host, environment, CommandNotifier.LIMIT));
    }

    private static Receiver alertmanager(WebhookUrl url, String host, InstantSource clock) {
        return Receiver.of(
                Receiver.ALERTMANAGER,
                url.id(),
                new AlertmanagerNotifier(url, host, AlertmanagerNotifier.LIMIT, clock));
    }

    @Override
    public String toString() {
        return "NotificationConfig";
    }

    /**
     * A webhook.
     *
     * @param format what it understands
     */
    public record Webhook(WebhookUrl url, WebhookFormat format) {

        /** @throws IllegalArgumentException with a sentence if the URL lacks what the format needs */
        public Webhook {
            url.target(format);
        }
    }

    /**
     * Somebody to notify.
     *
     * @param kind how, in one word
     * @param spool the name of the directory in which its alerts wait; the same in each life of the listener
     * @param quiet when it wants to be told of nothing that is not critical; empty for never
     */
    public record Receiver(String kind, String spool, Notifier notifier, Optional<QuietHours> quiet) {

        private static final String MAIL = "outbox";
        private static final String ALERTMANAGER = "alertmanager";
        private static final String PAGERDUTY = "pagerduty";

        static Receiver mail(Notifier notifier) {
            return new Receiver("mail", MAIL, notifier, Optional.empty());
        }

        Receiver withQuiet(Optional<QuietHours> hours) {
            return new Receiver(kind, spool, notifier, hours);
        }

        /** Whether the receiver with that spool gets mails. */
        public static boolean isMail(String spool) {
            return spool.equals(MAIL);
        }

        /** Whether the receiver with that spool is an Alertmanager. */
        public static boolean isAlertmanager(String spool) {
            return spool.startsWith(prefix(ALERTMANAGER));
        }

        /**
         * Whether the receiver with that spool has an incident of its own for each state, so that it is to be told of each by
         * itself, and of its end.
         */
        public static boolean keepsStates(String spool) {
            return isAlertmanager(spool) || spool.startsWith(prefix(PAGERDUTY));
        }

        private static String prefix(String kind) {
            return "outbox-" + kind + "-";
        }

        /** @param id distinguishes it from others of its kind */
        static Receiver of(String kind, String id, Notifier notifier) {
            return new Receiver(kind, prefix(kind) + id, notifier, Optional.empty());
        }
    }

    /**
     * What the options say of all alerts, whoever gets them.
     *
     * @param labels that every alert has besides its own; see {@link #parseLabel}
     * @param remind how long after the last alert about a state its next reminder is due; zero for never
     */
    public record AlertLife(Map<String, String> labels, Duration remind) {

        /** No further labels, and a reminder every four hours. */
        public static final AlertLife DEFAULT = new AlertLife(Map.of(), Duration.ofHours(4));

        private static final int MAX_VALUE_LENGTH = 500;

        public AlertLife {
            labels = Map.copyOf(labels);
        }

        /**
         * Reads a label: {@code team=web}.
         *
         * @throws IllegalArgumentException with a sentence if it is none, or its name has a meaning already
         */
        public static Map.Entry<String, String> parseLabel(String text) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? "" : text.substring(0, equals).strip();
            String value = text.substring(equals + 1).strip();
            if (!isName(name)) {
                throw new IllegalArgumentException("'" + TextSanitizer.singleLine(text, 100)
                        + "' is not NAME=VALUE, such as team=web; a name is made of letters, digits and _");
            }
            if (Alert.RESERVED_LABELS.contains(name) || name.startsWith("__")) {
                throw new IllegalArgumentException("the label '" + name + "' is set by the command; use another name");
            }
            if (value.isEmpty() || value.length() > MAX_VALUE_LENGTH) {
                throw new IllegalArgumentException(
                        "the value of '" + name + "' must have 1 to " + MAX_VALUE_LENGTH + " characters");
            }
            return Map.entry(name, TextSanitizer.singleLine(value, MAX_VALUE_LENGTH));
        }

        /** As Prometheus has it. A loop: before READY, a pattern costs milliseconds. */
        static boolean isName(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
                if (!letter && (i == 0 || c < '0' || c > '9')) {
                    return false;
                }
            }
            return !text.isEmpty();
        }
    }

    /** What a notifier is made of, as the options of a command say it. */
    public interface NotifierConfig {

        /**
         * Makes the notifier.
         *
         * @param host the name of this machine
         * @param environment the listener's
         * @throws IllegalArgumentException with a sentence that names the option if something is missing
         */
        Notifier notifier(String host, Map<String, String> environment);
    }
}
