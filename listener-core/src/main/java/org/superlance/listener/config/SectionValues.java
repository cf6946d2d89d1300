package org.superlance.listener.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.superlance.listener.process.UserAccounts;
import org.superlance.listener.util.Ascii;

/** The typed values of one section. Records which keys were read: the others have no effect. */
public final class SectionValues {

    private static final Set<String> TRUE = Set.of("yes", "true", "on", "1");
    private static final Set<String> FALSE = Set.of("no", "false", "off", "0");
    private static final List<String> UNITS = List.of("kb", "mb", "gb");

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
        if (name.isEmpty() || Ascii.containsAny(name, " :/") || hasControl(name)) {
            throw new ConfigException(
                    whose + " is empty or contains a space, a colon or a slash; use letters, digits, - and _");
        }
        return name;
    }

    private static boolean hasControl(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                return true;
            }
        }
        return false;
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

    /** As supervisord sees it: what a variable brings is not stripped. */
    public Optional<String> text(String key) throws ConfigException {
        asked.add(key);
        return section.get(key, variables);
    }

    /** A value that supervisord expands twice: {@code %%%%} is one percent sign. */
    Optional<String> textOfTwo(String key) throws ConfigException {
        asked.add(key);
        return section.getTwice(key, variables);
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
        return number(text.get(), min)
                .orElseThrow(() -> wrong(key, text.get(), "write a whole number" + (min < 0 ? "" : " from " + min)));
    }

    /** A number beyond the range of an int is its nearest value. */
    private static Optional<Integer> number(String text, int min) {
        return PythonText.number(text)
                .map(number -> (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number)))
                .filter(number -> number >= min);
    }

    Duration seconds(String key, int defaultValue) throws ConfigException {
        return Duration.ofSeconds(number(key, defaultValue, 0));
    }

    /** In bytes. */
    long size(String key, String defaultValue) throws ConfigException {
        String text = text(key).orElse(defaultValue);
        String lower = text.toLowerCase(Locale.ROOT);
        int unit = lower.length() < 2 ? -1 : UNITS.indexOf(lower.substring(lower.length() - 2));
        String digits = unit < 0 ? lower : lower.substring(0, lower.length() - 2);
        long bytes = 1L << (10 * (unit + 1));
        return PythonText.number(digits)
                .filter(number -> number >= 0)
                .map(number -> number > Long.MAX_VALUE / bytes ? Long.MAX_VALUE : number * bytes)
                .orElseThrow(
                        () -> wrong(key, text, "write a number of bytes, or a number with KB, MB or GB, such as 50MB"));
    }

    public Optional<String> octal(String key) throws ConfigException {
        Optional<String> text = text(key);
        if (text.isPresent() && !text.get().matches("(0o)?[0-7]{1,5}")) {
            throw wrong(key, text.get(), "write octal digits, such as 022");
        }
        return text.map(digits -> digits.replace("0o", ""));
    }

    /** The words between commas; a comma too many makes an empty one. */
    List<String> list(String key) throws ConfigException {
        String text = text(key).orElse("");
        return text.isEmpty()
                ? List.of()
                : Stream.of(text.split(",", -1)).map(PythonText::strip).toList();
    }

    Map<String, String> pairs(String key) throws ConfigException {
        return pairs(key, text(key));
    }

    /** Pairs that are {@linkplain #textOfTwo expanded twice}. */
    Map<String, String> pairsOfTwo(String key) throws ConfigException {
        return pairs(key, textOfTwo(key));
    }

    private Map<String, String> pairs(String key, Optional<String> text) throws ConfigException {
        try {
            return EnvironmentParser.parse(text.orElse(""));
        } catch (IllegalArgumentException e) {
            throw section.failure(key, "is invalid: " + e.getMessage());
        }
    }

    /** An absolute path; {@code ..} in it is left to the file system. */
    public Optional<Path> path(String key) throws ConfigException {
        Optional<String> text = text(key);
        return text.isEmpty() ? Optional.empty() : Optional.of(resolve(key, text.get()));
    }

    /** An absolute path to an existing directory. */
    public Optional<Path> existingDirectory(String key) throws ConfigException {
        Optional<Path> path = path(key);
        if (path.isPresent() && !Files.isDirectory(path.get())) {
            throw wrong(key, path.get().toString(), "no such directory; create it");
        }
        return path;
    }

    /** An absolute path to a file in an existing directory. */
    public Optional<Path> fileInDirectory(String key) throws ConfigException {
        Optional<String> text = text(key);
        return text.isEmpty() ? Optional.empty() : Optional.of(inDirectory(key, text.get()));
    }

    Path inDirectory(String key, String text) throws ConfigException {
        Path path = resolve(key, text);
        Path directory = path.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw wrong(key, text, "there is no directory " + directory + "; create it or use another file");
        }
        return path;
    }

    /** A user of this machine, by name or number. */
    Optional<UserAccounts.Account> user(String key) throws ConfigException {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(config.users()
                .find(text.get())
                .orElseThrow(() -> wrong(key, text.get(), "there is no such user; create it, or name another one")));
    }

    Path resolve(String key, String text) throws ConfigException {
        if (text.isEmpty()) {
            throw wrong(key, text, "write a path, or remove the line");
        }
        try {
            return config.absolute(text);
        } catch (InvalidPathException e) {
            throw wrong(key, text, "write a valid path");
        }
    }

    /** @param what the predicate of the sentence */
    ConfigException failure(String key, String what) {
        return section.failure(key, what);
    }

    public ConfigException wrong(String key, String value, String remedy) {
        return section.failure(key, "is '" + value + "'; " + remedy);
    }
}
