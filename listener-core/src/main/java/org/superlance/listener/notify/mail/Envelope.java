package org.superlance.listener.notify.mail;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From whom and to whom a mail goes.
 *
 * @param from the sender; null leaves it to the mail command
 * @param to the recipients; empty for a mail command that knows them itself
 * @param host the name of this machine, for the Message-ID and the greeting of a mail server; a name that is not one
 *     becomes {@code localhost}
 */
public record Envelope(@Nullable String from, List<String> to, String host) {

    private static final int MAX_HOST_LENGTH = 253;

    /** @throws IllegalArgumentException with a sentence if one of them is not a mail address */
    public Envelope {
        from = from == null ? null : EmailAddresses.check(from);
        to = checked(to);
        host = isHost(host) ? host : "localhost";
    }

    /** Letters, digits, and hyphens, and dots before a letter or digit; read without the cost of a regular expression. */
    private static boolean isHost(String name) {
        for (int i = 0; i < name.length(); i++) {
            boolean part = EmailAddresses.isAlphanumeric(name.charAt(i));
            boolean joined = i > 0
                    && (name.charAt(i) == '-'
                            || (name.charAt(i) == '.'
                                    && i + 1 < name.length()
                                    && EmailAddresses.isAlphanumeric(name.charAt(i + 1))));
            if (!part && !joined) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= MAX_HOST_LENGTH;
    }

    /** The same from another sender. */
    Envelope from(String sender) {
        return new Envelope(sender, to, host);
    }

    /** The same to one recipient. */
    Envelope onlyTo(String recipient) {
        return new Envelope(from, List.of(recipient), host);
    }

    private static List<String> checked(List<String> to) {
        List<String> checked = new ArrayList<>(to);
        checked.replaceAll(EmailAddresses::check);
        return List.copyOf(checked);
    }
}
