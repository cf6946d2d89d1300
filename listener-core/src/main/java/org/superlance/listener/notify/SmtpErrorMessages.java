package org.superlance.listener.notify;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.util.TextSanitizer;

/** Says what went wrong before a mail server could judge a mail, and what to do about it. */
final class SmtpErrorMessages {

    private static final int MAX_TEXT_LENGTH = 500;

    private SmtpErrorMessages() {}

    static String sentence(SmtpSettings settings, SmtpSettings.Server server, MessagingException e) {
        String who = "The mail server " + server;
        String words = words(e);
        if (e instanceof AuthenticationFailedException) {
            return who + " did not let the user '" + settings.user() + "' log in (" + words
                    + "); check --userName and --password-file.";
        }
        if (cause(e, UnknownHostException.class) != null) {
            return who + " has a name that cannot be resolved; check the name and this machine's DNS.";
        }
        Throwable tls = cause(e, SSLException.class);
        if (tls != null) {
            return who + " could not be trusted (" + words(tls)
                    + "); its certificate must be made out to this name and signed by an authority that Java trusts.";
        }
        if (cause(e, SocketTimeoutException.class) != null) {
            return who + " did not answer in time (" + words + "); see whether --smtpHost names the right one.";
        }
        if (cause(e, ConnectException.class) != null) {
            return who + " cannot be reached (" + words + "); see whether it runs, and whether --smtpHost names it.";
        }
        return who + " could not be used (" + words + ").";
    }

    private static @Nullable Throwable cause(Throwable e, Class<? extends Throwable> type) {
        Throwable cause = e;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (type.isInstance(cause)) {
                return cause;
            }
            cause = cause.getCause();
        }
        return null;
    }

    private static String words(Throwable e) {
        return TextSanitizer.singleLine(String.valueOf(e.getMessage()), MAX_TEXT_LENGTH);
    }
}
