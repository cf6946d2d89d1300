package org.superlance.listener.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.notify.EmailAddresses;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.notify.Notifier;

/** How to mail, and whom to tell otherwise. Whom to mail is said by an option of another class. */
final class MailDeliveryOptions extends OptionGroup {

    final Option<String> sendmail = value(String.class, "--sendmail_program", "--sendmail")
            .paramLabel("COMMAND")
            .defaultValue("/usr/sbin/sendmail -t -i")
            .description("Shell command that takes a mail on its stdin (default: ${DEFAULT-VALUE}).");

    final Option<String> smtpHost = value(String.class, "--smtpHost")
            .paramLabel("HOST[:PORT]")
            .description("Mail through this server instead of the mail command; several with commas, tried in order.");

    final Option<String> from =
            value(String.class, "--fromEmail").paramLabel("ADDRESS").description("The sender; needed with --smtpHost.");

    final Option<String> user =
            value(String.class, "--userName").paramLabel("USER").description("Log in to the mail server as this user.");

    private final SmtpOptions access = with(new SmtpOptions());

    private final AlertOptions alerts = with(new AlertOptions());

    /** @throws IllegalArgumentException with a sentence for people if the options do not fit together */
    void validate(@Nullable String email, CommandContext context) {
        notifier(email, context);
        alerts.validate(context);
    }

    /** Whether somebody is told otherwise. */
    boolean hasReceivers() {
        return alerts.hasReceivers();
    }

    /**
     * Where alerts go: by mail if there is an address, and to whom the options of {@link AlertOptions} name.
     *
     * @param email whom to mail, several with commas; null for nobody
     */
    NotificationQueue queue(@Nullable String email, ListenerStateStore state, CommandContext context) {
        return alerts.queue(notifier(email, context), state, context);
    }

    /** By whom they go out. */
    List<Notifier> notifiers(@Nullable String email, CommandContext context) {
        return alerts.notifiers(notifier(email, context), context);
    }

    private Optional<Notifier> notifier(@Nullable String email, CommandContext context) {
        SmtpArguments smtp = smtpHost.isSet() ? access.flags(smtpHost.value(), user.orNull(), null) : null;
        return Optional.ofNullable(email)
                .map(EmailAddresses::parse)
                .map(to -> new MailTransport(sendmail.value(), from.orNull(), smtp).notifier(to, context));
    }
}
