package org.superlance.listener.notify.mail;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.notify.Secret;
import org.superlance.listener.notify.mail.SmtpSettings.Server;
import org.superlance.listener.notify.mail.SmtpSettings.Tls;

/**
 * A mail server as the options of a command describe it.
 *
 * @param servers at least one, tried in this order
 * @param user empty to send without a login
 * @param password empty if it is in the environment variable {@code SMTP_PASSWORD}
 */
public record SmtpConfig(List<Server> servers, Tls tls, Optional<String> user, Optional<Secret> password) {

    public SmtpConfig {
        servers = List.copyOf(servers);
    }

    /** @throws IllegalArgumentException with a sentence that names the option if there is a user and no password */
    SmtpSettings settings(Map<String, String> environment) {
        return new SmtpSettings(
                servers, tls, user.orElse(null), user.isEmpty() ? null : secret(environment), SmtpSettings.LIMIT);
    }

    private Secret secret(Map<String, String> environment) {
        return password.or(() ->
                        Optional.ofNullable(environment.get("SMTP_PASSWORD")).map(Secret::of))
                .orElseThrow(() -> new IllegalArgumentException(
                        "--userName needs a password: give --password-file, or set SMTP_PASSWORD"));
    }
}
