package org.superlance.listener.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.notify.mail.EmailAddresses;
import org.superlance.listener.notify.mail.MailConfig;
import org.superlance.listener.notify.mail.SmtpSettings;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessPattern.ProcessFilter;

/** Whom to mail, when, and about which processes: the options of the commands that report several failures in one mail. */
public final class BatchOptions extends OptionGroup {

    private static final long MAX_MINUTES = Duration.ofDays(366).toMinutes();

    /** The ticks of supervisord. */
    enum Tick {
        TICK_5,
        TICK_60,
        TICK_3600
    }

    final Option<String> to = value(String.class, "-t", "--toEmail")
            .paramLabel("ADDRESS")
            .description("Recipients of the mail (comma-separated). Required, unless somebody is told otherwise.");

    final Option<String> from = value(String.class, "-f", "--fromEmail")
            .paramLabel("ADDRESS")
            .description("Sender of the mail. Required with -t.");

    final Option<String> smtpHost = value(String.class, "-H", "--smtpHost")
            .paramLabel("HOST[:PORT]")
            .defaultValue("localhost")
            .description("SMTP server (default: ${DEFAULT-VALUE}); several, comma-separated, are tried in order.");

    final Option<String> user = value(String.class, "-u", "--userName")
            .paramLabel("USER")
            .description("Log in to the SMTP server as this user.");

    final Option<String> password = value(String.class, "-p", "--password")
            .secret()
            .paramLabel("PASSWORD")
            .description("Password, visible in the process list: prefer --password-file.");

    private final MailOptions.SmtpOptions access = with(new MailOptions.SmtpOptions());

    private final AlertOptions alerts = with(new AlertOptions());

    final Option<Duration> interval = value(Duration.class, "-i", "--interval")
            .paramLabel("MINUTES")
            .converter(BatchOptions::minutes)
            .defaultValue(Duration.ofMinutes(1))
            .description("Send a mail this long after the first crash in it (default: 1.0).");

    final Option<Duration> groupWait = value(Duration.class, "--group-wait")
            .paramLabel("DURATION")
            .description("After a quiet interval, send the first mail already after this time, such as 5s.");

    final Option<Integer> collapse = value(Integer.class, "--collapse")
            .paramLabel("N")
            .description("One line for a process with more than N crashes in one batch.");

    final Option<String> subject =
            value(String.class, "-s", "--subject").paramLabel("TEXT").description("Subject of the mail.");

    final Option<Tick> tick = value(Tick.class, "-e", "--tickEvent")
            .paramLabel("TICK_5|TICK_60|TICK_3600")
            .description("Accepted for compatibility, without effect: no tick is needed.");

    final Option<List<ProcessPattern>> programs = list(ProcessPattern.class, "--program")
            .paramLabel("NAME")
            .description("Report only this: name, group:name or group:*, with * and ?. May be repeated.");

    final Option<List<ProcessPattern>> groups = list(ProcessPattern.class, "--group")
            .paramLabel("GROUP")
            .converter(BatchOptions::group)
            .description("Report only the processes of this group. May be repeated.");

    final Option<Boolean> any =
            flag("--any").description("Report every process (default without --program and --group).");

    final Option<List<ProcessPattern>> excluded = list(ProcessPattern.class, "--exclude")
            .paramLabel("NAME")
            .description("Never report this: name, group:name or group:*. May be repeated.");

    /** @throws IllegalArgumentException with a sentence for people that names the option */
    public void validate() {
        if (collapse.isSet() && collapse.value() < 1) {
            throw new IllegalArgumentException("Invalid value for option '--collapse': it must be at least 1");
        }
        if (groupWait.isSet() && groupWait.value().compareTo(interval.value()) > 0) {
            throw new IllegalArgumentException(
                    "Invalid value for option '--group-wait': it cannot be longer than --interval");
        }
    }

    public Duration interval() {
        return interval.value();
    }

    public Optional<Duration> groupWait() {
        return groupWait.optional();
    }

    public OptionalInt collapse() {
        return collapse.isSet() ? OptionalInt.of(collapse.value()) : OptionalInt.empty();
    }

    public Optional<String> subject() {
        return subject.optional();
    }

    /** The processes to tell of; without any of the options, all. */
    public ProcessFilter processes() {
        return new ProcessFilter(any.value() ? List.of() : included(), excluded.value());
    }

    /** Every process that the options name. */
    public List<ProcessPattern> named() {
        List<ProcessPattern> named = included();
        named.addAll(excluded.value());
        return List.copyOf(named);
    }

    private List<ProcessPattern> included() {
        List<ProcessPattern> included = new ArrayList<>(programs.value());
        included.addAll(groups.value());
        return included;
    }

    /**
     * Whom these options name.
     *
     * @throws IllegalArgumentException with a sentence for people that names the option that is missing or wrong
     */
    public NotificationConfig notifications() {
        NotificationConfig others = alerts.toConfig();
        if (others.hasReceivers() && !to.isSet() && !from.isSet()) {
            return others;
        }
        String sender = required("-f/--fromEmail", "the sender of the mail", from.orNull());
        List<String> recipients = withOptionName(
                "--toEmail",
                () -> EmailAddresses.parse(required("-t/--toEmail", "the recipients of the mail", to.orNull())));
        MailConfig mail = withOptionName(
                "--fromEmail", () -> new MailConfig(recipients, Optional.of(sender), "", Optional.empty()));
        SmtpSettings server =
                withOptionName("--smtpHost", () -> access.toConfig(smtpHost.value(), user.orNull(), password.orNull()));
        return others.withMail(
                Optional.of(new MailConfig(mail.to(), mail.from(), mail.sendmail(), Optional.of(server))));
    }

    private static String required(String option, String what, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException("option " + option + " is required: " + what);
        }
        return value;
    }

    private static <T> T withOptionName(String option, Supplier<T> parser) {
        try {
            return parser.get();
        } catch (IllegalArgumentException e) {
            String sentence = String.valueOf(e.getMessage());
            throw sentence.startsWith("option ") || sentence.startsWith("--")
                    ? e
                    : new IllegalArgumentException("Invalid value for option '" + option + "': " + sentence, e);
        }
    }

    private static ProcessPattern group(String name) {
        if (name.isBlank() || name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("'" + name + "' is not a group name");
        }
        return ProcessPattern.ofGroup(name.strip());
    }

    /** Reads minutes, such as {@code 0.5}. */
    private static Duration minutes(String text) {
        try {
            BigDecimal minutes = new BigDecimal(text.strip());
            if (minutes.signum() >= 0 && minutes.compareTo(BigDecimal.valueOf(MAX_MINUTES)) <= 0) {
                return Duration.ofMillis(
                        minutes.multiply(BigDecimal.valueOf(60_000)).longValue());
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a number of minutes, such as 1 or 0.5", e);
        }
        throw new IllegalArgumentException("'" + text + "' is out of range: 0 minutes to a year");
    }
}
