package org.superlance.listener.alert;

import static java.util.Objects.requireNonNull;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.unit.Durations;

/**
 * Hands each mail to a command such as {@code /usr/sbin/sendmail -t -i}. The command line goes to {@code /bin/sh -c} and
 * may have pipes in it; the message is its input; what it prints goes to the log. Status 0 means accepted; any other
 * status, and a command that does not end in time, are tried again.
 */
public final class SendmailCourier implements Courier {

    /** How long a mail command may take. */
    public static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(SendmailCourier.class);
    private static final int NOT_FOUND = 127;

    private final String commandLine;
    private final Envelope envelope;
    private final Duration limit;
    private final Session session = Session.getInstance(new Properties());

    /** @param limit how long the command may take before it is killed with all that it started */
    public SendmailCourier(String commandLine, Envelope envelope, Duration limit) {
        this.commandLine = requireNonNull(commandLine, "commandLine is null");
        this.envelope = requireNonNull(envelope, "envelope is null");
        this.limit = requireNonNull(limit, "limit is null");
    }

    @Override
    public void deliver(Alert alert) throws DeliveryException, InterruptedException {
        try {
            byte[] message = new MimeLetter(session, envelope, alert).bytes();
            judge(ShellCommand.run(commandLine, message, limit));
        } catch (MessagingException | IOException e) {
            throw DeliveryException.tryAgain(
                    "The mail command '" + program() + "' could not be run: " + e.getMessage() + ".");
        }
    }

    private void judge(ShellCommand.Outcome outcome) throws DeliveryException {
        String said = outcome.output().isEmpty() ? "It said nothing." : "It said: " + outcome.output();
        OptionalInt status = outcome.status();
        if (status.isEmpty()) {
            throw DeliveryException.tryAgain("The mail command '" + program() + "' did not end within "
                    + Durations.format(limit) + " and was killed. " + said);
        }
        if (status.getAsInt() == NOT_FOUND) {
            throw DeliveryException.tryAgain("The mail command '" + program()
                    + "' does not exist; give another one with --sendmail_program. " + said);
        }
        if (status.getAsInt() != 0) {
            throw DeliveryException.tryAgain(
                    "The mail command '" + program() + "' failed with status " + status.getAsInt() + ". " + said);
        }
        if (!outcome.output().isEmpty()) {
            LOG.info("The mail command '{}' said: {}", program(), outcome.output());
        }
    }

    /** The first word that sets no variable: the others may hold a password. */
    private String program() {
        return Stream.of(commandLine.strip().split("\\s+"))
                .filter(word -> word.indexOf('=') < 0)
                .findFirst()
                .map(word -> PlainText.line(word, 100))
                .orElse("/bin/sh");
    }

    @Override
    public String toString() {
        return "the mail command '" + program() + "' to " + String.join(", ", envelope.to());
    }
}
