package org.superlance.listener.notify;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** One mail to one server. Answers for each recipient that was not accepted why; an exception means for nobody. */
final class SmtpTransaction implements Callable<Map<InternetAddress, SmtpReply>> {

    private final SmtpConnection connection;
    private final Envelope envelope;
    private final Alert alert;
    private final List<InternetAddress> recipients;

    SmtpTransaction(SmtpConnection connection, Envelope envelope, Alert alert, List<InternetAddress> recipients) {
        this.connection = connection;
        this.envelope = envelope;
        this.alert = alert;
        this.recipients = recipients;
    }

    @Override
    public Map<InternetAddress, SmtpReply> call() throws MessagingException {
        AlertMimeMessage letter = new AlertMimeMessage(connection.session(), envelope, alert);
        try (connection) {
            connection.open().sendMessage(letter, recipients.toArray(InternetAddress[]::new));
            return Map.of();
        } catch (SendFailedException e) {
            return SmtpReply.of(e, recipients);
        }
    }
}
