package org.superlance.listener.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.alert.Addresses;
import org.superlance.listener.alert.Courier;
import org.superlance.listener.alert.Outbox;
import org.superlance.listener.alert.SmtpSettings.Tls;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How to mail, and whom to tell otherwise. Whom to mail is said by an option of another class. */
final class MailRouting {

    @Option(
            names = {"--sendmail_program", "--sendmail"},
            paramLabel = "COMMAND",
            description = "Shell command that takes a mail on its stdin (default: ${DEFAULT-VALUE}).")
    String sendmail = "/usr/sbin/sendmail -t -i";

    @Option(
            names = "--smtpHost",
            paramLabel = "HOST[:PORT]",
            description = "Mail through this server instead of the mail command; several with commas, tried in order.")
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

    @Mixin
    private AlertOptions alerts;

    /** @throws IllegalArgumentException with a sentence for people if the options do not fit together */
    void validate(@Nullable String email, Surroundings surroundings) {
        courier(email, surroundings);
        alerts.validate(surroundings);
    }

    /** Whether somebody is told otherwise. */
    boolean isForSomebody() {
        return alerts.isForSomebody();
    }

    /**
     * Where alerts go: by mail if there is an address, and to whom the options of {@link AlertOptions} name.
     *
     * @param email whom to mail, several with commas; null for nobody
     */
    Outbox outbox(@Nullable String email, ListenerState state, Surroundings surroundings) {
        return alerts.outbox(courier(email, surroundings), state, surroundings);
    }

    /** By whom they go out. */
    List<Courier> couriers(@Nullable String email, Surroundings surroundings) {
        return alerts.couriers(courier(email, surroundings), surroundings);
    }

    private Optional<Courier> courier(@Nullable String email, Surroundings surroundings) {
        SmtpFlags smtp = smtpHost == null ? null : new SmtpFlags(smtpHost, user, null, passwordFile, tls, tlsMode);
        return Optional.ofNullable(email)
                .map(Addresses::parse)
                .map(to -> new MailRoute(sendmail, from, smtp).courier(to, surroundings));
    }
}
