package org.superlance.listener.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.alert.Addresses;
import org.superlance.listener.alert.Courier;
import org.superlance.listener.alert.DeliveringOutbox;
import org.superlance.listener.alert.Envelope;
import org.superlance.listener.alert.Outbox;
import org.superlance.listener.alert.Password;
import org.superlance.listener.alert.RetryPolicy;
import org.superlance.listener.alert.SendmailCourier;
import org.superlance.listener.alert.SmtpCourier;
import org.superlance.listener.alert.SmtpSettings;
import org.superlance.listener.alert.SmtpSettings.Tls;
import picocli.CommandLine.Option;

/** Whom to mail, and how: the options that all restarting listeners share. */
public final class MailOptions {

    @Option(
            names = {"--sendmail_program", "--sendmail"},
            paramLabel = "COMMAND",
            description = "Shell command that takes a mail on its stdin (default: ${DEFAULT-VALUE}).")
    String sendmail = "/usr/sbin/sendmail -t -i";

    @Option(
            names = {"-m", "--email"},
            paramLabel = "ADDRESS",
            description = "Mail here what was done; several with commas. Without it there is no mail.")
    @Nullable
    String email;

    @Option(
            names = "--smtpHost",
            paramLabel = "HOST[:PORT]",
            description = "Mail through this server instead of the mail command.")
    @Nullable
    String smtpHost;

    @Option(names = "--fromEmail", paramLabel = "ADDRESS", description = "The sender; needed with --smtpHost.")
    @Nullable
    String from;

    @Option(names = "--userName", paramLabel = "USER", description = "Log in to the mail server as this user.")
    @Nullable
    String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Where the password is (default: the environment's SMTP_PASSWORD).")
    @Nullable
    Path passwordFile;

    @Option(names = "--tls", description = "Encrypt with STARTTLS, and refuse a server that cannot.")
    boolean tls;

    @Option(
            names = "--tls-mode",
            paramLabel = "starttls|implicit",
            description = "How to encrypt: STARTTLS, or from the first byte (port 465).")
    @Nullable
    Tls tlsMode;

    /** For a plugin in which the command has a short option too; in some the letter means something else. */
    public void sendmail(String command) {
        sendmail = command;
    }

    /** @throws IllegalArgumentException with a sentence for people if the options do not fit together */
    void validate(Surroundings surroundings) {
        if (email != null) {
            courier(Addresses.parse(email), surroundings);
        }
    }

    /** Where alerts go; to nobody without an address. */
    Outbox outbox(ListenerState state, Surroundings surroundings) {
        return email == null
                ? Outbox.none()
                : DeliveringOutbox.open(
                        state.spool(),
                        courier(Addresses.parse(email), surroundings),
                        RetryPolicy.DEFAULT,
                        surroundings.clock());
    }

    private Courier courier(List<String> to, Surroundings surroundings) {
        Envelope envelope = new Envelope(from, to, Host.name(surroundings));
        return smtpHost == null
                ? new SendmailCourier(sendmail, envelope, SendmailCourier.LIMIT)
                : new SmtpCourier(smtp(smtpHost, surroundings), envelope);
    }

    private SmtpSettings smtp(String host, Surroundings surroundings) {
        if (from == null) {
            throw new IllegalArgumentException("--smtpHost needs a sender: give --fromEmail");
        }
        return new SmtpSettings(
                List.of(SmtpSettings.Server.parse(host, encryption())),
                encryption(),
                user,
                user == null ? null : password(surroundings),
                SmtpSettings.LIMIT);
    }

    private Password password(Surroundings surroundings) {
        if (passwordFile != null) {
            return Password.in(passwordFile);
        }
        String password = surroundings.environment().get("SMTP_PASSWORD");
        if (password == null) {
            throw new IllegalArgumentException(
                    "--userName needs a password: give --password-file, or set SMTP_PASSWORD");
        }
        return Password.of(password);
    }

    private Tls encryption() {
        return tlsMode != null ? tlsMode : tls ? Tls.STARTTLS : Tls.NONE;
    }
}
