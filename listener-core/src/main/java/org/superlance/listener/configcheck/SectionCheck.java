package org.superlance.listener.configcheck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.superlance.listener.config.CommandLauncher;
import org.superlance.listener.config.CommandLauncher.Kind;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.ListenerConfig;
import org.superlance.listener.config.SupervisordConfig;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.event.EventType;

/** Checks the settings of a section, whatever command it runs. */
public final class SectionCheck {

    private static final String RPC = "rpcinterface:supervisor";
    private static final String DEFAULT_HANDLER = "supervisor.dispatchers:default_handler";
    private static final int DEFAULT_BUFFER_SIZE = 10;
    private static final int DEFAULT_STOP_WAIT_SECONDS = 10;
    /** The events of one exit that is followed by a start. */
    private static final int MAX_SIMULTANEOUS = 3;

    private static final int MAX_NAMED = 3;

    private final ListenerConfig conf;
    private final List<RequiredEvents> needs;

    /** @param needs the events that the command needs */
    public SectionCheck(ListenerConfig conf, List<RequiredEvents> needs) {
        this.conf = conf;
        this.needs = List.copyOf(needs);
    }

    /** One setting; one that cannot be parsed is a problem of its own. */
    private interface Check {
        Optional<Diagnostic> check() throws ConfigException;
    }

    /** What supervisord itself lacks to serve listeners. */
    public static List<Diagnostic> rpcInterface(SupervisordConfig config) {
        return config.ini().section(RPC).isPresent()
                ? List.of()
                : List.of(Diagnostic.problem("the section [" + RPC + "] is missing from " + config
                        + ", and listeners need it to call supervisord; add it with the line"
                        + " supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface"));
    }

    /** Checks that the section subscribes to the events that the command needs. */
    public List<Diagnostic> events() {
        return all(() -> {
            EventSubscription events = conf.events();
            String missing = needs.stream()
                    .filter(need -> !need.isMetBy(events))
                    .map(RequiredEvents::toString)
                    .collect(Collectors.joining(","));
            return problem(
                    !missing.isEmpty(),
                    missing + " events are missing from events=" + events + "; write events=" + events + "," + missing);
        });
    }

    /**
     * Checks what starts the command.
     *
     * @param command its name
     */
    public List<Diagnostic> launcher(String command) {
        return all(
                () -> problem(
                        conf.launcher().kinds().contains(Kind.PYTHON),
                        "command= runs " + command + " with Python, and it is no Python program; write command="
                                + command + " with the same options"),
                () -> userChange(conf));
    }

    /** Checks that no program stays between supervisord and the command to change the user. */
    public static Optional<Diagnostic> userChange(ListenerConfig conf) throws ConfigException {
        return conf.launcher().program().map(CommandLauncher::adviceAgainst).map(Diagnostic::problem);
    }

    /** Checks how supervisord runs the process of the section. */
    public List<Diagnostic> process() {
        return all(
                () -> problem(
                        conf.isTrue("redirect_stderr"),
                        "redirect_stderr=true would mix the log into the event protocol, and supervisord refuses to start"
                                + " with it; remove it, and set stderr_logfile"),
                () -> problem(
                        conf.number("numprocs", 1) > 1,
                        "numprocs=" + conf.number("numprocs", 1)
                                + " splits the events among several processes, each of which sees only some of them;"
                                + " remove it"),
                () -> problem(
                        conf.number("stopwaitsecs", DEFAULT_STOP_WAIT_SECONDS) < DEFAULT_STOP_WAIT_SECONDS,
                        "stopwaitsecs=" + conf.number("stopwaitsecs", DEFAULT_STOP_WAIT_SECONDS)
                                + " is too short to finish restarts and deliveries; remove it, or set it to "
                                + DEFAULT_STOP_WAIT_SECONDS + " or more"),
                () -> conf.value("result_handler")
                        .filter(handler -> !handler.equals(DEFAULT_HANDLER))
                        .map(handler -> Diagnostic.problem("result_handler=" + handler
                                + " gets what this listener answers, which is for supervisord's own; remove it")),
                () -> conf.value("stderr_logfile")
                        .filter(file -> file.equalsIgnoreCase("NONE") || file.equals("/dev/null"))
                        .map(file -> Diagnostic.info("stderr_logfile=" + file + " discards the log")));
    }

