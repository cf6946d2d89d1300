package org.superlance.listener.alert;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One mail to one server. Answers for each recipient that was not accepted why; an exception means for nobody. */
final class SmtpConversation implements Callable<Map<InternetAddress, SmtpReply>> {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpConversation.class);
    private static final String CONNECT_MILLIS = "10000";
    private static final String READ_MILLIS = "30000";

    private final SmtpSettings settings;
    private final SmtpSettings.Server server;
    private final Envelope envelope;
    private final Alert alert;
    private final List<InternetAddress> recipients;
    private final Properties properties;

    SmtpConversation(
            SmtpSettings settings,
            SmtpSettings.Server server,
            Envelope envelope,
            Alert alert,
            List<InternetAddress> recipients,
            OpenSockets sockets,
            SSLSocketFactory trust) {
        this.settings = settings;
        this.server = server;
        this.envelope = envelope;
        this.alert = alert;
        this.recipients = recipients;
        this.properties = properties();
        properties.put("mail.smtp.socketFactory", sockets.plain());
        properties.put("mail.smtp.ssl.socketFactory", sockets.tls(trust));
    }

    @Override
    public Map<InternetAddress, SmtpReply> call() throws MessagingException {
        Session session = Session.getInstance(properties);
        MimeLetter letter = new MimeLetter(session, envelope, alert);
        Transport transport = session.getTransport("smtp");
        try {
            transport.connect(server.host(), server.port(), settings.user(), password());
            transport.sendMessage(letter, recipients.toArray(InternetAddress[]::new));
            return Map.of();
        } catch (SendFailedException e) {
            return SmtpReply.of(e, recipients);
        } finally {
            leave(transport);
        }
    }

    private @Nullable String password() throws MessagingException {
        Password password = settings.password();
        if (settings.user() == null || password == null) {
            return null;
        }
        try {
            return password.read();
        } catch (IOException e) {
            throw new MessagingException("the password cannot be read from --password-file (" + e + ")", e);
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.connectiontimeout", CONNECT_MILLIS);
        properties.setProperty("mail.smtp.timeout", READ_MILLIS);
        properties.setProperty("mail.smtp.sendpartial", "true");
        // A server that has accepted the mail and then does not answer QUIT has still accepted it.
        properties.setProperty("mail.smtp.quitwait", "false");
        properties.setProperty("mail.smtp.localhost", envelope.host());
        properties.setProperty("mail.smtp.auth", String.valueOf(settings.user() != null));
        properties.setProperty("mail.smtp.socketFactory.fallback", "false");
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.ssl.enable", String.valueOf(settings.tls() == SmtpSettings.Tls.IMPLICIT));
        String startTls = String.valueOf(settings.tls() == SmtpSettings.Tls.STARTTLS);
        properties.setProperty("mail.smtp.starttls.enable", startTls);
        properties.setProperty("mail.smtp.starttls.required", startTls);
        return properties;
    }

    private void leave(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debug("The connection to the mail server {} could not be closed: {}.", server, e.getMessage());
        }
    }
}
