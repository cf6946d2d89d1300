package org.superlance.listener.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds files by a pattern with {@code *}, {@code ?} and {@code [a-z]} in any of its parts, as Python's glob does. */
final class PathGlob {

    private static final Logger LOG = LoggerFactory.getLogger(PathGlob.class);
    private static final int MAX_MATCHES = 1_000;

    private final Path directory;

    /** @param directory where a relative pattern starts */
    PathGlob(Path directory) {
        this.directory = directory;
    }

    /** The files of that pattern, sorted; none where there is none, or where a directory may not be read. */
    List<Path> matches(String pattern) throws ConfigException {
        if (pattern.indexOf('\0') >= 0) {
            throw new ConfigException("an include pattern holds a NUL character; is this a text file?");
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
        // the JDK's globs know braces and backslashes too, Python's do not
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
                    "The include pattern {} cannot be looked up in {} ({}); what it means is missing",
                    part,
                    parent,
                    e.toString());
        }
    }
}
