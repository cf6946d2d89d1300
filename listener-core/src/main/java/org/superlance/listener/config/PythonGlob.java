package org.superlance.listener.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds files by a pattern with {@code *}, {@code ?} and {@code [a-z]} in any of its parts.
 *
 * <p>Source: Python's {@code glob} and {@code fnmatch}.
 */
final class PythonGlob {

    private static final Logger LOG = LoggerFactory.getLogger(PythonGlob.class);
    private static final int MAX_MATCHES = 1_000;

    private final Path directory;

    /** @param directory where a relative pattern starts */
    PythonGlob(Path directory) {
        this.directory = directory;
    }

    /** The matching files, sorted, links that lead nowhere among them; unreadable directories are skipped. */
    List<Path> matches(String pattern) throws ConfigException {
        if (pattern.indexOf('\0') >= 0) {
            throw new ConfigException("an include pattern contains a NUL character; is this a text file?");
        }
        List<Path> found = List.of(pattern.startsWith("/") ? Path.of("/") : directory);
        for (String part : pattern.split("/", -1)) {
            if (!part.isEmpty()) {
                found = step(found, part, pattern);
            }
        }
        return found.stream().sorted(Comparator.comparing(Path::toString)).toList();
    }

    private static List<Path> step(List<Path> parents, String part, String pattern) throws ConfigException {
        List<Path> found = new ArrayList<>();
        for (Path parent : parents) {
            if (part.matches("[^*?\\[]*")) {
                Path child = parent.resolve(part);
                if (Files.exists(child, LinkOption.NOFOLLOW_LINKS)) {
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
        Pattern pattern = regex(part);
        try (DirectoryStream<Path> children = Files.newDirectoryStream(parent)) {
            for (Path child : children) {
                String name = child.getFileName().toString();
                boolean hidden = name.startsWith(".") && !part.startsWith(".");
                if (!hidden && pattern.matcher(name).matches() && found.size() <= MAX_MATCHES) {
                    found.add(child);
                }
            }
        } catch (IOException e) {
            LOG.warn(
                    "cannot list {} for include pattern {}: {}; its files are not included",
                    parent,
                    part,
                    e.toString());
        }
    }

    /** A bracket that is not closed stands for itself. */
    private static Pattern regex(String part) {
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < part.length()) {
            char c = part.charAt(at);
            int end = c == '[' ? closing(part, at) : -1;
            if (end > 0) {
                regex.append(oneOf(part.substring(at + 1, end)));
                at = end;
            } else {
                regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
            }
            at++;
        }
        try {
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            // a range such as z-a, which is empty in Python
            return Pattern.compile("(?!)");
        }
    }

    private static int closing(String part, int opening) {
        int at = opening + 1;
        if (part.startsWith("!", at)) {
            at++;
        }
        return part.indexOf(']', at + 1);
    }

    private static String oneOf(String set) {
        boolean others = set.startsWith("!");
        String escaped = (others ? set.substring(1) : set).replaceAll("[\\\\\\[\\]&~^]", "\\\\$0");
        return (others ? "[^" : "[") + escaped + "]";
    }
}
