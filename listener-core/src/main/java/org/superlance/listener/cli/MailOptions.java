package org.superlance.listener.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.notify.NotificationConfig.NotifierConfig;
import org.superlance.listener.notify.Secret;
import org.superlance.listener.notify.mail.EmailAddresses;
import org.superlance.listener.notify.mail.MailConfig;
import org.superlance.listener.notify.mail.SmtpSettings;
import org.superlance.listener.notify.mail.SmtpSettings.Server;
import org.superlance.listener.notify.mail.SmtpSettings.Tls;

/** Whom to mail, and how, and whom to notify otherwise: the options that most listeners share. */
public final class MailOptions extends OptionGroup {

    private static final String DEFAULT_SENDMAIL = "/usr/sbin/sendmail -t -i";

    private final Option<String> email;
    private final Option<String> sendmail;
    private final Option<String> smtpHost;
    private final Option<String> from;
    private final Option<String> user;
    private final SmtpOptions access;
    private final AlertOptions alerts;
    private boolean commandNeedsNoAddress;

    /** For a command in which {@code -m} means what it means in superlance. */
    public MailOptions() {
        this("-m", "--email");
    }

    private MailOptions(String... names) {
        email = value(String.class, names)
                .paramLabel("ADDRESS")
                .description("Send reports to ADDRESS (comma-separated). No mail if omitted.");
        sendmail = value(String.class, "--sendmail_program", "--sendmail")
                .paramLabel("COMMAND")
                .defaultValue(DEFAULT_SENDMAIL)
                .description("Shell command that reads a mail from stdin (default: ${DEFAULT-VALUE}).");
        smtpHost = value(String.class, "--smtpHost")
                .paramLabel("HOST[:PORT]")
                .description(
                        "Send mail through this SMTP server instead; several, comma-separated, are tried in order.");
        from = value(String.class, "--fromEmail")
                .paramLabel("ADDRESS")
                .description(
                        "Sender (default with --smtpHost: the user at this host; otherwise up to the mail command).");
        user = value(String.class, "--userName")
                .paramLabel("USER")
                .description("Log in to the SMTP server as this user.");
        access = with(new SmtpOptions());
        alerts = with(new AlertOptions());
    }

    /** The same for a command in which {@code -m} means something else. */
    public static MailOptions withoutShortOption() {
        return new MailOptions("--email");
    }

    /** For a command in which the mail command has a short option too; in some the letter means something else. */
    public void addShortSendmail(OptionGroup to) {
        to.value(String.class, "-s").paramLabel("COMMAND").aliasOf(sendmail).description("Same as --sendmail_program.");
    }

    /**
     * The same for a command that, as in superlance, runs a mail command of the user's for each report also without an
     * address: the recipients are then a part of the command.
     */
    public void addShortSendmailWithoutAddress(OptionGroup to) {
        commandNeedsNoAddress = true;
        to.value(String.class, "-s")
                .paramLabel("COMMAND")
                .aliasOf(sendmail)
                .description("Same as --sendmail_program. Runs without -m too, with a mail that has no To header.");
    }

    /**
     * Whom these options name: by mail if there is an address, or a command that needs none, and otherwise.
     *
     * @throws IllegalArgumentException with a sentence for people if the options do not fit together
     */
    public NotificationConfig toConfig() {
        Optional<NotifierConfig> mail =
                email.optional().<NotifierConfig>map(this::mail).or(this::command);
        return alerts.toConfig().withMail(mail);
    }

    /** Whether {@code --tls} was given, though there is no mail server to talk to: a reader may have meant something else. */
    public boolean isTlsWithoutServer() {
        return access.tls.value() && !smtpHost.isSet();
    }

    /** Not the default command, which takes the recipients from the mail. */
    private Optional<NotifierConfig> command() {
        String command = sendmail.value().strip();
        return commandNeedsNoAddress && !command.isEmpty() && !command.equals(DEFAULT_SENDMAIL)
                ? Optional.of(MailConfig.ofCommand(from.optional(), command))
                : Optional.empty();
    }

    private MailConfig mail(String to) {
        return new MailConfig(
                EmailAddresses.parse(to),
                from.optional(),
                sendmail.value(),
                smtpHost.optional().map(hosts -> access.toConfig(hosts, user.orNull(), null)));
    }

    /** What a mail server lets in: the options about it that have the same names in all commands. */
    static final class SmtpOptions extends OptionGroup {

        private final Option<Path> passwordFile = value(Path.class, "--password-file")
                .file(FileUse.Kind.READ)
                .paramLabel("FILE")
                .description("File with the password in its first line (default: SMTP_PASSWORD in the environment).");

        private final Option<Boolean> tls =
                flag("--tls").description("Encrypt with STARTTLS; a server that does not offer it gets no mail.");

        private final Option<Tls> tlsMode = value(Tls.class, "--tls-mode")
                .paramLabel("starttls|implicit")
                .description("How to encrypt: STARTTLS, or TLS from the first byte (port 465).");

        private final Option<String> helo = value(String.class, "--helo")
                .paramLabel("NAME")
                .description("Greet the SMTP server as NAME (default: this host's full name, else its address).");

        /**
         * With what the options with other names say.
         *
         * @param hosts such as {@code mx.example.com:25}; several with commas are tried in this order
         * @param user null to send without a login
         * @param password as written on the command line; null if it is not there
         * @throws IllegalArgumentException with a sentence for people if a host is wrong
         */
        SmtpSettings toConfig(String hosts, @Nullable String user, @Nullable String password) {
            Tls encryption = tlsMode.optional().orElse(tls.value() ? Tls.STARTTLS : Tls.NONE);
            List<Server> servers = new ArrayList<>();
            for (String host : hosts.split(",", -1)) {
                if (!host.isBlank()) {
                    servers.add(Server.parse(host, encryption));
                }
            }
            if (servers.isEmpty()) {
                throw new IllegalArgumentException("--smtpHost names no SMTP server; write host or host:port");
            }
            Optional<Secret> secret = passwordFile
                    .optional()
                    .map(Secret::in)
                    .or(() -> Optional.ofNullable(password).map(Secret::of));
            return new SmtpSettings(
                    servers, encryption, user, secret.orElse(null), SmtpSettings.LIMIT, helo.optional());
        }
    }
}
