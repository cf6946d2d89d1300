package org.superlance.listener.notify.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]|\\.(?=[A-Za-z0-9])){0,252}");

    /** @throws IllegalArgumentException with a sentence if one of them is not a mail address */
    public Envelope {
        from = from == null ? null : EmailAddresses.check(from);
        to = checked(to);
        host = HOST.matcher(host).matches() ? host : "localhost";
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
