package org.superlance.listener.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.notify.SmtpSettings.Tls;

/** What a mail server lets in: the options about it that have the same names in all commands. */
final class SmtpAccess implements Options.Holder {

    private final Options options = new Options();

    private final Setting<Path> passwordFile = options.value(Path.class, "--password-file")
            .takes("FILE")
            .says("Where the password is (default: the environment's SMTP_PASSWORD).");

    private final Setting<Boolean> tls =
            options.flag("--tls").says("Encrypt with STARTTLS, and refuse a server that cannot.");

    private final Setting<Tls> tlsMode = options.value(Tls.class, "--tls-mode")
            .takes("starttls|implicit")
            .says("How to encrypt: STARTTLS, or from the first byte (port 465).");

    /**
     * With what the options with other names say.
     *
     * @param user null to send without a login
     * @param password as written on the command line; null if it is not there
     */
    SmtpFlags flags(String hosts, @Nullable String user, @Nullable String password) {
        return new SmtpFlags(hosts, user, password, passwordFile.orNull(), tls.value(), tlsMode.orNull());
    }

    @Override
    public Options options() {
        return options;
    }
}
