package org.superlance.crashmail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.MailOptions;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.configcheck.RequiredEvents;
import org.superlance.listener.crash.FailureStates.Recovery;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.runtime.ListenerCommand;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessPattern.ProcessFilter;
import org.superlance.listener.util.RateLimit;

/** The options of crashmail. */
final class CrashmailCommand implements ListenerCommand<CrashmailConfig> {

    private final OptionGroup options = OptionGroup.of(
                    "crashmail",
                    "Sends one mail for each program that exits unexpectedly. Run by supervisord as an event"
                            + " listener for PROCESS_STATE_EXITED events.")
            .synopsis("crashmail [-p name]... [-a] [-o prefix] [-m address] [-s command] [more options]");

    private static final int MAX_TAIL_LINES = 200;
    private static final Duration DEFAULT_RECOVERY_TIME = Duration.ofMinutes(1);

    final Option<List<ProcessPattern>> programs = options.list(ProcessPattern.class, "-p", "--program")
            .paramLabel("NAME")
            .description("Report this program (name, group:name or group:*; * and ? match any characters and one"
                    + " character). May be repeated.");

    final Option<List<String>> groups = options.list(String.class, "--group")
            .paramLabel("GROUP")
            .description("Report the programs of this group. May be repeated.");

    final Option<Boolean> any =
            options.flag("-a", "--any").description("Report every program (default without -p and --group).");

    final Option<List<ProcessPattern>> excluded = options.list(ProcessPattern.class, "--exclude")
            .paramLabel("NAME")
            .description("Never report this program. May be repeated.");

    final Option<List<ProcessFailure.FailureType>> events = options.list(ProcessFailure.FailureType.class, "--events")
            .defaultValue(List.of(ProcessFailure.FailureType.EXITED))
            .paramLabel("EXITED|FATAL|BACKOFF")
            .withCommas()
            .description("What to report, comma-separated (default: EXITED). The section must subscribe to the"
                    + " PROCESS_STATE_... events of the same names.");

    final Option<String> prefix = options.value(String.class, "-o", "--optionalheader")
            .paramLabel("PREFIX")
            .defaultValue("")
            .description("Begin each subject with PREFIX and a colon.");

    private final MailOptions mail = options.with(new MailOptions());

    final Option<Integer> tail = options.value(Integer.class, "--tail")
            .paramLabel("N")
            .defaultValue(0)
            .description("Add the last N lines of the program's log.");

    final Option<RateLimit> throttle = options.value(RateLimit.class, "--throttle")
            .paramLabel("N/DURATION")
            .description("At most N mails about one program within the duration, such as 3/1h; further crashes are"
                    + " counted in one mail.");

    final Option<Boolean> recovery =
            options.flag("--recovery").description("Send one mail when a reported program runs again.");

    final Option<Duration> recoveredAfter = options.value(Duration.class, "--recovered-after")
            .paramLabel("DURATION")
            .description("With --recovery: how long it must have been RUNNING (default: 1m).");

    private final ListenerOptions listener = options.with(new ListenerOptions());

    CrashmailCommand() {
        mail.addShortSendmailWithoutAddress(options);
    }

    @Override
    public ListenerOptions listener() {
        return listener;
    }

    @Override
    public Collection<String> legacyLongOptions() {
        return List.of("--help", "--program", "--any", "--optionalheader", "--sendmail_program", "--email");
    }

    @Override
    public List<RequiredEvents> requiredEvents() {
        return events.value().stream()
                .distinct()
                .map(ProcessFailure.FailureType::event)
                .map(RequiredEvents::of)
                .toList();
    }

    @Override
    public CrashmailConfig toConfig() {
        validate();
        List<ProcessPattern> named = new ArrayList<>(programs.value());
        groups.value().forEach(group -> named.add(ProcessPattern.ofGroup(group)));
        return new CrashmailConfig(
                Set.copyOf(events.value()),
                new ProcessFilter(any.value() ? List.of() : named, excluded.value()),
                prefix.value(),
                tail.value(),
                throttle.optional(),
                new Recovery(
                        recovery.value()
                                ? recoveredAfter.optional().or(() -> Optional.of(DEFAULT_RECOVERY_TIME))
                                : Optional.empty(),
                        recoveredAfter.optional().orElse(Duration.ZERO)),
                named,
                mail.toConfig());
    }

    private void validate() {
        if (events.value().isEmpty()) {
            throw new IllegalArgumentException("--events names none: write EXITED, FATAL or BACKOFF, or leave it out");
        }
        if (tail.value() < 0 || tail.value() > MAX_TAIL_LINES) {
            throw new IllegalArgumentException("--tail is a number of lines from 0 to " + MAX_TAIL_LINES);
        }
        if (recoveredAfter.isSet() && !recovery.value()) {
            throw new IllegalArgumentException("--recovered-after needs --recovery: give both, or neither");
        }
        for (String group : groups.value()) {
            if (group.isBlank()) {
                throw new IllegalArgumentException("--group needs the name of a group");
            }
        }
    }

    @Override
    public String exampleSection() {
        return """
                [eventlistener:crashmail]
                command=crashmail -m bob@example.com
                events=PROCESS_STATE_EXITED
                """;
    }

    @Override
    public OptionGroup options() {
        return options;
    }
}
