package org.superlance.listener.configcheck;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.config.CommandLineSplitter;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.EnvironmentParser;
import org.superlance.listener.config.IniSection;
import org.superlance.listener.event.EventSubscription;

/** A section {@code [eventlistener:x]} of supervisord's configuration. */
public final class ListenerSectionConfig {

    private static final String KIND = "eventlistener:";
    private static final Set<String> TRUE = Set.of("true", "t", "on", "yes", "1");

    private final IniSection section;
    private final Map<String, String> variables;
    private final Map<String, String> shared;

    /**
     * Reads nothing of it yet.
     *
     * @param host for {@code %(host_node_name)s}
     * @param shared what {@code environment=} of {@code [supervisord]} gives to all
     */
    ListenerSectionConfig(IniSection section, String host, Map<String, String> shared) {
        this.section = section;
        this.shared = Map.copyOf(shared);
        this.variables = new HashMap<>(Map.of(
                "program_name", pool(),
                "group_name", pool(),
                "process_num", section.raw("numprocs_start").orElse("0"),
                "numprocs", section.raw("numprocs").orElse("1"),
                "host_node_name", host));
        shared.forEach((name, value) -> variables.put("ENV_" + name, value));
    }

    /** The name of its pool, which is the group of its processes. */
    public String pool() {
        return section.name().substring(KIND.length());
    }

    /** The command line, as the system call gets it. */
    public List<String> words() throws ConfigException {
        try {
            return CommandLineSplitter.split(value("command").orElse(""));
        } catch (IllegalArgumentException e) {
            throw section.failure("command", "cannot be read: " + e.getMessage());
        }
    }

    /** The variables that supervisord sets for it besides its own environment. */
    public Map<String, String> environment() throws ConfigException {
        Map<String, String> environment = new HashMap<>(shared);
        try {
            environment.putAll(EnvironmentParser.parse(value("environment").orElse("")));
        } catch (IllegalArgumentException e) {
            throw section.failure("environment", "cannot be read: " + e.getMessage());
        }
        return environment;
    }

    /** What it is told of. */
    public EventSubscription events() throws ConfigException {
        try {
            return EventSubscription.parse(value("events").orElse(""));
        } catch (IllegalArgumentException e) {
            throw section.failure("events", "cannot be used: " + e.getMessage());
        }
    }

    Optional<String> value(String key) throws ConfigException {
        return section.get(key, variables).map(String::strip);
    }

    boolean isTrue(String key) throws ConfigException {
        return value(key)
                .map(text -> text.toLowerCase(Locale.ROOT))
                .filter(TRUE::contains)
                .isPresent();
    }

    int number(String key, int defaultValue) throws ConfigException {
        String text = value(key).orElse("");
        try {
            return text.isEmpty() ? defaultValue : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw section.failure(key, "is '" + text + "'; write a number");
        }
    }

    /** As it stands in the file: {@code [eventlistener:memmon]}. */
    @Override
    public String toString() {
        return "[" + section.name() + "]";
    }
}
