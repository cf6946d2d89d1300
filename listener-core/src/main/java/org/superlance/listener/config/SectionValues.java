package org.superlance.listener.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The typed values of one section. Records which keys were read: the others have no effect. */
public final class SectionValues {

    private static final Set<String> TRUE = Set.of("yes", "true", "on", "1");
    private static final Set<String> FALSE = Set.of("no", "false", "off", "0");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})(kb|mb|gb|)", Pattern.CASE_INSENSITIVE);
    private static final List<String> UNITS = List.of("", "kb", "mb", "gb");

    private final IniSection section;
    private final Map<String, String> variables;
    private final SupervisordConfig config;
    private final Set<String> asked;

    SectionValues(IniSection section, Map<String, String> variables, SupervisordConfig config) {
        this(section, variables, config, new HashSet<>());
    }

    private SectionValues(
            IniSection section, Map<String, String> variables, SupervisordConfig config, Set<String> asked) {
        this.section = section;
        this.variables = Map.copyOf(variables);
        this.config = config;
        this.asked = asked;
    }

    /** The same values, expanded with these variables. */
    SectionValues with(Map<String, String> more) {
        return new SectionValues(section, more, config, asked);
    }

    public String section() {
        return section.name();
    }

    /** The part of the section's name after the colon. */
    public String name() throws ConfigException {
        String name = section.name().substring(section.name().indexOf(':') + 1).strip();
        return named(name, "the name of section [" + section.name() + "]");
    }

    /** Checks the name of a process or group. */
    String named(String name, String whose) throws ConfigException {
        if (name.isEmpty() || name.chars().anyMatch(c -> " :/".indexOf(c) >= 0 || Character.isISOControl(c))) {
            throw new ConfigException(
                    whose + " is empty or contains a space, a colon or a slash; use letters, digits, - and _");
        }
        return name;
    }

    /** Marks keys as read that have no effect and need no warning. */
    public void ignore(String... keys) {
        asked.addAll(List.of(keys));
    }

    /** The keys that were never read. */
    public Set<String> unknown() {
        Set<String> unknown = new LinkedHashSet<>(section.keys());
        unknown.removeAll(asked);
        return unknown;
    }

    public Optional<String> text(String key) throws ConfigException {
        asked.add(key);
        return section.get(key, variables).map(String::strip);
    }

    public boolean bool(String key, boolean defaultValue) throws ConfigException {
        Optional<String> text = text(key).map(word -> word.toLowerCase(Locale.ROOT));
        if (text.isEmpty()) {
            return defaultValue;
        }
        if (!TRUE.contains(text.get()) && !FALSE.contains(text.get())) {
            throw wrong(key, text.get(), "write true or false");
        }
        return TRUE.contains(text.get());
    }

    /** Whether the value is true; an invalid value counts as false. */
    boolean isTrue(String key) throws ConfigException {
        return text(key)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(TRUE::contains)
                .isPresent();
    }

    public int number(String key, int defaultValue, int min) throws ConfigException {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return defaultValue;
        }
        if (!text.get().matches("-?\\d{1,9}") || Integer.parseInt(text.get()) < min) {
            throw wrong(key, text.get(), "write a whole number" + (min < 0 ? "" : " from " + min));
        }
        return Integer.parseInt(text.get());
    }

    Duration seconds(String key, int defaultValue) throws ConfigException {
        return Duration.ofSeconds(number(key, defaultValue, 0));
    }

    long size(String key, String defaultValue) throws ConfigException {
        String text = text(key).orElse(defaultValue);
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw wrong(key, text, "write a number of bytes, or a number with KB, MB or GB, such as 50MB");
        }
        int power = UNITS.indexOf(size.group(2).toLowerCase(Locale.ROOT));
        return Math.multiplyExact(Long.parseLong(size.group(1)), 1L << (10 * power));
    }

    public Optional<String> octal(String key) throws ConfigException {
        Optional<String> text = text(key);
        if (text.isPresent() && !text.get().matches("(0o)?[0-7]{1,4}")) {
            throw wrong(key, text.get(), "write octal digits, such as 022");
        }
        return text.map(digits -> digits.replace("0o", ""));
    }

    List<String> list(String key) throws ConfigException {
        return Stream.of(text(key).orElse("").split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    Map<String, String> pairs(String key) throws ConfigException {
        try {
            return EnvironmentParser.parse(text(key).orElse(""));
        } catch (IllegalArgumentException e) {
            throw section.failure(key, "is invalid: " + e.getMessage());
        }
    }

    public Optional<Path> path(String key) throws ConfigException {
        Optional<String> text = text(key);
        return text.isEmpty() ? Optional.empty() : Optional.of(resolve(key, text.get()));
    }

    Path resolve(String key, String text) throws ConfigException {
        try {
            return config.absolute(text);
        } catch (InvalidPathException e) {
            throw wrong(key, text, "write a valid path");
        }
    }

    public ConfigException wrong(String key, String value, String remedy) {
        return section.failure(key, "is '" + value + "'; " + remedy);
    }

    /**
     * Parses the value of {@code environment=}: {@code KEY="value",KEY2=value2}. A value with anything but letters, digits
     * and {@code _/.+-():} belongs in quotes, inside which a backslash is a backslash.
     *
     * <p>Source: supervisord 4.2's configuration file, {@code environment}.
     */
    static final class EnvironmentParser {

        private static final Pattern PAIR =
                Pattern.compile("\\s*([^\\s=,\"']+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s,\"']+))\\s*(?:,|$)");

        private EnvironmentParser() {}

        /** @throws IllegalArgumentException with a sentence for an operator if the text is no list of pairs */
        static Map<String, String> parse(String text) {
            Map<String, String> pairs = new LinkedHashMap<>();
            Matcher pair = PAIR.matcher(text.stripTrailing());
            int at = 0;
            while (at < pair.regionEnd()) {
                pair.region(at, text.stripTrailing().length());
                if (!pair.lookingAt()) {
                    // the rest may hold a password
                    throw new IllegalArgumentException("expected KEY=\"value\" after " + pairs.keySet()
                            + "; separate pairs by commas and quote values");
                }
                pairs.put(pair.group(1), value(pair));
                at = pair.end();
            }
            return pairs;
        }

        private static String value(Matcher pair) {
            for (int group = 2; group <= 4; group++) {
                if (pair.group(group) != null) {
                    return pair.group(group);
                }
            }
            return "";
        }
    }
}
