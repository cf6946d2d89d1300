package org.superlance.listener.notify.mail;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.notify.NotificationConfig.NotifierConfig;
import org.superlance.listener.notify.Notifier;

/**
 * Whom to mail, and how.
 *
 * @param to the recipients; empty for a mail command that knows them itself
 * @param from the sender; empty leaves it to the mail command
 * @param sendmail the mail command, which is used without a server
 * @param smtp the server; empty without one
 */
public record MailConfig(List<String> to, Optional<String> from, String sendmail, Optional<SmtpSettings> smtp)
        implements NotifierConfig {

    /** @throws IllegalArgumentException with a sentence if one of them is not a mail address */
    public MailConfig {
        to = List.copyOf(to);
        from = from.map(EmailAddresses::check);
    }

    /** Mails without a recipient, for a mail command that knows where they go. */
    public static MailConfig ofCommand(Optional<String> from, String sendmail) {
        return new MailConfig(List.of(), from, sendmail, Optional.empty());
    }

    /**
     * Makes the notifier that sends these mails.
     *
     * @param host the name of this machine
     * @param environment the listener's
     * @throws IllegalArgumentException with a sentence that names the option if there is no password for the server
     */
    @Override
    public Notifier notifier(String host, Map<String, String> environment) {
        Envelope envelope = new Envelope(from.orElse(null), to, host);
        return smtp.<Notifier>map(server -> new SmtpNotifier(server.withPasswordFrom(environment), envelope))
                .orElseGet(() -> new SendmailNotifier(sendmail, envelope, environment, SendmailNotifier.LIMIT));
    }
}
