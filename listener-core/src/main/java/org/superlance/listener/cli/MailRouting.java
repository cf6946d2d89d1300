package org.superlance.listener.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.notify.EmailAddresses;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.notify.Notifier;

/** How to mail, and whom to tell otherwise. Whom to mail is said by an option of another class. */
final class MailRouting implements Options.Holder {

    private final Options options = new Options();

    final Setting<String> sendmail = options.value(String.class, "--sendmail_program", "--sendmail")
            .takes("COMMAND")
            .usually("/usr/sbin/sendmail -t -i")
            .says("Shell command that takes a mail on its stdin (default: ${DEFAULT-VALUE}).");

    final Setting<String> smtpHost = options.value(String.class, "--smtpHost")
            .takes("HOST[:PORT]")
            .says("Mail through this server instead of the mail command; several with commas, tried in order.");

    final Setting<String> from =
            options.value(String.class, "--fromEmail").takes("ADDRESS").says("The sender; needed with --smtpHost.");

    final Setting<String> user =
            options.value(String.class, "--userName").takes("USER").says("Log in to the mail server as this user.");

    private final SmtpAccess access = options.with(new SmtpAccess());

    private final AlertOptions alerts = options.with(new AlertOptions());

    /** @throws IllegalArgumentException with a sentence for people if the options do not fit together */
    void validate(@Nullable String email, Surroundings surroundings) {
        notifier(email, surroundings);
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
    NotificationQueue queue(@Nullable String email, ListenerState state, Surroundings surroundings) {
        return alerts.queue(notifier(email, surroundings), state, surroundings);
    }

    /** By whom they go out. */
    List<Notifier> notifiers(@Nullable String email, Surroundings surroundings) {
        return alerts.notifiers(notifier(email, surroundings), surroundings);
    }

    private Optional<Notifier> notifier(@Nullable String email, Surroundings surroundings) {
        SmtpFlags smtp = smtpHost.isSet() ? access.flags(smtpHost.value(), user.orNull(), null) : null;
        return Optional.ofNullable(email)
                .map(EmailAddresses::parse)
                .map(to -> new MailRoute(sendmail.value(), from.orNull(), smtp).notifier(to, surroundings));
    }

    @Override
    public Options options() {
        return options;
    }
}
