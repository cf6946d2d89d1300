package org.superlance.listener.notify.mail;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.Notifier;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.listener.util.Threads;

/**
 * Sends each alert through a mail server. A recipient that the server refuses permanently is logged and does not affect
 * the others; a retry goes only to the deferred recipients, as long as this notifier lives. Not for several threads.
 */
public final class SmtpNotifier implements Notifier {

    private static final int MAX_REMEMBERED = 1_000;
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(15);

    private final SmtpSettings settings;
    private final Envelope envelope;
    private final Supplier<SSLSocketFactory> trust;
    private final Map<String, Pending> pendings = new LinkedHashMap<>();

    /** The recipients that still wait for an alert, and whether any other has accepted it. */
    private record Pending(List<InternetAddress> recipients, boolean accepted) {}

    /** A notifier that trusts the authorities that Java trusts. */
    public SmtpNotifier(SmtpSettings settings, Envelope envelope) {
        this(settings, envelope, () -> (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /** @param trust asked for each protected connection, and so decides which authorities are trusted */
    public SmtpNotifier(SmtpSettings settings, Envelope envelope, Supplier<SSLSocketFactory> trust) {
        if (envelope.from() == null) {
            throw new IllegalArgumentException("a mail server needs the address of a sender");
        }
        if (envelope.to().isEmpty()) {
            throw new IllegalArgumentException("a mail server needs the address of a recipient");
        }
        this.settings = settings;
        this.envelope = envelope;
        this.trust = trust;
    }

    @Override
    public DeliveryResult deliver(Alert alert) throws InterruptedException {
        Pending pending = pendings.getOrDefault(alert.id(), allRecipients());
        List<String> troubles = new ArrayList<>();
        for (SmtpSettings.Server server : settings.servers()) {
            try {
                Map<InternetAddress, SmtpReply> replies =
                        execute(server, settings.limit(), connection -> send(connection, alert, pending.recipients()));
                return recordReplies(alert, server, pending, replies);
            } catch (MessagingException e) {
                troubles.add(SmtpConnection.sentence(settings, server, e));
            }
        }
        return DeliveryResult.retry(String.join("; ", troubles));
    }

    /** Connects to each server, encrypts and logs in, and disconnects. */
    @Override
    public List<String> probe() throws InterruptedException {
        List<String> troubles = new ArrayList<>();
        for (SmtpSettings.Server server : settings.servers()) {
            try {
                execute(server, PROBE_TIMEOUT, SmtpConnection::open);
            } catch (MessagingException e) {
                troubles.add(SmtpConnection.sentence(settings, server, e));
            }
        }
        return troubles;
    }

    private Pending allRecipients() {
        return new Pending(
                envelope.to().stream().map(EmailAddresses::internet).distinct().toList(), false);
    }

    /** What is done on a connection. */
    private interface SmtpSession<T> {
        T on(SmtpConnection connection) throws MessagingException;
    }

    /** Runs a session on its own thread, which an interrupt and the limit end at once. */
    private <T> T execute(SmtpSettings.Server server, Duration limit, SmtpSession<T> session)
            throws MessagingException, InterruptedException {
        try (CancellableSocketFactory sockets = new CancellableSocketFactory()) {
            SmtpConnection connection = new SmtpConnection(settings, server, envelope.host(), sockets, trust);
            FutureTask<T> task = new FutureTask<>(() -> {
                try (connection) {
                    return session.on(connection);
                }
            });
            Threads.start("smtp " + server, task);
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new MessagingException("not finished within " + Durations.format(limit), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MessagingException cause) {
                throw cause;
            }
            throw new IllegalStateException("internal error in the session with mail server " + server, e);
        }
    }

    /** Sends one mail. Returns the reply for each recipient that was not accepted; an exception means none was. */
    private Map<InternetAddress, SmtpReply> send(
            SmtpConnection connection, Alert alert, List<InternetAddress> recipients) throws MessagingException {
        AlertMimeMessage message = new AlertMimeMessage(connection.session(), envelope, alert);
        try {
            connection.open().sendMessage(message, recipients.toArray(InternetAddress[]::new));
            return Map.of();
        } catch (SendFailedException e) {
            return SmtpReply.of(e, recipients);
        }
    }

    private DeliveryResult recordReplies(
            Alert alert, SmtpSettings.Server server, Pending before, Map<InternetAddress, SmtpReply> replies) {
        boolean accepted =
                before.accepted() || replies.size() < before.recipients().size();
        List<InternetAddress> later = new ArrayList<>();
        StringJoiner words = new StringJoiner("; ");
        replies.forEach((recipient, reply) -> {
            if (reply.isFinal()) {
                log().warn("mail server {} refused {} for alert {}: {}", server, recipient, alert.id(), reply.text());
            } else {
                later.add(recipient);
            }
            words.add(recipient + ": " + reply.text());
        });
        pendings.remove(alert.id());
        if (!later.isEmpty()) {
            remember(alert.id(), new Pending(List.copyOf(later), accepted));
            return DeliveryResult.retry("mail server " + server + " deferred: " + words);
        }
        return accepted
                ? DeliveryResult.DELIVERED
                : DeliveryResult.refused("mail server " + server + " refused all recipients: " + words);
    }

    private void remember(String id, Pending pending) {
        pendings.put(id, pending);
        if (pendings.size() > MAX_REMEMBERED) {
            pendings.remove(pendings.keySet().iterator().next());
        }
    }

    @Override
    public String toString() {
        return "mail server " + settings.servers().get(0) + " to " + String.join(", ", envelope.to());
    }

    /** Looked up on use: this is created before the listener is ready, and the logging takes a while to be set up. */
    private static Logger log() {
        return LoggerFactory.getLogger(SmtpNotifier.class);
    }

    /**
     * Why a server did not accept a mail for a recipient.
     *
     * @param code the SMTP reply code; -1 if there was none
     * @param text what the server said, as one harmless line
     */
    private record SmtpReply(int code, String text) {

        private static final int MAX_TEXT_LENGTH = 500;
        /** Login or TLS is missing, or the order is wrong: our settings are at fault, not this mail. */
        private static final Set<Integer> SETTINGS = Set.of(503, 530, 534, 535, 538);

        /** RFC 5321, 4.2.1: a 5xx code is permanent. */
        boolean isFinal() {
            return code / 100 == 5 && !SETTINGS.contains(code);
        }

        /** The reply for each of the recipients that was not accepted. */
        static Map<InternetAddress, SmtpReply> of(SendFailedException failure, List<InternetAddress> asked) {
            List<Address> accepted = addresses(failure.getValidSentAddresses());
            SmtpReply forAll = reply(failure);
            Map<InternetAddress, SmtpReply> replies = new LinkedHashMap<>();
            asked.stream().filter(one -> !accepted.contains(one)).forEach(one -> replies.put(one, forAll));
            for (Exception next = failure; next instanceof MessagingException; next = next(next)) {
                if (next instanceof SMTPAddressFailedException one) {
                    replies.replace(one.getAddress(), reply(one));
                }
            }
            return replies;
        }

        private static SmtpReply reply(SendFailedException failure) {
            int code = failure instanceof SMTPAddressFailedException one
                    ? one.getReturnCode()
                    : failure instanceof SMTPSendFailedException all ? all.getReturnCode() : -1;
            return new SmtpReply(code, TextSanitizer.singleLine(String.valueOf(failure.getMessage()), MAX_TEXT_LENGTH));
        }

        private static List<Address> addresses(Address @Nullable [] addresses) {
            return addresses == null ? List.of() : List.of(addresses);
        }

        private static @Nullable Exception next(Exception e) {
            return ((MessagingException) e).getNextException();
        }
    }
}
