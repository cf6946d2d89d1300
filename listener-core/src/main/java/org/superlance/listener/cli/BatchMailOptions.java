package org.superlance.listener.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.notify.mail.EmailAddresses;
import org.superlance.listener.notify.mail.MailConfig;
import org.superlance.listener.notify.mail.SmtpSettings;

/** Whom to mail, and through which server: the options of the listeners that tell in batches. */
public final class BatchMailOptions extends OptionGroup {

    final Option<String> to = value(String.class, "-t", "--toEmail")
            .paramLabel("ADDRESS")
            .description("Recipients (comma-separated). Required.");

    final Option<String> from =
            value(String.class, "-f", "--fromEmail").paramLabel("ADDRESS").description("Sender. Required.");

    final Option<String> smtpHost = value(String.class, "-H", "--smtpHost")
            .paramLabel("HOST[:PORT]")
            .defaultValue("localhost")
            .description("SMTP server (default: ${DEFAULT-VALUE}); several, comma-separated, are tried in order.");

    final Option<String> user = value(String.class, "-u", "--userName")
            .paramLabel("USER")
            .description("Log in to the SMTP server as this user.");

    final Option<String> password = value(String.class, "-p", "--password")
            .paramLabel("PASSWORD")
            .description("Password, visible in the process list: prefer --password-file.");

    private final SmtpOptions access = with(new SmtpOptions());

    private final AlertOptions alerts = with(new AlertOptions());

    /**
     * Whom these options name.
     *
     * @throws IllegalArgumentException with a sentence for people that names the option that is missing or wrong
     */
    public NotificationConfig toConfig() {
        String sender = required("-f/--fromEmail", "who the mail is from", from.orNull());
        List<String> recipients = withOptionName(
                "--toEmail", () -> EmailAddresses.parse(required("-t/--toEmail", "who is to be told", to.orNull())));
        MailConfig mail = withOptionName(
                "--fromEmail", () -> new MailConfig(recipients, Optional.of(sender), "", Optional.empty()));
        SmtpSettings server =
                withOptionName("--smtpHost", () -> access.toConfig(smtpHost.value(), user.orNull(), password.orNull()));
        return alerts.toConfig()
                .withMail(Optional.of(new MailConfig(mail.to(), mail.from(), mail.sendmail(), Optional.of(server))));
    }

    private static String required(String option, String what, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException("option " + option + " is missing: say " + what);
        }
        return value;
    }

    private static <T> T withOptionName(String option, Supplier<T> parser) {
        try {
            return parser.get();
        } catch (IllegalArgumentException e) {
            String sentence = String.valueOf(e.getMessage());
            throw sentence.startsWith("option ") || sentence.startsWith("--")
                    ? e
                    : new IllegalArgumentException("Invalid value for option '" + option + "': " + sentence, e);
        }
    }
}
