package org.superlance.listener.notify.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.URLName;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.notify.Secret;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.TextSanitizer;

/** A connection to one mail server, encrypted and logged in as the settings say. */
final class SmtpConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpConnection.class);
    private static final String CONNECT_MILLIS = "30000";
    private static final int GREETING = 220;
    private static final int MAX_TEXT_LENGTH = 500;

    private final SmtpSettings settings;
    private final SmtpSettings.Server server;
    private final Supplier<Optional<String>> fullName;
    private final CancellableSocketFactory sockets;
    private final @Nullable SSLSocketFactory tls;
    private final Session session;
    private final Runnable handingOver;
    private volatile Progress progress;
    /** The last step that is not the end of the session. */
    private volatile SmtpStep reached = SmtpStep.CONNECT;

    private @Nullable SteppedTransport transport;

    /** The step that a session is at, and when it began, by {@link System#nanoTime()}. */
    record Progress(SmtpStep step, long since) {}

    /**
     * Does not connect yet.
     *
     * @param fullName the full name of this machine, asked for on the thread of the session; empty if nobody knows one
     * @param handingOver is run before the server may have taken a mail
     */
    SmtpConnection(
            SmtpSettings settings,
            SmtpSettings.Server server,
            Supplier<Optional<String>> fullName,
            CancellableSocketFactory sockets,
            Supplier<SSLSocketFactory> trust,
            Runnable handingOver) {
        this.settings = settings;
        this.server = server;
        this.fullName = fullName;
        this.sockets = sockets;
        this.handingOver = handingOver;
        this.progress = new Progress(SmtpStep.CONNECT, System.nanoTime());
        Properties properties = properties();
        properties.put("mail.smtp.socketFactory", sockets.plain());
        // to read all authorities takes time and memory
        this.tls = settings.tls() == SmtpSettings.Tls.NONE ? null : sockets.tls(trust.get());
        if (tls != null) {
            properties.put("mail.smtp.ssl.socketFactory", tls);
        }
        this.session = Session.getInstance(properties);
    }

    Session session() {
        return session;
    }

    /** Where the session is; for any thread. */
    Progress progress() {
        return progress;
    }

    /** Whether the server has got all of a mail and has not said what became of it; after the session. */
    boolean isUnclear() {
        return transport != null && transport.isUnclear();
    }

    /** The name that the server is greeted with. */
    String greetingName() {
        return settings.helo()
                .or(fullName)
                .or(() -> sockets.localAddress().map(GreetingName::literal))
                .orElse("[127.0.0.1]");
    }

    /** Greets the server, encrypts and logs in. */
    Transport open() throws MessagingException {
        URLName url = new URLName("smtp", server.host(), server.port(), null, null, null);
        SteppedTransport opened = new SteppedTransport(session, url, this::begin, this::greetingName);
        transport = opened;
        String password = password();
        begin(SmtpStep.CONNECT);
        if (settings.tls() == SmtpSettings.Tls.IMPLICIT && tls != null) {
            opened.connect(protectedSocket(tls), settings.user(), password);
        } else {
            opened.connect(server.host(), server.port(), settings.user(), password);
        }
        if (settings.user() != null) {
            if (!opened.offersLogin()) {
                throw new MessagingException(noLogin());
            }
            opened.logInByCramMd5(settings.user(), String.valueOf(password));
        }
        return opened;
    }

    /** With TLS from the first byte, on a socket whose bytes are counted; Jakarta Mail would take one of its own. */
    private Socket protectedSocket(SSLSocketFactory factory) throws MessagingException {
        try {
            Socket plain = sockets.plain().createSocket();
            plain.setSoTimeout((int) SmtpStep.END.limit().toMillis());
            plain.connect(new InetSocketAddress(server.host(), server.port()), Integer.parseInt(CONNECT_MILLIS));
            SSLSocket socket = (SSLSocket) factory.createSocket(plain, server.host(), server.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            throw new MessagingException(String.valueOf(e.getMessage()), e);
        }
    }

    private String noLogin() {
        return settings.tls() == SmtpSettings.Tls.NONE
                ? "offers no login, so nothing is sent; most servers offer it only on a protected connection: give --tls, or"
                        + " --tls-mode implicit with the port for that, or leave out --userName"
                : "offers no login, so nothing is sent; leave out --userName, or give the port for clients, usually 587"
                        + " with --tls or 465 with --tls-mode implicit";
    }

    private void begin(SmtpStep step) {
        if (step == SmtpStep.END) {
            handingOver.run();
        }
        if (step != SmtpStep.QUIT) {
            reached = step;
        }
        progress = new Progress(step, System.nanoTime());
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
        // whoever waits for the session ends it when a step takes too long, by closing its sockets
        properties.setProperty("mail.smtp.connectiontimeout", CONNECT_MILLIS);
        properties.setProperty("mail.smtp.timeout", millis(SmtpStep.END));
        properties.setProperty("mail.smtp.sendpartial", "true");
        // A server that has accepted the mail and then does not answer QUIT has still accepted it.
        properties.setProperty("mail.smtp.quitwait", "false");
        properties.setProperty("mail.smtp.auth", String.valueOf(settings.user() != null));
        properties.setProperty("mail.smtp.socketFactory.fallback", "false");
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        String startTls = String.valueOf(settings.tls() == SmtpSettings.Tls.STARTTLS);
        properties.setProperty("mail.smtp.starttls.enable", startTls);
        properties.setProperty("mail.smtp.starttls.required", startTls);
        return properties;
    }

    private static String millis(SmtpStep step) {
        return String.valueOf(step.limit().toMillis());
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
    String sentence(MessagingException e) {
        String who = "mail server " + server;
        String words = words(e);
        SmtpStep step = reached;
        if (isFlooded()) {
            return who + " sent more than " + CancellableSocketFactory.LIMIT + " in one session: not a mail server?";
        }
        if (e instanceof AuthenticationFailedException) {
            return who + " refused the login of user '" + settings.user() + "' (" + words
                    + "); check --userName and --password-file";
        }
        if (cause(e, UnknownHostException.class) != null) {
            return who + ": unknown host; check the name and this machine's DNS";
        }
        Optional<String> tls = tlsTrouble(e);
        if (tls.isPresent()) {
            return who + ": " + tls.get();
        }
        if (cause(e, ConnectException.class) != null
                || (step == SmtpStep.CONNECT && cause(e, IOException.class) != null)) {
            return who + " cannot be reached (" + words + "); check that it is running, and --smtpHost";
        }
        if (isUnclear()) {
            return who + " closed the connection after it had got the message, and did not say whether it took it";
        }
        Optional<String> answer = answer(step);
        if (answer.isPresent()) {
            return who + answer.get();
        }
        if (cause(e, EOFException.class) != null
                || words.endsWith("response: -1")
                || words.contains("[EOF]")
                || cause(e, SocketException.class) != null) {
            return who + " closed the connection before it had answered " + step.label() + " (" + words + ")"
                    + (step == SmtpStep.GREETING ? implicitHint() : "");
        }
        return who + ": " + words;
    }

    /** Whether the server has sent more than it may. */
    boolean isFlooded() {
        return sockets.isExceeded();
    }

    /** Whether the server has said that it closes the connection. */
    boolean isClosing() {
        return transport != null && !transport.farewell().isEmpty();
    }

    /** What the server said when it did not want us, or when it spoke something else than SMTP. */
    private Optional<String> answer(SmtpStep step) {
        if (transport == null) {
            return Optional.empty();
        }
        String said = TextSanitizer.singleLine(String.valueOf(transport.getLastServerResponse()), MAX_TEXT_LENGTH)
                .strip();
        int code = transport.getLastReturnCode();
        if (!transport.farewell().isEmpty()) {
            String farewell = TextSanitizer.singleLine(transport.farewell(), MAX_TEXT_LENGTH);
            return Optional.of(" refused the connection: " + farewell.strip());
        }
        boolean isSilent = said.isEmpty() || said.equals("null") || said.contains("[EOF]");
        if (isSilent || (step != SmtpStep.GREETING && step != SmtpStep.HELLO)) {
            return Optional.empty();
        }
        if (code < 0) {
            return Optional.of(
                    " does not speak SMTP: " + step.label() + (step == SmtpStep.GREETING ? " is" : " was answered by")
                            + " '" + said + "'; check --smtpHost and its port");
        }
        return step == SmtpStep.GREETING && code != GREETING
                ? Optional.of(" refused the connection: " + said)
                : Optional.empty();
    }

    /** The same for a server that has not finished a step in time. */
    String timeoutSentence(Duration limit) {
        SmtpStep step = reached;
        return "mail server " + server + " did not answer in time: " + step.label() + " took longer than "
                + Durations.format(limit) + (step == SmtpStep.GREETING ? implicitHint() : "");
    }

    /** A server that waits for the client to begin with TLS never greets. */
    private String implicitHint() {
        return settings.tls() == SmtpSettings.Tls.IMPLICIT
                ? ""
                : "; if the port is one for TLS from the first byte, as 465 is, give --tls-mode implicit";
    }

    private Optional<String> tlsTrouble(MessagingException e) {
        Throwable tls = cause(e, SSLException.class);
        if (cause(e, CertificateExpiredException.class) != null) {
            return Optional.of("its certificate has expired (" + words(e) + "); it needs a new one");
        }
        if (cause(e, CertificateNotYetValidException.class) != null) {
            return Optional.of("its certificate is not valid yet (" + words(e) + "); check the clocks");
        }
        String words = String.valueOf(tls == null ? e.getMessage() : tls.getMessage());
        if (words.contains("verify identity")
                || words.contains("No name matching")
                || words.contains("No subject alternative")) {
            return Optional.of("certificate not trusted: it must name this host (" + words(tls == null ? e : tls)
                    + "); give --smtpHost the name that the certificate has");
        }
        if (words.contains("Unsupported or unrecognized SSL message") || words.contains("plaintext connection")) {
            return Optional.of(
                    "no TLS from the first byte on this port (" + words(tls == null ? e : tls)
                            + "); give --tls for STARTTLS instead of --tls-mode implicit, or the port for implicit TLS, usually 465");
        }
        if (tls != null) {
            return Optional.of(
                    "certificate not trusted (" + words(tls) + "); it must be signed by an authority that Java trusts");
        }
        if (words.contains("STARTTLS is required")) {
            return Optional.of(words(e) + "; if the port is one for TLS from the first byte, give --tls-mode implicit");
        }
        return Optional.empty();
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
