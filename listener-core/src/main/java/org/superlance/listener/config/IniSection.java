package org.superlance.listener.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A section of a configuration file: its keys in the order of their first occurrence, with the last value of each. */
public final class IniSection {

    /** The section that has the values which are missing in others. */
    private static final String DEFAULT = "DEFAULT";

    /** All other variables are text. */
    private static final Set<String> NUMBERS = Set.of("process_num", "numprocs");

    private record Value(String text, Path file) {
        /** As Python's abspath: {@code ..} is taken out of the name, whatever links there are. */
        @Nullable
        Path directory() {
            return file.toAbsolutePath().normalize().getParent();
        }
    }

    private final String name;
    private final Map<String, String> environment;
    private final @Nullable IniSection defaults;
    private final Map<String, Value> values = new LinkedHashMap<>();

    private IniSection(String name, Map<String, String> environment, @Nullable IniSection defaults) {
        this.name = name;
        this.environment = environment;
        this.defaults = defaults;
    }

    /** @param defaults has the values that are missing in this one */
    static IniSection of(String name, Map<String, String> environment, IniSection defaults) {
        return new IniSection(name, environment, defaults);
    }

    /** The section with the values that are missing in others. */
    static IniSection defaults(Map<String, String> environment) {
        return new IniSection(DEFAULT, environment, null);
    }

    /** As written; case-sensitive. */
    public String name() {
        return name;
    }

    /** In lower case; without those of {@code [DEFAULT]}. */
    public Set<String> keys() {
        return values.keySet();
    }

    void put(String key, String text, Path file) {
        values.put(key.toLowerCase(Locale.ROOT), new Value(text, file));
    }

    private @Nullable Value find(String key) {
        Value own = values.get(key);
        return own != null || defaults == null ? own : defaults.find(key);
    }

    /** As written, not expanded. */
    public Optional<String> raw(String key) {
        return Optional.ofNullable(find(key)).map(Value::text);
    }

    /** With {@code %(here)s} and {@code %(ENV_X)s} expanded; {@code here} is the directory of the file with this value. */
    public Optional<String> get(String key) throws ConfigException {
        return get(key, Map.of());
    }

    /**
     * The same with more variables, such as {@code %(program_name)s} or {@code %(process_num)02d}.
     *
     * @param more the additional variables; {@code ENV_X} overrides one of the environment
     */
    public Optional<String> get(String key, Map<String, String> more) throws ConfigException {
        Value value = find(key);
        return value == null ? Optional.empty() : Optional.of(expand(key, value, value.text(), more));
    }

    /** The same, and then what has come of it once more: a percent sign is four of them. */
    Optional<String> getTwice(String key, Map<String, String> more) throws ConfigException {
        Value value = find(key);
        return value == null
                ? Optional.empty()
                : Optional.of(expand(key, value, expand(key, value, value.text(), more), more));
    }

    private String expand(String key, Value value, String text, Map<String, String> more) throws ConfigException {
        try {
            return PythonFormat.expand(text, variable -> lookUp(value, more, variable));
        } catch (IllegalArgumentException e) {
            throw failure(key, value, String.valueOf(e.getMessage()));
        }
    }

    private Optional<Object> lookUp(Value value, Map<String, String> more, String variable) {
        if (variable.equals("here")) {
            return Optional.of(String.valueOf(value.directory()));
        }
        String found = more.get(variable);
        if (found == null && variable.startsWith("ENV_")) {
            found = environment.get(variable.substring(4));
        }
        return Optional.ofNullable(found)
                .map(text -> NUMBERS.contains(variable)
                        ? PythonText.number(text).map(Object.class::cast).orElse(text)
                        : text);
    }

    /**
     * An error in the value of a key.
     *
     * @param what the predicate of the sentence, such as {@code is '5x'; write a number}
     */
    public ConfigException failure(String key, String what) {
        Value value = find(key);
        return value == null
                ? new ConfigException(key + " in section [" + name + "] " + what)
                : failure(key, value, what);
    }

    private ConfigException failure(String key, Value value, String what) {
        return new ConfigException(key + " in section [" + name + "] of " + value.file() + " " + what);
    }
}
