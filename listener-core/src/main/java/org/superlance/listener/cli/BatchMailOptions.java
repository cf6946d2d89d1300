package org.superlance.listener.cli;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.notify.EmailAddresses;
import org.superlance.listener.notify.Envelope;
import org.superlance.listener.notify.Notifier;
import org.superlance.listener.notify.SmtpNotifier;

/** Whom to mail, and through which server: the options of the listeners that tell in batches. */
public final class BatchMailOptions implements Options.Holder {

    private final Options options = new Options();

    final Setting<String> to = options.value(String.class, "-t", "--toEmail")
            .takes("ADDRESS")
            .says("Whom to tell; several with commas. Required.");

    final Setting<String> from =
            options.value(String.class, "-f", "--fromEmail").takes("ADDRESS").says("The sender. Required.");

    final Setting<String> smtpHost = options.value(String.class, "-H", "--smtpHost")
            .takes("HOST[:PORT]")
            .usually("localhost")
            .says("The mail server (default: ${DEFAULT-VALUE}); several with commas are tried in this order.");

    final Setting<String> user = options.value(String.class, "-u", "--userName")
            .takes("USER")
            .says("Log in to the mail server as this user.");

    final Setting<String> password = options.value(String.class, "-p", "--password")
            .takes("PASSWORD")
            .says("The password, for everybody to see who lists processes: rather use --password-file.");

    private final SmtpAccess access = options.with(new SmtpAccess());

    private final AlertOptions alerts = options.with(new AlertOptions());

    /**
     * How mails go out.
     *
     * @throws IllegalArgumentException with a sentence for people that names the option that is missing or wrong
     */
    Notifier notifier(Surroundings surroundings) {
        String sender = required("-f/--fromEmail", "who the mail is from", from.orNull());
        List<String> recipients = named(
                "--toEmail", () -> EmailAddresses.parse(required("-t/--toEmail", "who is to be told", to.orNull())));
        String host = Host.name(surroundings);
        Envelope envelope = named("--fromEmail", () -> new Envelope(sender, recipients, host));
        SmtpFlags flags = access.flags(smtpHost.value(), user.orNull(), password.orNull());
        return new SmtpNotifier(named("--smtpHost", () -> flags.settings(surroundings)), envelope);
    }

    /** Whom else to tell. */
    AlertOptions alerts() {
        return alerts;
    }

    private static String required(String option, String what, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException("option " + option + " is missing: say " + what);
        }
        return value;
    }

    private static <T> T named(String option, Supplier<T> parser) {
        try {
            return parser.get();
        } catch (IllegalArgumentException e) {
            String sentence = String.valueOf(e.getMessage());
            throw sentence.startsWith("option ") || sentence.startsWith("--")
                    ? e
                    : new IllegalArgumentException("Invalid value for option '" + option + "': " + sentence, e);
        }
    }

    @Override
    public Options options() {
        return options;
    }
}
