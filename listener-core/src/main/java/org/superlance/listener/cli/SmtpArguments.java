package org.superlance.listener.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.notify.Secret;
import org.superlance.listener.notify.SmtpSettings;
import org.superlance.listener.notify.SmtpSettings.Server;
import org.superlance.listener.notify.SmtpSettings.Tls;

/**
 * A mail server as a command line describes it, whatever letters a command has for it.
 *
 * @param hosts such as {@code mx.example.com:25}; several with commas are tried in this order
 * @param user null to send without a login
 * @param password as written on the command line; null if it is elsewhere
 * @param passwordFile where it is instead; with neither it is the environment's {@code SMTP_PASSWORD}
 * @param tls whether {@code --tls} is given: STARTTLS
 * @param tlsMode null if only {@code tls} says how to encrypt
 */
public record SmtpArguments(
        String hosts,
        @Nullable String user,
        @Nullable String password,
        @Nullable Path passwordFile,
        boolean tls,
        @Nullable Tls tlsMode) {

    /** @throws IllegalArgumentException with a sentence that names the option if the flags do not fit together */
    SmtpSettings settings(CommandContext context) {
        Tls encryption = tlsMode != null ? tlsMode : tls ? Tls.STARTTLS : Tls.NONE;
        List<Server> servers = Stream.of(hosts.split(",", -1))
                .filter(host -> !host.isBlank())
                .map(host -> Server.parse(host, encryption))
                .toList();
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("--smtpHost names no mail server; write host or host:port");
        }
        return new SmtpSettings(servers, encryption, user, user == null ? null : secret(context), SmtpSettings.LIMIT);
    }

    private Secret secret(CommandContext context) {
        if (passwordFile != null) {
            return Secret.in(passwordFile);
        }
        String known = password != null ? password : context.environment().get("SMTP_PASSWORD");
        if (known == null) {
            throw new IllegalArgumentException(
                    "--userName needs a password: give --password-file, or set SMTP_PASSWORD");
        }
        return Secret.of(known);
    }

    @Override
    public String toString() {
        return "SmtpArguments[hosts=" + hosts + ", user=" + user + "]";
    }
}
