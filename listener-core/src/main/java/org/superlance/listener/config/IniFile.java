package org.superlance.listener.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A supervisord configuration file with its includes. Repeated sections are merged; the last value of a key counts. As
 * in supervisord, an included file cannot include others.
 *
 * <p>Source: supervisord 4.2's configuration file.
 */
public final class IniFile {

    private static final Logger LOG = LoggerFactory.getLogger(IniFile.class);
    private static final int MAX_SIZE = 2 << 20;
    private static final int MAX_TOTAL_SIZE = 8 << 20;

    private final Map<String, IniSection> sections = new LinkedHashMap<>();
    private final Map<String, String> environment;
    private int left = MAX_TOTAL_SIZE;

    private IniFile(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads the file and what it includes. An included file that cannot be read is skipped with a warning.
     *
     * @param environment for {@code %(ENV_X)s}
     */
    public static IniFile read(Path file, Map<String, String> environment) throws ConfigException {
        IniFile ini = new IniFile(environment);
        ini.add(file);
        Optional<IniSection> include = ini.section("include");
        if (include.isPresent()) {
            ini.include(
                    include.get().get("files").orElse(""), file.toAbsolutePath().resolveSibling(""));
        }
        return ini;
    }

    /** In the order of their first occurrence. */
    public List<IniSection> sections() {
        return List.copyOf(sections.values());
    }

    public Optional<IniSection> section(String name) {
        return Optional.ofNullable(sections.get(name));
    }

    /** The section of that name, or an empty one. */
    public IniSection sectionOrEmpty(String name) {
        return section(name).orElseGet(() -> new IniSection(name, environment));
    }

    /** The sections {@code [kind]} and {@code [kind:…]}, such as all programs. */
    public List<IniSection> sectionsOf(String kind) {
        return sections.values().stream()
                .filter(section -> section.name().equals(kind) || section.name().startsWith(kind + ":"))
                .toList();
    }

    private void include(String patterns, Path directory) throws ConfigException {
        for (String pattern : patterns.strip().split("\\s+", -1)) {
            for (Path included : pattern.isEmpty() ? List.<Path>of() : new PathGlob(directory).matches(pattern)) {
                try {
                    add(included);
                } catch (ConfigException e) {
                    LOG.warn("skipping included file: {}", e.getMessage());
                }
            }
        }
    }

    private void add(Path file) throws ConfigException {
        String text = text(file);
        new Parser(file, name -> sections.computeIfAbsent(name, n -> new IniSection(n, environment))).parse(text);
    }

    private String text(Path file) throws ConfigException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // reading a pipe or a device might block for ever
            throw new ConfigException(file + " is not a regular file; specify supervisord's configuration file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            int limit = Math.min(MAX_SIZE, left);
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new ConfigException(file + " is too large for a supervisord configuration; the limit"
                        + " is 2MB a file, 8MB with all includes");
            }
            left -= bytes.length;
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new ConfigException("there is no configuration file " + file + "; use another one", e);
        } catch (AccessDeniedException e) {
            throw new ConfigException(
                    file + " may not be read by this user; run this command as root or as its owner", e);
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Reads the lines of one file as Python's RawConfigParser does with supervisord's settings: {@code ;} and {@code #}
     * start a comment at the start of a line or after a space, {@code =} or {@code :} ends a key, a line that is indented
     * more than its key continues the value. Other lines are ignored.
     *
     * <p>Source: configparser of Python 3, supervisord 4.2's configuration file.
     */
    private static final class Parser {

        private final Path file;
        private final Function<String, IniSection> sections;
        private @Nullable IniSection section;
        private @Nullable String key;
        private int indent;
        private final List<String> value = new ArrayList<>();

        /** @param sections finds or creates a section */
        Parser(Path file, Function<String, IniSection> sections) {
            this.file = file;
            this.sections = sections;
        }

        void parse(String text) {
            String lines = text.startsWith("\uFEFF") ? text.substring(1) : text;
            for (Iterator<String> line = lines.lines().iterator(); line.hasNext(); ) {
                add(line.next());
            }
            finishValue();
        }

        private void add(String line) {
            int comment = commentIn(line);
            String content = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (content.isEmpty()) {
                // an empty line belongs to a value that continues after it; a comment does not
                if (comment < 0) {
                    value.add("");
                }
                return;
            }
            int depth = line.length() - line.stripLeading().length();
            if (key != null && depth > indent) {
                value.add(content);
                return;
            }
            finishValue();
            indent = depth;
            if (content.startsWith("[") && content.lastIndexOf(']') > 1) {
                section = sections.apply(content.substring(1, content.lastIndexOf(']')));
            } else {
                startValue(content);
            }
        }

        private void startValue(String content) {
            int end = 0;
            while (end < content.length() && content.charAt(end) != '=' && content.charAt(end) != ':') {
                end++;
            }
            if (end > 0 && end < content.length()) {
                key = content.substring(0, end).strip();
                value.add(content.substring(end + 1).strip());
            }
        }

        private void finishValue() {
            if (section != null && key != null) {
                section.put(key, String.join("\n", value).stripTrailing(), file);
            }
            key = null;
            value.clear();
        }

        private static int commentIn(String line) {
            for (int at = 0; at < line.length(); at++) {
                char c = line.charAt(at);
                if ((c == ';' || c == '#') && (at == 0 || Character.isWhitespace(line.charAt(at - 1)))) {
                    return at;
                }
            }
            return -1;
        }
    }

    /** Finds files by a pattern with {@code *}, {@code ?} and {@code [a-z]} in any of its parts, as Python's glob does. */
    private static final class PathGlob {

        private static final int MAX_MATCHES = 1_000;

        private final Path directory;

        /** @param directory where a relative pattern starts */
        PathGlob(Path directory) {
            this.directory = directory;
        }

        /** The matching files, sorted; unreadable directories are skipped. */
        List<Path> matches(String pattern) throws ConfigException {
            if (pattern.indexOf('\0') >= 0) {
                throw new ConfigException("an include pattern contains a NUL character; is this a text file?");
            }
            boolean absolute = pattern.startsWith("/");
            List<Path> found = List.of(absolute ? Path.of("/") : directory);
            for (String part : pattern.split("/", -1)) {
                if (!part.isEmpty()) {
                    found = step(found, part, pattern);
                }
            }
            return found.stream().sorted().toList();
        }

        private List<Path> step(List<Path> parents, String part, String pattern) throws ConfigException {
            List<Path> found = new ArrayList<>();
            for (Path parent : parents) {
                if (part.matches("[^*?\\[]*")) {
                    Path child = parent.resolve(part);
                    if (Files.exists(child)) {
                        found.add(child);
                    }
                } else if (Files.isDirectory(parent)) {
                    list(parent, part, found);
                }
                if (found.size() > MAX_MATCHES) {
                    throw new ConfigException("the include pattern " + pattern + " matches more than " + MAX_MATCHES
                            + " files; make it narrower");
                }
            }
            return found;
        }

        private static void list(Path parent, String part, List<Path> found) {
            // the JDK's globs support braces and backslashes too, Python's do not
            String glob = part.replaceAll("[\\\\{}]", "\\\\$0");
            try (DirectoryStream<Path> children = Files.newDirectoryStream(parent)) {
                PathMatcher matcher = parent.getFileSystem().getPathMatcher("glob:" + glob);
                for (Path child : children) {
                    boolean hidden = child.getFileName().toString().startsWith(".");
                    if (matcher.matches(child.getFileName())
                            && (!hidden || part.startsWith("."))
                            && found.size() <= MAX_MATCHES) {
                        found.add(child);
                    }
                }
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn(
                        "cannot match include pattern {} in {}: {}; its files are not included",
                        part,
                        parent,
                        e.toString());
            }
        }
    }
}
