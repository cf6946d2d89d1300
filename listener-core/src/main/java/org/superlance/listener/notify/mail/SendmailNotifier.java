package org.superlance.listener.notify.mail;

import static java.util.Objects.requireNonNull;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.Notifier;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.notify.ShellCommandSender;

/**
 * Sends each alert with a command such as {@code /usr/sbin/sendmail -t -i}. The command line goes to {@code /bin/sh -c}
 * and may have pipes in it; the message is its stdin, and its output goes to the log. Exit status 0 means accepted; any
 * other status, and a command that does not exit in time, are retried.
 */
public final class SendmailNotifier implements Notifier {

    /** How long a mail command may take. */
    public static final Duration LIMIT = Duration.ofSeconds(60);

    private final ShellCommandSender command;
    private final Envelope envelope;
    private final Map<String, String> environment;

    /**
     * @param environment the listener's, for the command
     * @param limit how long the command may take before it is killed with all that it started
     */
    public SendmailNotifier(String commandLine, Envelope envelope, Map<String, String> environment, Duration limit) {
        this.command = new ShellCommandSender("mail command", "--sendmail_program", commandLine, limit);
        this.envelope = requireNonNull(envelope, "envelope is null");
        this.environment = Map.copyOf(environment);
    }

    @Override
    public DeliveryResult deliver(Alert alert) throws InterruptedException {
        byte[] message;
        try {
            message = new AlertMimeMessage(Session.getInstance(new Properties()), envelope, alert).bytes();
        } catch (MessagingException | IOException e) {
            return DeliveryResult.retry("cannot build the mail: " + e.getMessage());
        }
        return command.send(message, environment);
    }

    @Override
    public List<String> probe() throws InterruptedException {
        return command.probe(environment);
    }

    @Override
    public String toString() {
        return envelope.to().isEmpty() ? command.toString() : command + " to " + String.join(", ", envelope.to());
    }
}
