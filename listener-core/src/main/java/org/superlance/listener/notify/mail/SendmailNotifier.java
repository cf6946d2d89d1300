package org.superlance.listener.notify.mail;

import static java.util.Objects.requireNonNull;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.DeliveryAttempt;
import org.superlance.listener.notify.Notifier;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.notify.ShellCommandSender;
import org.superlance.listener.notify.ShellCommandSender.FailureMeaning;

/**
 * Sends each alert with a command such as {@code /usr/sbin/sendmail -t -i}. The command line goes to {@code /bin/sh -c}
 * and may have pipes in it; the message is its stdin, and its output goes to the log. Exit status 0 means accepted. Most
 * programs accept a mail with some other status too, so that one is retried slowly; see {@link #isPatient()}.
 *
 * <p>Many programs refuse a mail for everybody when they refuse it for one of its recipients. So a command that takes
 * the recipients from the mail runs once for each of them, and later only for those that it has not accepted.
 */
public final class SendmailNotifier implements Notifier {

    /** How long a mail command may take: as long as a mail server may take to accept a mail (RFC 5321, 4.5.3.2.6). */
    public static final Duration LIMIT = Duration.ofMinutes(10);

    /** What is noted when a command that runs once has accepted the mail. */
    private static final List<String> ALL = List.of("*");

    /** Words, and nothing that only a command would have. */
    private static final String SUBJECT = "[\\p{L}\\p{N}]+(?: [\\p{L}\\p{N}]+)+";

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
        return deliver(alert, DeliveryAttempt.inMemory());
    }

    @Override
    public DeliveryResult deliver(Alert alert, DeliveryAttempt attempt) throws InterruptedException {
        Optional<MailCommandLine> line = MailCommandLine.parse(command.commandLine());
        boolean each = envelope.to().size() > 1
                && line.filter(MailCommandLine::readsRecipients).isPresent();
        FailureMeaning meaning = line.map(known -> known.failures(environment)).orElse(FailureMeaning.UNCLEAR);
        List<Envelope> envelopes =
                each ? envelope.to().stream().distinct().map(envelope::onlyTo).toList() : List.of(envelope);
        Map<String, List<String>> troubles = new LinkedHashMap<>();
        boolean unclear = false;
        for (Envelope one : envelopes) {
            List<String> recipients = each ? one.to() : ALL;
            if (recipients.stream().allMatch(attempt::isSettled)) {
                continue;
            }
            attempt.handingOver();
            DeliveryResult result = run(alert, one, meaning);
            if (result.status() == DeliveryResult.Status.DELIVERED) {
                attempt.accepted(recipients);
            } else {
                unclear |= result.status() == DeliveryResult.Status.UNCLEAR;
                troubles.computeIfAbsent(result.sentence(), sentence -> new ArrayList<>())
                        .addAll(recipients);
            }
        }
        if (troubles.isEmpty()) {
            return DeliveryResult.DELIVERED;
        }
        String sentence = sentence(troubles, each);
        return unclear
                ? DeliveryResult.unclear(sentence + "; it may have been accepted nevertheless")
                : DeliveryResult.retry(sentence);
    }

    private DeliveryResult run(Alert alert, Envelope to, FailureMeaning meaning) throws InterruptedException {
        byte[] message;
        try {
            message = new AlertMimeMessage(Session.getInstance(new Properties()), to, alert).bytes();
        } catch (MessagingException | IOException e) {
            return DeliveryResult.retry("cannot build the mail: " + e.getMessage());
        }
        return command.send(message, environment, meaning);
    }

    private static String sentence(Map<String, List<String>> troubles, boolean each) {
        return troubles.entrySet().stream()
                .map(trouble ->
                        (each ? "not for " + String.join(", ", trouble.getValue()) + ": " : "") + trouble.getKey())
                .collect(Collectors.joining("; "));
    }

    @Override
    public boolean isPatient() {
        return true;
    }

    @Override
    public List<String> probe() throws InterruptedException {
        List<String> missing = command.probe(environment);
        return missing.isEmpty() || !command.commandLine().matches(SUBJECT)
                ? missing
                : List.of(missing.get(0) + "; if '" + command.commandLine()
                        + "' was meant as a subject: crashmail takes one with -o, the others with --name");
    }

    @Override
    public String toString() {
        return envelope.to().isEmpty() ? command.toString() : command + " to " + String.join(", ", envelope.to());
    }
}
