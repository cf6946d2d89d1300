package org.superlance.listener.notify.mail;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.util.TextSanitizer;

/**
 * Why a server did not accept a mail for a recipient.
 *
 * @param refused what it refused
 * @param code the SMTP reply code; -1 if there was none
 * @param text what the server said, as one harmless line
 */
record SmtpReply(Refused refused, int code, String text) {

    /** What servers answer to a name without a domain. */
    private static final int INCOMPLETE = 504;

    private static final int MAX_TEXT_LENGTH = 500;
    /** Login or TLS is missing, the order is wrong, or a name is not complete: settings are at fault, not this mail. */
    private static final Set<Integer> SETTINGS = Set.of(503, INCOMPLETE, 530, 534, 535, 538);

    /** What a server refuses, and what helps. */
    enum Refused {
        SENDER("the sender", "; give another one with --fromEmail"),
        RECIPIENT("the recipient", ""),
        MESSAGE("the message", ""),
        NAME("the name of this machine", "; give another one with --helo"),
        CONNECTION("the connection", "");

        private final String label;
        private final String remedy;

        Refused(String label, String remedy) {
            this.label = label;
            this.remedy = remedy;
        }

        String label() {
            return label;
        }
    }

    /**
     * Whether it stays so: a 5xx code (RFC 5321, 4.2.1) about this mail. One about the sender, the name or the connection
     * is about our settings, and would be the same for all mails until they are corrected.
     */
    boolean isFinal() {
        return code / 100 == 5
                && !SETTINGS.contains(code)
                && (refused == Refused.RECIPIENT || refused == Refused.MESSAGE);
    }

    /**
     * Whether the server works, and has only put off this mail or this recipient: another mail, or the same to somebody else,
     * may be taken now.
     */
    boolean isDeferral() {
        boolean isRecipient = refused == Refused.RECIPIENT;
        return (code / 100 == 4 && (isRecipient || refused == Refused.MESSAGE)) || (code == INCOMPLETE && isRecipient);
    }

    /** What is refused, the server's words, and what helps. */
    String sentence() {
        return "refused " + refused.label() + ": " + text + refused.remedy;
    }

    /** The reply for each of the recipients that was not accepted. */
    static Map<InternetAddress, SmtpReply> of(SendFailedException failure, List<InternetAddress> asked) {
        List<Address> accepted = addresses(failure.getValidSentAddresses());
        SmtpReply forAll = reply(failure);
        Map<InternetAddress, SmtpReply> replies = new LinkedHashMap<>();
        asked.stream().filter(one -> !accepted.contains(one)).forEach(one -> replies.put(one, forAll));
        for (Exception next = failure; next instanceof MessagingException; next = next(next)) {
            if (next instanceof SMTPAddressFailedException one) {
                replies.replace(one.getAddress(), reply(one));
            }
        }
        return replies;
    }

    private static SmtpReply reply(SendFailedException failure) {
        String text = TextSanitizer.singleLine(String.valueOf(failure.getMessage()), MAX_TEXT_LENGTH);
        if (failure instanceof SMTPAddressFailedException one) {
            Refused refused = refusedAt("RCPT", text);
            boolean isIncomplete =
                    one.getReturnCode() == 501 && one.getAddress().getAddress().indexOf('@') < 0;
            return isIncomplete
                    ? new SmtpReply(refused, INCOMPLETE, text + "; write the recipient with a domain")
                    : new SmtpReply(refused, one.getReturnCode(), text);
        }
        if (failure instanceof SMTPSendFailedException all) {
            return new SmtpReply(refusedAt(String.valueOf(all.getCommand()), text), all.getReturnCode(), text);
        }
        return new SmtpReply(Refused.MESSAGE, -1, text);
    }

    /** Many servers keep what they have against a client or a sender until the first recipient. */
    private static Refused refusedAt(String command, String text) {
        String words = text.toLowerCase(Locale.ROOT);
        if (words.contains("helo command rejected") || words.contains("invalid helo") || words.contains("ehlo name")) {
            return Refused.NAME;
        }
        if (words.contains("client host") || words.startsWith("421")) {
            return Refused.CONNECTION;
        }
        if (words.contains("sender address rejected") || words.contains("sender verify failed")) {
            return Refused.SENDER;
        }
        return command.startsWith("MAIL")
                ? Refused.SENDER
                : command.startsWith("RCPT") ? Refused.RECIPIENT : Refused.MESSAGE;
    }

    private static List<Address> addresses(Address @Nullable [] addresses) {
        return addresses == null ? List.of() : List.of(addresses);
    }

    private static @Nullable Exception next(Exception e) {
        return ((MessagingException) e).getNextException();
    }
}
