package org.superlance.listener.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.alert.Addresses;
import org.superlance.listener.alert.Courier;
import org.superlance.listener.alert.Outbox;

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
        SmtpFlags smtp = smtpHost.isSet() ? access.flags(smtpHost.value(), user.orNull(), null) : null;
        return Optional.ofNullable(email)
                .map(Addresses::parse)
                .map(to -> new MailRoute(sendmail.value(), from.orNull(), smtp).courier(to, surroundings));
    }

    @Override
    public Options options() {
        return options;
    }
}
