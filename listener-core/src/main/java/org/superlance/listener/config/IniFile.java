package org.superlance.listener.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A supervisord configuration file with its includes. Repeated sections are merged; the last value of a key counts, and
 * {@code [DEFAULT]} has the values that are missing elsewhere. As in supervisord, an included file cannot include
 * others. It is read as a whole or not at all: where a part is left out, the programs in it would be stopped.
 *
 * <p>Source: supervisord 4.2's configuration file.
 */
public final class IniFile {

    private static final int MAX_SIZE = 2 << 20;
    private static final int MAX_TOTAL_SIZE = 8 << 20;

    private final Map<String, IniSection> sections = new LinkedHashMap<>();
    private final Map<String, String> environment;
    private final IniSection defaults;
    private final List<String> warnings = new ArrayList<>();
    private int left = MAX_TOTAL_SIZE;

    private IniFile(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.defaults = IniSection.defaults(this.environment);
    }

    /**
     * Reads the file and what it includes.
     *
     * @param environment for {@code %(ENV_X)s}
     * @param host for {@code %(host_node_name)s} in {@code files=}
     * @throws ConfigException if a line cannot be parsed, or a file cannot be read
     */
    public static IniFile read(Path file, Map<String, String> environment, String host) throws ConfigException {
        IniFile ini = new IniFile(environment);
        ini.add(file);
        Optional<IniSection> include = ini.section("include");
        if (include.isPresent()) {
            String patterns = include.get()
                    .get("files", Map.of("host_node_name", host))
                    .orElseThrow(() -> new ConfigException("section [include] of " + file
                            + " has no files; add files=PATTERN, or remove the section"));
            ini.include(patterns, file.toAbsolutePath().resolveSibling(""));
        }
        return ini;
    }

    /** A sentence for each included pattern or path without a file. */
    public List<String> warnings() {
        return List.copyOf(warnings);
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
        return section(name).orElseGet(() -> create(name));
    }

    /** The sections {@code [kind:…]}, such as all programs. */
    public List<IniSection> sectionsOf(String kind) {
        return startingWith(kind + ":");
    }

    /** The sections whose name starts with this: {@code [inet_http_server2]} is one more {@code [inet_http_server]}. */
    public List<IniSection> startingWith(String prefix) {
        List<IniSection> found = new ArrayList<>(sections.values());
        found.removeIf(section -> !section.name().startsWith(prefix));
        return List.copyOf(found);
    }

    /** What is included but is no file, or not there any more, cannot have any setting. */
    private void include(String patterns, Path directory) throws ConfigException {
        for (String pattern : PythonText.strip(patterns).split("[\\s\u0085\\p{Z}]+", -1)) {
            List<Path> files = pattern.isEmpty() ? List.of() : new PythonGlob(directory).matches(pattern);
            if (files.isEmpty() && !pattern.isEmpty()) {
                warnings.add("no file matches the include pattern " + directory.resolve(pattern));
            }
            for (Path included : files) {
                if (Files.isRegularFile(included)) {
                    add(included);
                } else {
                    warnings.add("not included, because it is no regular file: " + included);
                }
            }
        }
    }

    private IniSection create(String name) {
        return IniSection.of(name, environment, defaults);
    }

    private void add(Path file) throws ConfigException {
        String text = text(file);
        new IniParser(
                        file,
                        name -> name.equals(defaults.name()) ? defaults : sections.computeIfAbsent(name, this::create))
                .parse(text);
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
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + " is not UTF-8 text, which supervisord refuses; save it as UTF-8", e);
        } catch (NoSuchFileException e) {
            throw new ConfigException("there is no configuration file " + file + "; use another one", e);
        } catch (AccessDeniedException e) {
            throw new ConfigException(
                    file + " may not be read by this user; run this command as root or as its owner", e);
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read (" + e.getMessage() + ")", e);
        }
    }
}
