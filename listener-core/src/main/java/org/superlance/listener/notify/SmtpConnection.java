package org.superlance.listener.notify;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.io.IOException;
import java.util.Properties;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to one mail server, encrypted and logged in as the settings say. */
final class SmtpConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpConnection.class);
    private static final String CONNECT_MILLIS = "10000";
    private static final String READ_MILLIS = "30000";

    private final SmtpSettings settings;
    private final SmtpSettings.Server server;
    private final String host;
    private final Session session;
    private @Nullable Transport transport;

    /**
     * Connects to nobody yet.
     *
     * @param host the name of this machine
     */
    SmtpConnection(
            SmtpSettings settings,
            SmtpSettings.Server server,
            String host,
            CancellableSocketFactory sockets,
            Supplier<SSLSocketFactory> trust) {
        this.settings = settings;
        this.server = server;
        this.host = host;
        Properties properties = properties();
        properties.put("mail.smtp.socketFactory", sockets.plain());
        if (settings.tls() != SmtpSettings.Tls.NONE) {
            // to read all authorities takes time and memory
            properties.put("mail.smtp.ssl.socketFactory", sockets.tls(trust.get()));
        }
        this.session = Session.getInstance(properties);
    }

    Session session() {
        return session;
    }

    /** Greets the server, encrypts and logs in. */
    Transport open() throws MessagingException {
        Transport opened = session.getTransport("smtp");
        transport = opened;
        opened.connect(server.host(), server.port(), settings.user(), password());
        return opened;
    }

    private @Nullable String password() throws MessagingException {
        Secret password = settings.password();
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
        properties.setProperty("mail.smtp.localhost", host);
        properties.setProperty("mail.smtp.auth", String.valueOf(settings.user() != null));
        properties.setProperty("mail.smtp.socketFactory.fallback", "false");
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.ssl.enable", String.valueOf(settings.tls() == SmtpSettings.Tls.IMPLICIT));
        String startTls = String.valueOf(settings.tls() == SmtpSettings.Tls.STARTTLS);
        properties.setProperty("mail.smtp.starttls.enable", startTls);
        properties.setProperty("mail.smtp.starttls.required", startTls);
        return properties;
    }

    /** Says goodbye, if there is anybody to say it to. */
    @Override
    public void close() {
        try {
            if (transport != null) {
                transport.close();
            }
        } catch (MessagingException e) {
            LOG.debug("The connection to the mail server {} could not be closed: {}.", server, e.getMessage());
        }
    }
}
