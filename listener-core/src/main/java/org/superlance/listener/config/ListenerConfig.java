package org.superlance.listener.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.event.EventType;

/**
 * A section {@code [eventlistener:x]} whose values are read one by one, so that each error can be reported;
 * {@link GroupReader} reads the whole section or fails.
 */
public final class ListenerConfig {

    private static final String KIND = "eventlistener:";
    /** That of the process; the default of its pool is another. */
    private static final int DEFAULT_PRIORITY = 999;

    private final SupervisordConfig config;
    private final IniSection section;
    private final Map<String, String> shared;
    private final SectionValues common;
    private final SectionValues values;

    /** Reads no values yet. */
    ListenerConfig(SupervisordConfig config, IniSection section) throws ConfigException {
        this.config = config;
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
            // reported by environment()
            return variables;
        }
        return all;
    }

    /** The name of its pool, the group of its processes. */
    public String pool() {
        return section.name().substring(KIND.length());
    }

    /** The program and its arguments. */
    public List<String> words() throws ConfigException {
        try {
            return CommandLineSplitter.split(value("command").orElse(""));
        } catch (IllegalArgumentException e) {
            throw section.failure("command", "is invalid: " + e.getMessage());
        }
    }

    /** The arguments of this command, whatever starts it; empty if the section runs another or cannot be parsed. */
    public Optional<List<String>> arguments(String command) {
        try {
            return launcher().arguments(command);
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }

    /** What starts the command. */
    public CommandLauncher launcher() throws ConfigException {
        Map<String, String> variables = new HashMap<>(config.environment());
        variables.put("HOSTNAME", config.host());
        variables.putAll(environment());
        return CommandLauncher.of(words(), variables);
    }

    /** Where the section itself says that its supervisord is: in its environment, or by {@code serverurl=}. */
    public Optional<String> serverUrl() throws ConfigException {
        Optional<String> own = Optional.ofNullable(environment().get("SUPERVISOR_SERVER_URL"));
        return own.isPresent()
                ? own
                : value("serverurl").filter(url -> !PythonText.strip(url).equalsIgnoreCase("AUTO"));
    }

    /** The variables that supervisord adds to its own environment. */
    public Map<String, String> environment() throws ConfigException {
        Map<String, String> environment = new HashMap<>(shared);
        environment.putAll(common.pairs("environment"));
        return environment;
    }

    /** The events it has subscribed to. */
    public EventSubscription events() throws ConfigException {
        return new EventSubscription(listedEvents());
    }

    /** The events in {@code events=}, as they stand there: one of them may cover another. */
    public Set<EventType> listedEvents() throws ConfigException {
        try {
            return EventSubscription.listed(value("events").orElse(""));
        } catch (IllegalArgumentException e) {
            throw section.failure("events", "is invalid: " + e.getMessage());
        }
    }

    /** The user as whom it runs, by name or number: its own, or that of supervisord; empty if neither is given. */
    public Optional<String> user() throws ConfigException {
        Optional<String> own = value("user");
        return (own.isPresent() ? own : config.daemon().text("user")).filter(user -> !user.isEmpty());
    }

    /** The priority of its processes, which supervisord also compares them by. */
    public int priority() throws ConfigException {
        return number("priority", DEFAULT_PRIORITY);
    }

    public Optional<String> value(String key) throws ConfigException {
        return values.text(key);
    }

    /** Whether the value is true; an invalid value counts as false. */
    public boolean isTrue(String key) throws ConfigException {
        return values.isTrue(key);
    }

    public int number(String key, int defaultValue) throws ConfigException {
        return values.number(key, defaultValue, Integer.MIN_VALUE);
    }

    /** As in the file: {@code [eventlistener:memmon]}. */
    @Override
    public String toString() {
        return "[" + section.name() + "]";
    }
}
