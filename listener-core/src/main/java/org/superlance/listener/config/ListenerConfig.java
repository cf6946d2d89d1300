package org.superlance.listener.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.event.EventSubscription;

/**
 * A section {@code [eventlistener:x]} of supervisord's configuration, for those who have something to say about each of
 * its values; {@link GroupReader} reads all of it, or fails.
 */
public final class ListenerConfig {

    private static final String KIND = "eventlistener:";

    private final IniSection section;
    private final Map<String, String> shared;
    private final SectionValues common;
    private final SectionValues values;

    /** Reads nothing of it yet. */
    ListenerConfig(SupervisordConfig config, IniSection section) throws ConfigException {
        this.section = section;
        this.shared = config.sharedEnvironment();
        Map<String, String> variables = new HashMap<>(config.variables());
        variables.put("program_name", pool());
        variables.put("group_name", pool());
        variables.put("process_num", section.raw("numprocs_start").orElse("0"));
        variables.put("numprocs", section.raw("numprocs").orElse("1"));
        this.common = new SectionValues(section, variables, config);
        this.values = common.with(withOwn(variables));
    }

    private Map<String, String> withOwn(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        try {
            common.pairs("environment").forEach((name, value) -> all.put("ENV_" + name, value));
        } catch (ConfigException e) {
            // said by environment()
            return variables;
        }
        return all;
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

    /** The options that it gives to this command; empty if it runs another, or if that cannot be read. */
    public Optional<List<String>> arguments(String command) {
        try {
            return CommandMatcher.of(words()).arguments(command);
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }

    /** The variables that supervisord sets for it besides its own environment. */
    public Map<String, String> environment() throws ConfigException {
        Map<String, String> environment = new HashMap<>(shared);
        environment.putAll(common.pairs("environment"));
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

    public Optional<String> value(String key) throws ConfigException {
        return values.text(key);
    }

    /** Whether it says so; what is neither yes nor no counts as no. */
    public boolean isTrue(String key) throws ConfigException {
        return values.isTrue(key);
    }

    public int number(String key, int defaultValue) throws ConfigException {
        return values.number(key, defaultValue, Integer.MIN_VALUE);
    }

    /** As it stands in the file: {@code [eventlistener:memmon]}. */
    @Override
    public String toString() {
        return "[" + section.name() + "]";
    }
}
