package org.superlance.listener.supervisor;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A section of supervisord's configuration: keys in the order in which they first came, the last value of each. */
final class IniSection {

    private record Value(String text, Path file) {}

    private final String name;
    private final Map<String, String> environment;
    private final Map<String, Value> values = new LinkedHashMap<>();

    IniSection(String name, Map<String, String> environment) {
        this.name = name;
        this.environment = environment;
    }

    /** As it is written: its case counts. */
    String name() {
        return name;
    }

    /** In lower case. */
    Set<String> keys() {
        return values.keySet();
    }

    void put(String key, String text, Path file) {
        values.put(key.toLowerCase(Locale.ROOT), new Value(text, file));
    }

    /** As it is written, nothing expanded. */
    Optional<String> raw(String key) {
        return Optional.ofNullable(values.get(key)).map(Value::text);
    }

    /** With {@code %(here)s} and {@code %(ENV_X)s} expanded; {@code here} is where the file is that holds this value. */
    Optional<String> get(String key) throws SupervisorConfException {
        Value value = values.get(key);
        return value == null ? Optional.empty() : Optional.of(expand(key, value));
    }

    private String expand(String key, Value value) throws SupervisorConfException {
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
            int end = text.indexOf(")s", percent);
            if (end < 0 || !text.startsWith("%(", percent)) {
                throw failure(key, value, "has a % that starts no %(NAME)s; write %% for a percent sign");
            }
            expanded.append(lookUp(key, value, text.substring(percent + 2, end)));
            at = end + 2;
        }
        return expanded.append(text.substring(at)).toString();
    }

    private String lookUp(String key, Value value, String variable) throws SupervisorConfException {
        if (variable.equals("here")) {
            return String.valueOf(value.file().toAbsolutePath().getParent());
        }
        String found = variable.startsWith("ENV_") ? environment.get(variable.substring(4)) : null;
        if (found == null) {
            throw failure(
                    key,
                    value,
                    "refers to %(" + variable + ")s, which is not known here; for %(ENV_X)s set X in the environment");
        }
        return found;
    }

    private SupervisorConfException failure(String key, Value value, String what) {
        return new SupervisorConfException(key + " in section [" + name + "] of " + value.file() + " " + what);
    }
}
