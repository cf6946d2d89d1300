package org.superlance.listener.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A section of a configuration file: its keys in the order of their first occurrence, with the last value of each. */
public final class IniSection {

    private static final Pattern REFERENCE = Pattern.compile("%\\(([^)]*)\\)(0?(?:[1-9]\\d{0,2})?)([sd])");

    private record Value(String text, Path file) {}

    private final String name;
    private final Map<String, String> environment;
    private final Map<String, Value> values = new LinkedHashMap<>();

    IniSection(String name, Map<String, String> environment) {
        this.name = name;
        this.environment = environment;
    }

    /** As written; case-sensitive. */
    public String name() {
        return name;
    }

    /** In lower case. */
    public Set<String> keys() {
        return values.keySet();
    }

    void put(String key, String text, Path file) {
        values.put(key.toLowerCase(Locale.ROOT), new Value(text, file));
    }

    /** As written, not expanded. */
    public Optional<String> raw(String key) {
        return Optional.ofNullable(values.get(key)).map(Value::text);
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
        Value value = values.get(key);
        return value == null ? Optional.empty() : Optional.of(expand(key, value, more));
    }

    private String expand(String key, Value value, Map<String, String> more) throws ConfigException {
        String text = value.text();
        StringBuilder expanded = new StringBuilder();
        int at = 0;
        for (int percent = text.indexOf('%'); percent >= 0; percent = text.indexOf('%', at)) {
            expanded.append(text, at, percent);
            if (text.startsWith("%%", percent)) {
                expanded.append('%');
                at = percent + 2;
                continue;
            }
            Matcher reference = REFERENCE.matcher(text).region(percent, text.length());
            if (!reference.lookingAt()) {
                throw failure(key, value, "has a % that starts no %(NAME)s; write %% for a percent sign");
            }
            expanded.append(formatted(lookUp(key, value, more, reference.group(1)), reference, key, value));
            at = reference.end();
        }
        return expanded.append(text.substring(at)).toString();
    }

    private String lookUp(String key, Value value, Map<String, String> more, String variable) throws ConfigException {
        if (variable.equals("here")) {
            return String.valueOf(value.file().toAbsolutePath().getParent());
        }
        String found = more.get(variable);
        if (found == null && variable.startsWith("ENV_")) {
            found = environment.get(variable.substring(4));
        }
        if (found == null) {
            throw failure(
                    key,
                    value,
                    "refers to %(" + variable + ")s, which is not defined; for %(ENV_X)s set X in the environment");
        }
        return found;
    }

    /** Python's %(x)s, %(x)d and %(x)02d. */
    private String formatted(String text, Matcher reference, String key, Value value) throws ConfigException {
        if (reference.group(3).equals("s")) {
            return text;
        }
        try {
            String width = reference.group(2).equals("0") ? "" : reference.group(2);
            return String.format(Locale.ROOT, "%" + width + "d", Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw failure(key, value, "formats %(" + reference.group(1) + ")s as a number, but it is none");
        }
    }

    /**
     * An error in the value of a key.
     *
     * @param what the predicate of the sentence, such as {@code is '5x'; write a number}
     */
    public ConfigException failure(String key, String what) {
        Value value = values.get(key);
        return value == null
                ? new ConfigException(key + " in section [" + name + "] " + what)
                : failure(key, value, what);
    }

    private ConfigException failure(String key, Value value, String what) {
        return new ConfigException(key + " in section [" + name + "] of " + value.file() + " " + what);
    }
}
