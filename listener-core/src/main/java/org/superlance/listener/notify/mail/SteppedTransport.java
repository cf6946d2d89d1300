package org.superlance.listener.notify.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/** A session of Jakarta Mail that tells each of its steps, and knows the login CRAM-MD5 besides. */
final class SteppedTransport extends SMTPTransport {

    private static final String AUTH = "AUTH";
    private static final String CRAM_MD5 = "CRAM-MD5";
    private static final List<String> KNOWN = List.of("LOGIN", "PLAIN", "DIGEST-MD5", "NTLM", "XOAUTH2");
    private static final int CLOSING = 421;
    private static final int GO_ON = 334;
    private static final int LOGGED_IN = 235;

    private final Consumer<SmtpStep> steps;
    private final Supplier<String> greetingName;
    private boolean answered;
    private String farewell = "";
    private @Nullable Login login;
    private boolean ended;

    SteppedTransport(Session session, URLName server, Consumer<SmtpStep> steps, Supplier<String> greetingName) {
        super(session, server);
        this.steps = steps;
        this.greetingName = greetingName;
    }

    @Override
    public synchronized String getLocalHost() {
        return greetingName.get();
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        if (!answered) {
            answered = true;
            steps.accept(SmtpStep.GREETING);
        }
        int code = super.readServerResponse();
        if (code == CLOSING) {
            farewell = getLastServerResponse();
        }
        return code;
    }

    @Override
    protected boolean ehlo(String domain) throws MessagingException {
        steps.accept(SmtpStep.HELLO);
        boolean understood = super.ehlo(domain);
        steps.accept(SmtpStep.LOGIN);
        return understood;
    }

    @Override
    protected void helo(String domain) throws MessagingException {
        steps.accept(SmtpStep.HELLO);
        super.helo(domain);
    }

    @Override
    protected void startTLS() throws MessagingException {
        steps.accept(SmtpStep.TLS);
        super.startTLS();
    }

    @Override
    protected void mailFrom() throws MessagingException {
        steps.accept(SmtpStep.SENDER);
        super.mailFrom();
        steps.accept(SmtpStep.RECIPIENT);
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        if (command.startsWith("RCPT ")) {
            // each recipient has the time of a step
            steps.accept(SmtpStep.RECIPIENT);
        }
        super.sendCommand(command);
    }

    @Override
    protected OutputStream data() throws MessagingException {
        steps.accept(SmtpStep.DATA);
        OutputStream data = super.data();
        steps.accept(SmtpStep.BLOCK);
        return new FilterOutputStream(data) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                steps.accept(SmtpStep.BLOCK);
                out.write(bytes, from, length);
            }
        };
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        steps.accept(SmtpStep.END);
        ended = true;
        super.finishData();
    }

    /** Who logs in where, on a connection that is made already. */
    private record Login(
            URLName server, @Nullable String user, @Nullable String password) {}

    /** The same as {@link #connect(String, int, String, String)}, on a socket that is connected to the server. */
    void connect(Socket socket, @Nullable String user, @Nullable String password) throws MessagingException {
        login = new Login(getURLName(), user, password);
        connect(socket);
    }

    /** Called for a socket, without any of these. */
    @Override
    public void connect(String host, String user, String password) throws MessagingException {
        Login known = login;
        if (known == null) {
            super.connect(host, user, password);
        } else {
            connect(known.server().getHost(), known.server().getPort(), known.user(), known.password());
        }
    }

    /** What the server said when it announced that it closes the connection; empty if it did not. */
    String farewell() {
        return farewell;
    }

    /** Whether the server has got all of a mail, and has not said what became of it. */
    boolean isUnclear() {
        int code = getLastReturnCode();
        return ended && code / 100 != 2 && code / 100 != 4 && code / 100 != 5;
    }

    @Override
    public synchronized void close() throws MessagingException {
        steps.accept(SmtpStep.QUIT);
        super.close();
    }

    // ---- login ----

    /** What the server offers only in a way that Jakarta Mail does not know is not offered to it. */
    @Override
    public boolean supportsExtension(String extension) {
        return super.supportsExtension(extension) && !(extension.equals(AUTH) && isCramMd5Needed());
    }

    private boolean isCramMd5Needed() {
        List<String> offered = offered();
        return offered.contains(CRAM_MD5) && KNOWN.stream().noneMatch(offered::contains);
    }

    private List<String> offered() {
        @Nullable String offered = getExtensionParameter(AUTH);
        return offered == null
                ? List.of()
                : List.of(offered.toUpperCase(Locale.ROOT).strip().split("\\s+", -1));
    }

    /** Whether the server offers any login, now that the connection is as protected as it will be. */
    boolean offersLogin() {
        return super.supportsExtension(AUTH) || super.supportsExtension("AUTH=LOGIN");
    }

    /** Logs in, where Jakarta Mail could not (RFC 2195). */
    void logInByCramMd5(String user, String password) throws MessagingException {
        if (!isCramMd5Needed()) {
            return;
        }
        steps.accept(SmtpStep.LOGIN);
        if (simpleCommand(AUTH + " " + CRAM_MD5) != GO_ON) {
            throw new AuthenticationFailedException(getLastServerResponse());
        }
        String response = getLastServerResponse();
        String answer = user + " "
                + digest(response.substring(Math.min(4, response.length())).strip(), password);
        if (simpleCommand(Base64.getEncoder().encodeToString(answer.getBytes(UTF_8))) != LOGGED_IN) {
            throw new AuthenticationFailedException(getLastServerResponse());
        }
    }

    private static String digest(String challenge, String password) throws MessagingException {
        try {
            Mac mac = Mac.getInstance("HmacMD5");
            // an empty key is none for Java, and the same as zeros
            byte[] key = password.isEmpty() ? new byte[1] : password.getBytes(UTF_8);
            mac.init(new SecretKeySpec(key, "HmacMD5"));
            return HexFormat.of().formatHex(mac.doFinal(Base64.getDecoder().decode(challenge.getBytes(US_ASCII))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new MessagingException("cannot answer the challenge of the server: " + e.getMessage(), e);
        }
    }
}
