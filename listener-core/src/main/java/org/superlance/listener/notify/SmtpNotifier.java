package org.superlance.listener.notify;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.Threads;

/**
 * Hands each mail to a mail server. A recipient that the server refuses for good is logged and does not hinder the others;
 * an alert tried again goes only to those who were told to wait, as long as this notifier lives. Not for several threads.
 */
public final class SmtpNotifier implements Notifier {

    private static final int MAX_REMEMBERED = 1_000;
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(15);

    private final SmtpSettings settings;
    private final Envelope envelope;
    private final Supplier<SSLSocketFactory> trust;
    private final Map<String, Pending> pendings = new LinkedHashMap<>();

    /** Who is still to get an alert, and whether somebody already has. */
    private record Pending(List<InternetAddress> recipients, boolean accepted) {}

    /** A notifier that trusts the authorities that Java trusts. */
    public SmtpNotifier(SmtpSettings settings, Envelope envelope) {
        this(settings, envelope, () -> (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /** @param trust asked for each protected connection, and so decides which authorities are trusted */
    public SmtpNotifier(SmtpSettings settings, Envelope envelope, Supplier<SSLSocketFactory> trust) {
        if (envelope.from() == null) {
            throw new IllegalArgumentException("a mail server wants to know the sender of a mail; give one");
        }
        this.settings = settings;
        this.envelope = envelope;
        this.trust = trust;
    }

    @Override
    public void deliver(Alert alert) throws DeliveryException, InterruptedException {
        Pending pending = pendings.getOrDefault(alert.id(), allRecipients());
        List<String> troubles = new ArrayList<>();
        for (SmtpSettings.Server server : settings.servers()) {
            try {
                recordReplies(
                        alert,
                        server,
                        pending,
                        execute(
                                server,
                                settings.limit(),
                                connection -> new SmtpTransaction(connection, envelope, alert, pending.recipients())));
                return;
            } catch (MessagingException e) {
                troubles.add(SmtpErrorMessages.sentence(settings, server, e));
            }
        }
        throw DeliveryException.tryAgain(String.join(" ", troubles));
    }

    /** Greets each server, encrypts and logs in, and leaves again. */
    @Override
    public List<String> probe() throws InterruptedException {
        List<String> troubles = new ArrayList<>();
        for (SmtpSettings.Server server : settings.servers()) {
            try {
                execute(server, PROBE_TIMEOUT, connection -> () -> {
                    try (connection) {
                        return connection.open();
                    }
                });
            } catch (MessagingException e) {
                troubles.add(SmtpErrorMessages.sentence(settings, server, e));
            }
        }
        return troubles;
    }

    private Pending allRecipients() {
        return new Pending(
                envelope.to().stream().map(EmailAddresses::internet).distinct().toList(), false);
    }

    private <T> T execute(SmtpSettings.Server server, Duration limit, Function<SmtpConnection, Callable<T>> what)
            throws MessagingException, InterruptedException {
        try (CancellableSocketFactory sockets = new CancellableSocketFactory()) {
            FutureTask<T> conversation =
                    new FutureTask<>(what.apply(new SmtpConnection(settings, server, envelope.host(), sockets, trust)));
            Threads.start("smtp " + server, conversation);
            return conversation.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new MessagingException("it took longer than " + Durations.format(limit), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MessagingException cause) {
                throw cause;
            }
            throw new IllegalStateException("The conversation with the mail server " + server + " broke.", e);
        }
    }

    private void recordReplies(
            Alert alert, SmtpSettings.Server server, Pending before, Map<InternetAddress, SmtpReply> replies)
            throws DeliveryException {
        boolean accepted =
                before.accepted() || replies.size() < before.recipients().size();
        List<InternetAddress> later = new ArrayList<>();
        StringBuilder words = new StringBuilder();
        replies.forEach((recipient, reply) -> {
            if (reply.isFinal()) {
                log().warn(
                                "The mail server {} refused {} for the alert {}: {}",
                                server,
                                recipient,
                                alert.id(),
                                reply.text());
            } else {
                later.add(recipient);
            }
            words.append(' ').append(recipient).append(": ").append(reply.text());
        });
        pendings.remove(alert.id());
        if (!later.isEmpty()) {
            remember(alert.id(), new Pending(List.copyOf(later), accepted));
            throw DeliveryException.tryAgain("The mail server " + server + " did not take it yet for" + words);
        }
        if (!accepted) {
            throw DeliveryException.refused("The mail server " + server + " refused every recipient:" + words);
        }
    }

    private void remember(String id, Pending pending) {
        pendings.put(id, pending);
        if (pendings.size() > MAX_REMEMBERED) {
            pendings.remove(pendings.keySet().iterator().next());
        }
    }

    @Override
    public String toString() {
        return "the mail server " + settings.servers().get(0) + " to " + String.join(", ", envelope.to());
    }

    /** Found when needed: a notifier is made before its listener is ready, and a log takes a while to be set up. */
    private static Logger log() {
        return LoggerFactory.getLogger(SmtpNotifier.class);
    }
}
