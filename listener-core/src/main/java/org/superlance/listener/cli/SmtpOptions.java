package org.superlance.listener.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.notify.Secret;
import org.superlance.listener.notify.mail.SmtpSettings;
import org.superlance.listener.notify.mail.SmtpSettings.Server;
import org.superlance.listener.notify.mail.SmtpSettings.Tls;

/** What a mail server lets in: the options about it that have the same names in all commands. */
final class SmtpOptions extends OptionGroup {

    private final Option<Path> passwordFile = value(Path.class, "--password-file")
            .paramLabel("FILE")
            .description("File with the password in its first line (default: SMTP_PASSWORD in the environment).");

    private final Option<Boolean> tls =
            flag("--tls").description("Encrypt with STARTTLS; a server that does not offer it gets no mail.");

    private final Option<Tls> tlsMode = value(Tls.class, "--tls-mode")
            .paramLabel("starttls|implicit")
            .description("How to encrypt: STARTTLS, or TLS from the first byte (port 465).");

    /**
     * With what the options with other names say.
     *
     * @param hosts such as {@code mx.example.com:25}; several with commas are tried in this order
     * @param user null to send without a login
     * @param password as written on the command line; null if it is not there
     * @throws IllegalArgumentException with a sentence for people if a host is wrong
     */
    SmtpSettings toConfig(String hosts, @Nullable String user, @Nullable String password) {
        Tls encryption = tlsMode.optional().orElse(tls.value() ? Tls.STARTTLS : Tls.NONE);
        List<Server> servers = Stream.of(hosts.split(",", -1))
                .filter(host -> !host.isBlank())
                .map(host -> Server.parse(host, encryption))
                .toList();
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("--smtpHost names no mail server; write host or host:port");
        }
        Optional<Secret> secret = passwordFile
                .optional()
                .map(Secret::in)
                .or(() -> Optional.ofNullable(password).map(Secret::of));
        return new SmtpSettings(servers, encryption, user, secret.orElse(null), SmtpSettings.LIMIT);
    }
}
