package org.superlance.listener.cli;

import java.util.List;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.notify.Notifier;

/** Whom to mail, and how, and whom to tell otherwise: the options that all restarting listeners share. */
public final class MailOptions extends OptionGroup {

    private final Option<String> email;
    private final MailDeliveryOptions routing;

    /** For a command in which {@code -m} means what it means in superlance. */
    public MailOptions() {
        this("-m", "--email");
    }

    private MailOptions(String... names) {
        email = value(String.class, names)
                .paramLabel("ADDRESS")
                .description("Mail here what was done; several with commas. Without it there is no mail.");
        routing = with(new MailDeliveryOptions());
    }

    /** The same for a command in which {@code -m} means something else. */
    public static MailOptions withoutShortOption() {
        return new MailOptions("--email");
    }

    /** @throws IllegalArgumentException with a sentence for people if the options do not fit together */
    public void validate(CommandContext context) {
        routing.validate(email.orNull(), context);
    }

    /** Where alerts go: by mail if there is an address, and to whom the other options name. */
    public NotificationQueue queue(ListenerStateStore state, CommandContext context) {
        return routing.queue(email.orNull(), state, context);
    }

    /** By whom alerts go out. */
    public List<Notifier> notifiers(CommandContext context) {
        return routing.notifiers(email.orNull(), context);
    }

    /** Whether there is anybody to be told. */
    public boolean hasReceivers() {
        return email.isSet() || routing.hasReceivers();
    }

    /** For a plugin in which the mail command has a short option too; in some the letter means something else. */
    public void addShortSendmail(OptionGroup to) {
        to.value(String.class, "-s")
                .paramLabel("COMMAND")
                .aliasOf(routing.sendmail)
                .description("The same as --sendmail_program.");
    }
}
