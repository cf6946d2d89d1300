package org.superlance.listener.notify.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Properties;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.notify.Secret;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.util.TextSanitizer;

/** A connection to one mail server, encrypted and logged in as the settings say. */
final class SmtpConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpConnection.class);
    private static final String CONNECT_MILLIS = "10000";
    private static final String READ_MILLIS = "30000";
    private static final int MAX_TEXT_LENGTH = 500;

    private final SmtpSettings settings;
    private final SmtpSettings.Server server;
    private final String host;
    private final Session session;
    private @Nullable Transport transport;

    /**
     * Does not connect yet.
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
            throw new MessagingException("cannot read --password-file: " + AtomicFile.reason(e), e);
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

    /** Sends QUIT if connected. */
    @Override
    public void close() {
        try {
            if (transport != null) {
                transport.close();
            }
        } catch (MessagingException e) {
            LOG.debug("mail server {}: cannot close the connection: {}", server, e.getMessage());
        }
    }

    /** What went wrong before the server accepted or refused a mail, and what to do about it. */
    static String sentence(SmtpSettings settings, SmtpSettings.Server server, MessagingException e) {
        String who = "mail server " + server;
        String words = words(e);
        if (e instanceof AuthenticationFailedException) {
            return who + " refused the login of user '" + settings.user() + "' (" + words
                    + "); check --userName and --password-file";
        }
        if (cause(e, UnknownHostException.class) != null) {
            return who + ": unknown host; check the name and this machine's DNS";
        }
        Throwable tls = cause(e, SSLException.class);
        if (tls != null) {
            return who + ": certificate not trusted (" + words(tls)
                    + "); it must name this host and be signed by an authority that Java trusts";
        }
        if (cause(e, SocketTimeoutException.class) != null) {
            return who + " did not answer in time (" + words + "); check --smtpHost";
        }
        if (cause(e, ConnectException.class) != null) {
            return who + " cannot be reached (" + words + "); check that it is running, and --smtpHost";
        }
        return who + ": " + words;
    }

    private static @Nullable Throwable cause(Throwable e, Class<? extends Throwable> type) {
        Throwable cause = e;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (type.isInstance(cause)) {
                return cause;
            }
            cause = cause.getCause();
        }
        return null;
    }

    private static String words(Throwable e) {
        return TextSanitizer.singleLine(String.valueOf(e.getMessage()), MAX_TEXT_LENGTH);
    }
}