    /** Notes what the section needs under the Go supervisord, of which 0.7.4 sends no EXITED. */
    public List<Diagnostic> underGoSupervisord() {
        return all(() -> {
            EventSubscription events = conf.events();
            boolean ofExits = needs.stream().anyMatch(need -> need.anyOf().contains(EventType.PROCESS_STATE_EXITED));
            return note(
                    ofExits && !events.covers(EventType.PROCESS_STATE_STOPPING.name()),
                    "a Go supervisord 0.7.4 sends no PROCESS_STATE_EXITED, and an end that was asked for shows only by"
                            + " STOPPING; write events=PROCESS_STATE,TICK_60");
        });
    }

    /**
     * Notes why supervisord delivers some events twice.
     *
     * @param listeners all that the file has
     */
    public List<Diagnostic> repeatedDeliveries(List<ListenerConfig> listeners) {
        return all(this::overlap, () -> samePriority(listeners));
    }

    private Optional<Diagnostic> overlap() {
        Set<EventType> listed;
        try {
            listed = conf.listedEvents();
        } catch (ConfigException e) {
            // reported by events()
            return Optional.empty();
        }
        EventSubscription enough = new EventSubscription(listed);
        String covered = listed.stream()
                .filter(type -> !enough.types().contains(type))
                .map(EventType::name)
                .sorted()
                .collect(Collectors.joining(","));
        return note(
                !covered.isEmpty(),
                "events= lists " + covered + " and a type that includes it, so supervisord delivers these events"
                        + " twice; write events=" + enough);
    }

    private Optional<Diagnostic> samePriority(List<ListenerConfig> listeners) throws ConfigException {
        int priority = conf.priority();
        List<String> others = listeners.stream()
                .filter(listener -> !listener.pool().equals(conf.pool()) && hasPriority(listener, priority))
                .map(ListenerConfig::toString)
                .toList();
        String names = String.join(", ", others.subList(0, Math.min(MAX_NAMED, others.size())))
                + (others.size() > MAX_NAMED ? " and " + (others.size() - MAX_NAMED) + " others" : "");
        return note(
                !others.isEmpty(),
                "priority=" + priority + " is also that of " + names
                        + ": an event that one of them rejects is delivered"
                        + " again to all of them; set a different priority= in each");
    }

    private static boolean hasPriority(ListenerConfig listener, int priority) {
        try {
            return listener.priority() == priority;
        } catch (ConfigException e) {
            // reported where that section is checked
            return false;
        }
    }

    /**
     * Checks that the event buffer is large enough for all programs to exit at once.
     *
     * @param programs the number of programs of supervisord
     */
    public List<Diagnostic> buffer(int programs) {
        return all(() -> {
            int size = conf.number("buffer_size", DEFAULT_BUFFER_SIZE);
            int burst = programs * eventsOfOneExit(conf.events());
            return problem(
                    needs.stream().anyMatch(RequiredEvents::isOfStates) && size < burst,
                    "buffer_size=" + size + " is too small: if all " + programs
                            + " programs exit at once, supervisord discards events; write buffer_size="
                            + burst);
        });
    }

    /** The time between two ticks; empty if the section subscribes to none. */
    public Optional<Duration> tick() {
        try {
            EventSubscription events = conf.events();
            return Stream.of(5, 60, 3_600)
                    .filter(seconds -> events.covers("TICK_" + seconds))
                    .findFirst()
                    .map(Duration::ofSeconds);
        } catch (ConfigException e) {
            // reported by events()
            return Optional.empty();
        }
    }

    private static int eventsOfOneExit(EventSubscription events) {
        long types = Stream.of(
                        EventType.PROCESS_STATE_EXITED,
                        EventType.PROCESS_STATE_BACKOFF,
                        EventType.PROCESS_STATE_STARTING,
                        EventType.PROCESS_STATE_RUNNING,
                        EventType.PROCESS_STATE_FATAL)
                .filter(type -> events.covers(type.name()))
                .count();
        return (int) Math.max(1, Math.min(types, MAX_SIMULTANEOUS));
    }

    private static Optional<Diagnostic> problem(boolean isThere, String sentence) {
        return isThere ? Optional.of(Diagnostic.problem(sentence)) : Optional.empty();
    }

    private static Optional<Diagnostic> note(boolean isThere, String sentence) {
        return isThere ? Optional.of(Diagnostic.info(sentence)) : Optional.empty();
    }

    private static List<Diagnostic> all(Check... checks) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        for (Check check : checks) {
            try {
                check.check().ifPresent(diagnostics::add);
            } catch (ConfigException e) {
                diagnostics.add(Diagnostic.problem(String.valueOf(e.getMessage())));
            }
        }
        return diagnostics;
    }
}
