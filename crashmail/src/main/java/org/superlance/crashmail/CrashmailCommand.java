package org.superlance.crashmail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.superlance.crashmail.MailRules.Mailing;
import org.superlance.listener.alert.Courier;
import org.superlance.listener.alert.Outbox;
import org.superlance.listener.cli.Desk;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.ListenerState;
import org.superlance.listener.cli.MailOptions;
import org.superlance.listener.cli.Surroundings;
import org.superlance.listener.cli.TellingPlugin;
import org.superlance.listener.crash.Clerk;
import org.superlance.listener.crash.Incident;
import org.superlance.listener.crash.Investigation;
import org.superlance.listener.inspection.EventNeed;
import org.superlance.listener.process.OomKills;
import org.superlance.listener.supervisor.ProcessFilter;
import org.superlance.listener.supervisor.ProcessPattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags of crashmail. */
@Command(
        name = "crashmail",
        description = "Mails when a program of a supervisord ends unexpectedly. To be run by supervisord as an event"
                + " listener for PROCESS_STATE_EXITED events.",
        customSynopsis = "crashmail [-p name]... [-a] [-o prefix] [-m address] [-s command] [more options]",
        sortOptions = false)
final class CrashmailCommand implements TellingPlugin {

    private static final int MOST_LINES = 200;
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

    @Option(
            names = {"-p", "--program"},
            paramLabel = "NAME",
            description = "Mail about this program (name, group:name or group:*; * and ? stand for any characters and"
                    + " for one); may be repeated.")
    List<ProcessPattern> programs = new ArrayList<>();

    @Option(names = "--group", paramLabel = "GROUP", description = "Mail about this group; may be repeated.")
    List<String> groups = new ArrayList<>();

    @Option(
            names = {"-a", "--any"},
            description = "Mail about any program; this is so without -p and --group, too.")
    boolean any;

    @Option(names = "--exclude", paramLabel = "NAME", description = "Never mail about this; may be repeated.")
    List<ProcessPattern> excluded = new ArrayList<>();

    @Option(
            names = "--events",
            split = ",",
            paramLabel = "EXITED|FATAL|BACKOFF",
            description = "What to mail about, with commas (default: EXITED); the section must subscribe to the"
                    + " events PROCESS_STATE_... of the same names.")
    Set<Incident.Kind> events = EnumSet.of(Incident.Kind.EXITED);

    @Option(
            names = {"-o", "--optionalheader"},
            paramLabel = "PREFIX",
            description = "Begin each subject with this and a colon.")
    String prefix = "";

    @Mixin
    private MailOptions mail;

    @Option(names = "-s", paramLabel = "COMMAND", description = "The same as --sendmail_program.")
    void sendmail(String command) {
        mail.sendmail(command);
    }

    @Option(names = "--tail", paramLabel = "N", description = "Mail the last N lines of the program's log, too.")
    int tail;

    @Option(
            names = "--throttle",
            paramLabel = "N/DURATION",
            converter = Allowance.Converter.class,
            description = "At most N mails about one program in the duration, such as 3/1h; then one mail that says how"
                    + " many were held back.")
    @Nullable
    Allowance throttle;

    @Option(names = "--recovery", description = "Mail once when a program that was mailed about runs again.")
    boolean recovery;

    @Option(
            names = "--recovered-after",
            paramLabel = "DURATION",
            description = "With --recovery: how long it must have been running (default: 1m).")
    @Nullable
    Duration recoveredAfter;

    @Mixin
    private ListenerOptions listener;

    @Override
    public ListenerOptions listener() {
        return listener;
    }

    @Override
    public Collection<String> oldNames() {
        return List.of("--help", "--program", "--any", "--optionalheader", "--sendmail_program", "--email");
    }

    @Override
    public List<ProcessPattern> named() {
        return included().toList();
    }

    @Override
    public List<ProcessPattern> excluded() {
        return excluded;
    }

    @Override
    public List<EventNeed> needs() {
        return events.stream().map(Incident.Kind::event).map(EventNeed::of).toList();
    }

    @Override
    public List<Courier> couriers(Surroundings surroundings) {
        return mail.couriers(surroundings);
    }

    @Override
    public void validate(Surroundings surroundings) {
        mail.validate(surroundings);
        if (tail < 0 || tail > MOST_LINES) {
            throw new IllegalArgumentException("--tail is a number of lines from 0 to " + MOST_LINES);
        }
        if (recoveredAfter != null && !recovery) {
            throw new IllegalArgumentException("--recovered-after needs --recovery: give both, or neither");
        }
        if (groups.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("--group needs the name of a group");
        }
    }

    @Override
    public boolean wants(Incident incident) {
        List<ProcessPattern> included = any ? List.of() : included().toList();
        return events.contains(incident.kind()) && new ProcessFilter(included, excluded).matches(incident.process());
    }

    @Override
    public Outbox outbox(ListenerState state, Surroundings surroundings) {
        return mail.outbox(state, surroundings);
    }

    @Override
    public Clerk clerk(Desk desk) {
        Mailing mailing = listener.isDryRun() ? Mailing.DRY_RUN : mail.isForSomebody() ? Mailing.SENT : Mailing.NOBODY;
        Optional<Duration> after =
                recovery ? Optional.of(recoveredAfter == null ? LONG_ENOUGH : recoveredAfter) : Optional.empty();
        Investigation investigation = new Investigation(
                desk.supervisor(), new OomKills(), desk.place().clock().getZone(), tail);
        return new CrashClerk(
                desk, investigation, new MailRules(prefix, Optional.ofNullable(throttle), after, mailing));
    }

    @Override
    public String exampleSection() {
        return """
                [eventlistener:crashmail]
                command=crashmail -m bob@example.com
                events=PROCESS_STATE_EXITED
                """;
    }

    private Stream<ProcessPattern> included() {
        return Stream.concat(programs.stream(), groups.stream().map(ProcessPattern::ofGroup));
    }
}
