package org.superlance.listener.notify;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.util.TextSanitizer;

/**
 * Why a server did not take a mail for a recipient.
 *
 * @param code the SMTP reply code; -1 if there was none
 * @param text what the server said, as one harmless line
 */
record SmtpReply(int code, String text) {

    private static final int MAX_TEXT_LENGTH = 500;
    /** Login or TLS is missing, or the order is wrong: our settings are at fault, not this mail. */
    private static final Set<Integer> SETTINGS = Set.of(503, 530, 534, 535, 538);

    /** RFC 5321, 4.2.1: a code of the five hundreds is for good. */
    boolean isFinal() {
        return code / 100 == 5 && !SETTINGS.contains(code);
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
        int code = failure instanceof SMTPAddressFailedException one
                ? one.getReturnCode()
                : failure instanceof SMTPSendFailedException all ? all.getReturnCode() : -1;
        return new SmtpReply(code, TextSanitizer.singleLine(String.valueOf(failure.getMessage()), MAX_TEXT_LENGTH));
    }

    private static List<Address> addresses(Address @Nullable [] addresses) {
        return addresses == null ? List.of() : List.of(addresses);
    }

    private static @Nullable Exception next(Exception e) {
        return ((MessagingException) e).getNextException();
    }
}
