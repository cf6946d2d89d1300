package org.superlance.listener.testkit;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real mail server that a test starts when it likes, on a port that is known before. */
public final class MailServer implements AutoCloseable {

    private final GreenMail server;
    private final ReservedPort port;

    private MailServer(ReservedPort port) {
        this.port = port;
        this.server = new GreenMail(new ServerSetup(port.number(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    }

    /** One that does not run yet. */
    public static MailServer stopped() {
        return new MailServer(new ReservedPort());
    }

    public static MailServer started() {
        MailServer server = stopped();
        server.start();
        return server;
    }

    public void start() {
        server.start();
    }

    /** From now on it takes mails only from this user; once it runs. */
    public void requireLogin(String user, String password) {
        server.setUser(user + "@example.com", user, password);
        server.getUserManager().setAuthRequired(true);
    }

    /** As {@code --smtpHost} takes it. */
    public String address() {
        return "127.0.0.1:" + port.number();
    }

    /** What has arrived, once for each recipient. */
    public List<MimeMessage> mails() {
        return List.of(server.getReceivedMessages());
    }

    /** The texts of all mails, one after the other. */
    public String texts() {
        return mails().stream().map(MailServer::text).collect(Collectors.joining("\n"));
    }

    /** The lines of all mails that hold this. */
    public List<String> linesWith(String part) {
        return mails().stream()
                .flatMap(mail -> text(mail).lines())
                .filter(line -> line.contains(part))
                .toList();
    }

    /** What a mail says. */
    public static String text(MimeMessage mail) {
        try {
            return mail.getContent().toString().replace("\r\n", "\n");
        } catch (IOException | MessagingException e) {
            throw new AssertionError("a mail that cannot be read", e);
        }
    }

    /** The value of a header, of all mails. */
    public Stream<String> headers(String name) {
        return mails().stream().map(mail -> {
            try {
                return String.valueOf(mail.getHeader(name, "; "));
            } catch (MessagingException e) {
                throw new AssertionError("a mail that cannot be read", e);
            }
        });
    }

    @Override
    public void close() {
        server.stop();
        port.close();
    }
}
