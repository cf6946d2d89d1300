package org.superlance.listener.notify.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.DeliveryAttempt;
import org.superlance.listener.notify.Notifier;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.util.Threads;

/**
 * Sends each alert through a mail server. A recipient that the server refuses permanently is logged and does not affect
 * the others; a retry goes only to the deferred recipients. Not for several threads.
 */
public final class SmtpNotifier implements Notifier {

    private static final Duration PROBE_TIMEOUT = Duration.ofMinutes(1);
    /** Compiled for a mail: a listener that has nothing to send does without regular expressions. */
    private static final String LOCAL_PART = "[A-Za-z0-9][A-Za-z0-9._+-]{0,63}";

    private final SmtpSettings settings;
    private final Envelope envelope;
    private final Supplier<SSLSocketFactory> trust;
    private final AtomicReference<Optional<String>> fullName = new AtomicReference<>(Optional.empty());

    /** A notifier that trusts the authorities that Java trusts. */
    public SmtpNotifier(SmtpSettings settings, Envelope envelope) {
        this(settings, envelope, () -> (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /** @param trust asked for each protected connection, and so decides which authorities are trusted */
    public SmtpNotifier(SmtpSettings settings, Envelope envelope, Supplier<SSLSocketFactory> trust) {
        if (envelope.to().isEmpty()) {
            throw new IllegalArgumentException("a mail server needs the address of a recipient");
        }
        this.settings = settings;
        this.envelope = envelope;
        this.trust = trust;
    }

    @Override
    public DeliveryResult deliver(Alert alert) throws InterruptedException {
        return deliver(alert, DeliveryAttempt.inMemory());
    }

    @Override
    public DeliveryResult deliver(Alert alert, DeliveryAttempt attempt) throws InterruptedException {
        List<InternetAddress> recipients = envelope.to().stream()
                .map(EmailAddresses::internet)
                .distinct()
                .filter(one -> !attempt.isSettled(key(one)))
                .toList();
        List<String> troubles = new ArrayList<>();
        for (SmtpSettings.Server server : settings.servers()) {
            try {
                Map<InternetAddress, SmtpReply> replies = execute(
                        server,
                        settings.limit(),
                        attempt::handingOver,
                        connection -> send(connection, alert, recipients));
                return recordReplies(alert, server, attempt, recipients, replies);
            } catch (SessionException e) {
                if (e.isUnclear()) {
                    // another server would send a copy
                    return DeliveryResult.unclear(e.sentence());
                }
                troubles.add(e.sentence());
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
                execute(server, PROBE_TIMEOUT, () -> {}, SmtpConnection::open);
            } catch (SessionException e) {
                troubles.add(e.sentence());
            }
        }
        return troubles;
    }

    /** How a recipient is remembered. */
    private static String key(InternetAddress recipient) {
        return recipient.getAddress();
    }

    /** What is done on a connection. */
    private interface SmtpSession<T> {
        T on(SmtpConnection connection) throws MessagingException;
    }

    /** A session that failed before the server had accepted or refused anything. */
    private static final class SessionException extends Exception {

        private static final long serialVersionUID = 1;

        private final boolean unclear;

        SessionException(String sentence, boolean unclear, Exception cause) {
            super(sentence, cause);
            this.unclear = unclear;
        }

        /** Whether the server may have taken the mail. */
        boolean isUnclear() {
            return unclear;
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    /** Runs a session on its own thread, which an interrupt and the limits end at once. */
    private <T> T execute(SmtpSettings.Server server, Duration limit, Runnable handingOver, SmtpSession<T> session)
            throws SessionException, InterruptedException {
        try (CancellableSocketFactory sockets = new CancellableSocketFactory()) {
            SmtpConnection connection =
                    new SmtpConnection(settings, server, this::fullName, sockets, trust, handingOver);
            FutureTask<T> task = new FutureTask<>(() -> {
                try (connection) {
                    return session.on(connection);
                }
            });
            Threads.start("smtp " + server, task);
            return await(task, connection, limit);
        } catch (ExecutionException e) {
            throw new IllegalStateException("internal error in the session with mail server " + server, e);
        }
    }

    /** Waits until the session is over, or one of its steps takes longer than it may. */
    private static <T> T await(FutureTask<T> task, SmtpConnection connection, Duration limit)
            throws SessionException, InterruptedException, ExecutionException {
        long start = System.nanoTime();
        while (true) {
            SmtpConnection.Progress progress = connection.progress();
            long left = progress.since() + progress.step().limit().toNanos() - System.nanoTime();
            long leftInAll = start + limit.toNanos() - System.nanoTime();
            try {
                return task.get(Math.max(0, Math.min(left, leftInAll)), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                boolean over = System.nanoTime() - start >= limit.toNanos();
                if (over || connection.progress().equals(progress)) {
                    Duration taken = over ? limit : progress.step().limit();
                    throw new SessionException(connection.timeoutSentence(taken), progress.step() == SmtpStep.END, e);
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof MessagingException cause) {
                    throw new SessionException(connection.sentence(cause), connection.isUnclear(), cause);
                }
                throw e;
            }
        }
    }

    /** Asked for once it is known: a resolver that does not answer now may do so later. */
    private Optional<String> fullName() {
        Optional<String> known = fullName.get();
        if (known == null || known.isEmpty()) {
            known = GreetingName.full(envelope.host(), GreetingName.HOSTS);
            fullName.set(known);
        }
        return known;
    }

    /** Sends one mail. Returns the reply for each recipient that was not accepted; an exception means none was. */
    private Map<InternetAddress, SmtpReply> send(
            SmtpConnection connection, Alert alert, List<InternetAddress> recipients) throws MessagingException {
        if (recipients.isEmpty()) {
            return Map.of();
        }
        try {
            Transport transport = connection.open();
            Envelope complete = envelope.from(sender(connection.greetingName()));
            AlertMimeMessage message = new AlertMimeMessage(connection.session(), complete, alert);
            transport.sendMessage(message, recipients.toArray(InternetAddress[]::new));
            return Map.of();
        } catch (SendFailedException e) {
            if (connection.isUnclear() || connection.isFlooded() || (sentToNobody(e) && connection.isClosing())) {
                throw e;
            }
            return SmtpReply.of(e, recipients);
        }
    }

    private static boolean sentToNobody(SendFailedException e) {
        return e.getValidSentAddresses() == null || e.getValidSentAddresses().length == 0;
    }

    /** The sender with a domain: many servers refuse one without. */
    private String sender(String greetingName) throws MessagingException {
        String given = envelope.from();
        if (given != null && given.indexOf('@') >= 0) {
            return given;
        }
        String user = System.getProperty("user.name", "");
        String local = given != null ? given : user.matches(LOCAL_PART) ? user : "superlance";
        String host = envelope.host();
        String domain = greetingName.startsWith("[") ? fullName().orElse(host + ".localdomain") : greetingName;
        return local + "@" + domain;
    }

    private static DeliveryResult recordReplies(
            Alert alert,
            SmtpSettings.Server server,
            DeliveryAttempt attempt,
            List<InternetAddress> asked,
            Map<InternetAddress, SmtpReply> replies) {
        Set<String> accepted = new LinkedHashSet<>();
        Set<String> refused = new LinkedHashSet<>();
        Map<String, List<String>> words = new LinkedHashMap<>();
        boolean deferred = true;
        for (InternetAddress recipient : asked) {
            SmtpReply reply = replies.get(recipient);
            if (reply == null) {
                accepted.add(key(recipient));
                continue;
            }
            words.computeIfAbsent(reply.sentence(), sentence -> new ArrayList<>())
                    .add(recipient.toString());
            if (reply.isFinal()) {
                refused.add(key(recipient));
                log().warn("mail server {} refused {} for alert {}: {}", server, recipient, alert.id(), reply.text());
            } else {
                deferred &= reply.isDeferral();
            }
        }
        String sentence = "mail server " + server + " "
                + words.entrySet().stream()
                        .map(one -> one.getKey() + " (" + String.join(", ", one.getValue()) + ")")
                        .collect(Collectors.joining("; "));
        if (accepted.size() + refused.size() < asked.size()) {
            if (!accepted.isEmpty()) {
                attempt.accepted(accepted);
            }
            if (!refused.isEmpty()) {
                attempt.refused(refused);
            }
            return deferred ? DeliveryResult.deferred(sentence) : DeliveryResult.retry(sentence);
        }
        return !accepted.isEmpty() || attempt.isAcceptedByAnybody()
                ? DeliveryResult.DELIVERED
                : DeliveryResult.refused(sentence);
    }

    @Override
    public String toString() {
        return "mail server " + settings.servers().get(0) + " to " + String.join(", ", envelope.to());
    }

    /** Looked up on use: this is created before the listener is ready, and the logging takes a while to be set up. */
    private static Logger log() {
        return LoggerFactory.getLogger(SmtpNotifier.class);
    }
}
