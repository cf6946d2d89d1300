package org.superlance.listener.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.alert.Addresses;
import org.superlance.listener.alert.Courier;
import org.superlance.listener.alert.Envelope;
import org.superlance.listener.alert.SmtpCourier;
import org.superlance.listener.alert.SmtpSettings.Tls;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whom to mail, and through which server: the options of the listeners that tell in batches. */
public final class BatchMailOptions {

    @Option(
            names = {"-t", "--toEmail"},
            paramLabel = "ADDRESS",
            description = "Whom to tell; several with commas. Required.")
    @Nullable
    String to;

    @Option(
            names = {"-f", "--fromEmail"},
            paramLabel = "ADDRESS",
            description = "The sender. Required.")
    @Nullable
    String from;

    @Option(
            names = {"-H", "--smtpHost"},
            paramLabel = "HOST[:PORT]",
            description = "The mail server (default: ${DEFAULT-VALUE}); several with commas are tried in this order.")
    String smtpHost = "localhost";

    @Option(
            names = {"-u", "--userName"},
            paramLabel = "USER",
            description = "Log in to the mail server as this user.")
    @Nullable
    String user;

    @Option(
            names = {"-p", "--password"},
            paramLabel = "PASSWORD",
            description = "The password, for everybody to see who lists processes: rather use --password-file.")
    @Nullable
    String password;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Where the password is (default: the environment's SMTP_PASSWORD).")
    @Nullable
    Path passwordFile;

    @Option(names = "--tls", description = "Encrypt with STARTTLS, and refuse a server that cannot.")
    boolean tls;

    @Option(
            names = "--tls-mode",
            paramLabel = "starttls|implicit",
            description = "How to encrypt: STARTTLS, or from the first byte (port 465).")
    @Nullable
    Tls tlsMode;

    @Mixin
    private AlertOptions alerts;

    /**
     * How mails go out.
     *
     * @throws IllegalArgumentException with a sentence for people that names the option that is missing or wrong
     */
    Courier courier(Surroundings surroundings) {
        String sender = required("-f/--fromEmail", "who the mail is from", from);
        List<String> recipients =
                named("--toEmail", () -> Addresses.parse(required("-t/--toEmail", "who is to be told", to)));
        String host = Host.name(surroundings);
        Envelope envelope = named("--fromEmail", () -> new Envelope(sender, recipients, host));
        SmtpFlags flags = new SmtpFlags(smtpHost, user, password, passwordFile, tls, tlsMode);
        return new SmtpCourier(named("--smtpHost", () -> flags.settings(surroundings)), envelope);
    }

    /** Whom else to tell. */
    AlertOptions alerts() {
        return alerts;
    }

    private static String required(String option, String what, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException("option " + option + " is missing: say " + what);
        }
        return value;
    }

    private static <T> T named(String option, Supplier<T> parser) {
        try {
            return parser.get();
        } catch (IllegalArgumentException e) {
            String sentence = String.valueOf(e.getMessage());
            throw sentence.startsWith("option ") || sentence.startsWith("--")
                    ? e
                    : new IllegalArgumentException("Invalid value for option '" + option + "': " + sentence, e);
        }
    }
}
