package org.superlance.superlance;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.config.CommandMatcher;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.GroupConfig;
import org.superlance.listener.config.GroupReader;
import org.superlance.listener.config.IniSection;
import org.superlance.listener.config.ProgramConfig;
import org.superlance.listener.config.SupervisordConfig;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.supervisor.Namespec;

/**
 * Reads the sections {@code [eventlistener:x]} of a file as supervisord would, and what there is in them that cannot be
 * done in one process for all.
 */
final class ListenerFile {

    /** What a section says that is so here too. */
    private static final Set<String> SUPPORTED_KEYS =
            Set.of("command", "events", "environment", "serverurl", "process_name", "autostart", "user", "buffer_size");

    /**
     * A listener that is to run in this process.
     *
     * @param name its section, and its process in it; its state is kept under this name
     * @param events what it is sent
     * @param environment what its section adds to ours
     * @param zone its local time; empty for that of the process
     */
    record Entry(
            Namespec name,
            SuperlanceSubcommand command,
            List<String> arguments,
            EventSubscription events,
            Map<String, String> environment,
            Optional<ZoneId> zone) {

        Entry {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
        }
    }

    private final SuperlanceSubcommands commands;
    private final String user;
    private final List<Entry> plans = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private ListenerFile(SuperlanceSubcommands commands, String user) {
        this.commands = commands;
        this.user = user;
    }

    /**
     * Reads it.
     *
     * @param user as whom all listeners run
     * @throws ConfigException with a sentence for people if there is nothing to be had from it
     */
    static ListenerFile read(SupervisordConfig config, SuperlanceSubcommands commands, String user)
            throws ConfigException {
        ListenerFile plans = new ListenerFile(commands, user);
        List<IniSection> sections = config.ini().sectionsOf("eventlistener");
        sections.forEach(section -> plans.add(config, section));
        if (sections.isEmpty()) {
            throw new ConfigException(config + " has no section [eventlistener:x]; move those there from"
                    + " supervisord.conf that are to share a process");
        }
        return plans;
    }

    List<Entry> plans() {
        return List.copyOf(plans);
    }

    /** Which sections cannot be run, a sentence each. */
    List<String> errors() {
        return List.copyOf(refusals);
    }

    /** What has no effect, a sentence each. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Everything that one of them has subscribed to. */
    EventSubscription events() {
        return EventSubscription.union(plans.stream().map(Entry::events).toList());
    }

    private void add(SupervisordConfig config, IniSection section) {
        try {
            GroupConfig pool = new GroupReader(config, warning -> {}).pool(section);
            Optional<ProgramConfig> program = pool.programs().stream().findFirst();
            if (program.isEmpty() || !program.get().starting().automatic()) {
                warnings.add("[" + section.name() + "] is not run, as its autostart or numprocs says");
                return;
            }
            refuseForeign(program.get());
            CommandMatcher command = CommandMatcher.of(program.get().execution().words());
            Entry plan = plan(pool, program.get(), command);
            warnOfWithoutEffect(section, command);
            plans.add(plan);
        } catch (ConfigException | IllegalArgumentException e) {
            refusals.add("[" + section.name() + "] is not run: " + e.getMessage());
        }
    }

    private Entry plan(GroupConfig pool, ProgramConfig program, CommandMatcher command) {
        Map<String, String> environment = new HashMap<>(program.environment());
        program.serverUrl().ifPresent(url -> environment.put("SUPERVISOR_SERVER_URL", url));
        environment.putAll(command.environment());
        return new Entry(
                new Namespec(pool.name(), program.name()),
                commands.listener(command),
                command.arguments(),
                pool.pool().orElseThrow().events(),
                environment,
                zone(pool.name(), environment.get("TZ")));
    }

    /** As a process of its own would take the variable; a colon before the name is POSIX's. */
    private Optional<ZoneId> zone(String section, @Nullable String name) {
        if (name == null || name.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZoneId.of(name.startsWith(":") ? name.substring(1) : name));
        } catch (DateTimeException e) {
            warnings.add("[eventlistener:" + section + "]: without effect for a listener in this file: TZ=" + name
                    + "; write a name such as Europe/Berlin");
            return Optional.empty();
        }
    }

    private void refuseForeign(ProgramConfig program) {
        Optional<String> other = program.execution().user().filter(name -> !name.equals(user));
        if (other.isPresent()) {
            throw new IllegalArgumentException(
                    "it says user=" + other.get() + ", and all listeners of a process run as one" + " user, here "
                            + user + "; leave the section in supervisord.conf, or user= out");
        }
    }

    private void warnOfWithoutEffect(IniSection section, CommandMatcher command) {
        Set<String> without = new LinkedHashSet<>(section.keys());
        without.removeAll(SUPPORTED_KEYS);
        if (!without.isEmpty()) {
            warnings.add("[" + section.name() + "]: without effect for a listener in this file: "
                    + without.stream().map(key -> key + "=").collect(Collectors.joining(", "))
                    + "; in the section of superlance itself they count for all");
        }
        if (!command.javaOptions().isEmpty()) {
            warnings.add("[" + section.name() + "]: without effect for a listener in this file: "
                    + String.join(" ", command.javaOptions())
                    + "; in SUPERLANCE_JAVA_OPTS of the section of superlance itself they count for all");
        }
    }
}
