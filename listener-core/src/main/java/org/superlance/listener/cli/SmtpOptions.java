package org.superlance.listener.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.notify.SmtpSettings.Tls;

/** What a mail server lets in: the options about it that have the same names in all commands. */
final class SmtpOptions extends OptionGroup {

    private final Option<Path> passwordFile = value(Path.class, "--password-file")
            .paramLabel("FILE")
            .description("Where the password is (default: the environment's SMTP_PASSWORD).");

    private final Option<Boolean> tls =
            flag("--tls").description("Encrypt with STARTTLS, and refuse a server that cannot.");

    private final Option<Tls> tlsMode = value(Tls.class, "--tls-mode")
            .paramLabel("starttls|implicit")
            .description("How to encrypt: STARTTLS, or from the first byte (port 465).");

    /**
     * With what the options with other names say.
     *
     * @param user null to send without a login
     * @param password as written on the command line; null if it is not there
     */
    SmtpArguments flags(String hosts, @Nullable String user, @Nullable String password) {
        return new SmtpArguments(hosts, user, password, passwordFile.orNull(), tls.value(), tlsMode.orNull());
    }
}
