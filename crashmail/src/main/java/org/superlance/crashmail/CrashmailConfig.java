package org.superlance.crashmail;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.crash.FailureStates.Recovery;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.runtime.CrashSettings;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessPattern.ProcessFilter;
import org.superlance.listener.util.Comparators;
import org.superlance.listener.util.RateLimit;

/**
 * What the options of crashmail say.
 *
 * @param types the failures that are mailed
 * @param processes the processes that they are mailed of
 * @param prefix what each subject begins with; empty for nothing
 * @param tailLines how many lines of a process's own log are mailed; 0 for none
 * @param limit how many mails about one program; empty for all
 * @param recovery how long a program must run again until that is told
 */
record CrashmailConfig(
        Set<FailureType> types,
        ProcessFilter processes,
        String prefix,
        int tailLines,
        Optional<RateLimit> limit,
        Recovery recovery,
        List<ProcessPattern> referencedProcesses,
        NotificationConfig notifications)
        implements CrashSettings {

    private static final List<FailureType> ORDER = List.of(FailureType.EXITED, FailureType.FATAL, FailureType.BACKOFF);

    /** As the help of {@code --events} lists them. */
    private static final Comparator<FailureType> IN_HELP = Comparators.comparingInt(ORDER::indexOf);

    CrashmailConfig {
        types = Set.copyOf(types);
        referencedProcesses = List.copyOf(referencedProcesses);
    }

    @Override
    public List<ProcessPattern> excluded() {
        return processes.excluded();
    }

    @Override
    public boolean wants(ProcessFailure failure) {
        return types.contains(failure.type()) && processes.matches(failure.process());
    }

    /** Whether it would be reported if {@code --events} named it. */
    boolean ignoresTypeOf(ProcessFailure failure) {
        return !types.contains(failure.type()) && processes.matches(failure.process());
    }

    /** The value of {@code --events}. */
    String events() {
        return events(types.stream());
    }

    /** The value of {@code --events} with which that is reported too. */
    String eventsWith(Collection<FailureType> more) {
        return events(Stream.concat(types.stream(), more.stream()));
    }

    private static String events(Stream<FailureType> types) {
        return types.distinct().sorted(IN_HELP).map(FailureType::name).collect(Collectors.joining(","));
    }

    @Override
    public List<Diagnostic> check(Optional<EventSubscription> events) {
        return Stream.of(checkReceivers(), events.flatMap(this::checkIgnored))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Diagnostic> checkReceivers() {
        return notifications.hasReceivers()
                ? Optional.empty()
                : Optional.of(Diagnostic.problem("nobody is notified, crashes are only logged; give -m ADDRESS,"
                        + " -s COMMAND, --webhook, --alert-cmd or --alertmanager"));
    }

    /** A type that events= names is meant to be reported; one that comes with all the others need not be. */
    private Optional<Diagnostic> checkIgnored(EventSubscription events) {
        List<FailureType> ignored = Stream.of(FailureType.values())
                .filter(type ->
                        !types.contains(type) && events.covers(type.event().name()))
                .sorted(IN_HELP)
                .toList();
        if (ignored.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = ignored.stream().map(type -> type.event().name()).toList();
        boolean isNamed = ignored.stream().anyMatch(type -> events.types().contains(type.event()));
        String sentence = String.join(", ", names) + " events are ignored, because --events is " + events()
                + "; to report them, write --events " + eventsWith(ignored);
        return Optional.of(new Diagnostic(isNamed, sentence));
    }
}
