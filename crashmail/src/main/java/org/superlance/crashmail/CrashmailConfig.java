package org.superlance.crashmail;

import java.time.Duration;
import java.util.Optional;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.util.RateLimit;
import org.superlance.listener.util.TextSanitizer;

/**
 * Which mails are written.
 *
 * @param prefix what each subject begins with; empty for nothing
 * @param limit how many about one program; empty for all
 * @param recoveredAfter how long a program must run again until that is mailed; empty for never
 * @param mailing what becomes of them
 */
record CrashmailConfig(String prefix, Optional<RateLimit> limit, Optional<Duration> recoveredAfter, Mailing mailing) {

    private static final int MAX_PREFIX_LENGTH = 200;

    /** What becomes of a mail. */
    enum Mailing {
        SENT,
        NO_RECEIVER,
        DRY_RUN
    }

    /** What was done about a failure, for the log. */
    String done(Alert alert) {
        return switch (mailing) {
            case SENT ->
                "handed over for delivery: '" + TextSanitizer.singleLine(alert.subject(), MAX_PREFIX_LENGTH) + "'";
            case NO_RECEIVER -> "not mailed: no -m is given";
            case DRY_RUN ->
                "dry run, would mail '" + TextSanitizer.singleLine(alert.subject(), MAX_PREFIX_LENGTH) + "'";
        };
    }
}
