package org.superlance.listener.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.notify.Envelope;
import org.superlance.listener.notify.Notifier;
import org.superlance.listener.notify.SendmailNotifier;
import org.superlance.listener.notify.SmtpNotifier;

/**
 * How mails go out, as a command line describes it, whatever letters a command has for it.
 *
 * @param sendmail the mail command, which is used without a server
 * @param from the sender; null leaves it to the mail command
 * @param smtp the server; null without one
 */
public record MailTransport(
        String sendmail, @Nullable String from, @Nullable SmtpArguments smtp) {

    /** @throws IllegalArgumentException with a sentence that names the option if the flags do not fit together */
    public Notifier notifier(List<String> to, CommandContext context) {
        if (smtp != null && from == null) {
            throw new IllegalArgumentException("--smtpHost needs a sender: give --fromEmail");
        }
        Envelope envelope = new Envelope(from, to, HostName.name(context));
        return smtp == null
                ? new SendmailNotifier(sendmail, envelope, context.environment(), SendmailNotifier.LIMIT)
                : new SmtpNotifier(smtp.settings(context), envelope);
    }
}
