package org.superlance.listener.cli;

import java.util.Optional;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.notify.NotificationConfig.NotifierConfig;
import org.superlance.listener.notify.mail.EmailAddresses;
import org.superlance.listener.notify.mail.MailConfig;

/** Whom to mail, and how, and whom to notify otherwise: the options that most listeners share. */
public final class MailOptions extends OptionGroup {

    private final Option<String> email;
    private final Option<String> sendmail;
    private final Option<String> smtpHost;
    private final Option<String> from;
    private final Option<String> user;
    private final SmtpOptions access;
    private final AlertOptions alerts;

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
                .defaultValue("/usr/sbin/sendmail -t -i")
                .description("Shell command that reads a mail from stdin (default: ${DEFAULT-VALUE}).");
        smtpHost = value(String.class, "--smtpHost")
                .paramLabel("HOST[:PORT]")
                .description(
                        "Send mail through this SMTP server instead; several, comma-separated, are tried in order.");
        from = value(String.class, "--fromEmail")
                .paramLabel("ADDRESS")
                .description("Sender; required with --smtpHost.");
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
     * Whom these options name: by mail if there is an address, and otherwise.
     *
     * @throws IllegalArgumentException with a sentence for people if the options do not fit together
     */
    public NotificationConfig toConfig() {
        Optional<NotifierConfig> mail = email.optional().map(this::mail);
        return alerts.toConfig().withMail(mail);
    }

    private MailConfig mail(String to) {
        if (smtpHost.isSet() && !from.isSet()) {
            throw new IllegalArgumentException("--smtpHost needs a sender: give --fromEmail");
        }
        return new MailConfig(
                EmailAddresses.parse(to),
                from.optional(),
                sendmail.value(),
                smtpHost.optional().map(hosts -> access.toConfig(hosts, user.orNull(), null)));
    }
}
