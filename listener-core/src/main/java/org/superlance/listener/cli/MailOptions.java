package org.superlance.listener.cli;

import java.util.List;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.notify.Notifier;

/** Whom to mail, and how, and whom to tell otherwise: the options that all restarting listeners share. */
public final class MailOptions implements Options.Holder {

    private final Options options = new Options();

    private final Setting<String> email;
    private final MailRouting routing;

    /** For a command in which {@code -m} means what it means in superlance. */
    public MailOptions() {
        this("-m", "--email");
    }

    private MailOptions(String... names) {
        email = options.value(String.class, names)
                .takes("ADDRESS")
                .says("Mail here what was done; several with commas. Without it there is no mail.");
        routing = options.with(new MailRouting());
    }

    /** The same for a command in which {@code -m} means something else. */
    public static MailOptions withoutShortOption() {
        return new MailOptions("--email");
    }

    /** @throws IllegalArgumentException with a sentence for people if the options do not fit together */
    public void validate(Surroundings surroundings) {
        routing.validate(email.orNull(), surroundings);
    }

    /** Where alerts go: by mail if there is an address, and to whom the other options name. */
    public NotificationQueue queue(ListenerState state, Surroundings surroundings) {
        return routing.queue(email.orNull(), state, surroundings);
    }

    /** By whom alerts go out. */
    public List<Notifier> notifiers(Surroundings surroundings) {
        return routing.notifiers(email.orNull(), surroundings);
    }

    /** Whether there is anybody to be told. */
    public boolean isForSomebody() {
        return email.isSet() || routing.isForSomebody();
    }

    /** For a plugin in which the mail command has a short option too; in some the letter means something else. */
    public void addShortSendmail(Options to) {
        to.value(String.class, "-s").takes("COMMAND").meaning(routing.sendmail).says("The same as --sendmail_program.");
    }

    @Override
    public Options options() {
        return options;
    }
}
