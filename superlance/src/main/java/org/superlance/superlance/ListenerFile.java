package org.superlance.superlance;

import java.nio.file.Path;
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
import org.superlance.listener.config.IniFile;
import org.superlance.listener.config.IniSection;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.procmon.config.GroupSpec;
import org.superlance.procmon.config.ProgramSpec;
import org.superlance.procmon.config.ServerConfigReader;

/**
 * Reads the sections {@code [eventlistener:x]} of a file as supervisord would, and what there is in them that cannot be
 * done in one process for all.
 */
final class ListenerFile {

    /** What a section says that is so here too. */
    private static final Set<String> SUPPORTED_KEYS =
            Set.of("command", "events", "environment", "serverurl", "process_name", "autostart", "user", "buffer_size");

    private final SuperlanceSubcommands commands;
    private final ServerConfigReader reader;
    private final String user;
    private final List<ListenerConfig> plans = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private ListenerFile(SuperlanceSubcommands commands, ServerConfigReader reader) {
        this.commands = commands;
        this.reader = reader;
        this.user = reader.user();
    }

    /**
     * Reads it.
     *
     * @param reader what the values may refer to
     * @throws ConfigException with a sentence for people if there is nothing to be had from it
     */
    static ListenerFile read(Path file, SuperlanceSubcommands commands, ServerConfigReader reader)
            throws ConfigException {
        ListenerFile plans = new ListenerFile(commands, reader);
        IniFile ini = IniFile.read(file, reader.environment());
        for (IniSection section : ini.sectionsOf("eventlistener")) {
            plans.add(ini, section);
        }
        if (ini.sectionsOf("eventlistener").isEmpty()) {
            throw new ConfigException(file + " has no section [eventlistener:x]; move those there from"
                    + " supervisord.conf that are to share a process");
        }
        return plans;
    }

    List<ListenerConfig> plans() {
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
        return EventSubscription.union(
                plans.stream().map(ListenerConfig::events).toList());
    }

    private void add(IniFile ini, IniSection section) {
        try {
            GroupSpec pool = reader.pool(ini, section);
            Optional<ProgramSpec> program = pool.programs().stream().findFirst();
            if (program.isEmpty() || !program.get().starting().automatic()) {
                warnings.add("[" + section.name() + "] is not run, as its autostart or numprocs says");
                return;
            }
            refuseForeign(program.get());
            CommandMatcher command = CommandMatcher.of(program.get().execution().words());
            ListenerConfig plan = plan(pool, program.get(), command);
            warnOfWithoutEffect(section, command);
            plans.add(plan);
        } catch (ConfigException | IllegalArgumentException e) {
            refusals.add("[" + section.name() + "] is not run: " + e.getMessage());
        }
    }

    private ListenerConfig plan(GroupSpec pool, ProgramSpec program, CommandMatcher command) {
        Map<String, String> environment = new HashMap<>(program.environment());
        program.serverUrl().ifPresent(url -> environment.put("SUPERVISOR_SERVER_URL", url));
        environment.putAll(command.environment());
        return new ListenerConfig(
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

    private void refuseForeign(ProgramSpec program) {
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
