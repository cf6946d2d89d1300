package org.superlance.listener.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * supervisord's configuration: a file and those it includes. A section that occurs again goes on; the last value of a
 * key counts. As in supervisord, a file that is included includes no others.
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
     * Reads the file and what it includes. An included file that cannot be read is passed over with a warning.
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

    /** In the order in which they first came. */
    public List<IniSection> sections() {
        return List.copyOf(sections.values());
    }

    public Optional<IniSection> section(String name) {
        return Optional.ofNullable(sections.get(name));
    }

    /** The section of that name, or one without any key if there is none. */
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
                    LOG.warn("An included file is passed over: {}", e.getMessage());
                }
            }
        }
    }

    private void add(Path file) throws ConfigException {
        String text = text(file);
        new IniParser(file, name -> sections.computeIfAbsent(name, n -> new IniSection(n, environment))).parse(text);
    }

    private String text(Path file) throws ConfigException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // reading a pipe or a device might never end
            throw new ConfigException(file + " is not a regular file; name supervisord's configuration file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            int limit = Math.min(MAX_SIZE, left);
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new ConfigException(file + " is too large for a configuration of supervisord; a file may"
                        + " have 2MB and all that are included 8MB");
            }
            left -= bytes.length;
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new ConfigException("there is no configuration file " + file + "; name another one", e);
        } catch (AccessDeniedException e) {
            throw new ConfigException(
                    file + " may not be read by this user; run this command as root or as its owner", e);
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read (" + e.getMessage() + ")", e);
        }
    }
}
