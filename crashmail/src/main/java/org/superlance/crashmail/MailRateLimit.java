package org.superlance.crashmail;

import java.time.Duration;
import org.superlance.listener.util.Durations;

/**
 * How many mails about one program may go out within a time.
 *
 * @param mails at least 1
 * @param window longer than 0
 */
record MailRateLimit(int mails, Duration window) {

    private static final String USAGE = "write N/DURATION, at least 1 mail and a duration, such as 3/1h";

    MailRateLimit {
        if (mails < 1 || window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException("that allows nothing; " + USAGE);
        }
    }

    /** @throws IllegalArgumentException with a sentence for people if the text is not {@code N/DURATION} */
    static MailRateLimit parse(String text) {
        int slash = text.indexOf('/');
        try {
            int mails = Integer.parseInt(text.substring(0, Math.max(0, slash)).strip());
            return new MailRateLimit(mails, Durations.parse(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number of mails in a time; " + USAGE, e);
        }
    }

    @Override
    public String toString() {
        return mails + "/" + Durations.format(window);
    }
}
