package org.superlance.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Copies of a clean Debian to install into, which {@code bin/debian-root} has made: Debian 12, or the release that
 * {@code bin/test --debian} names.
 */
final class CleanRoot {

    private static final String RELEASE = System.getProperty("debian", "");

    private final Path work;
    private final List<String> packages;

    /** One with these packages, for which {@code bin/debian-root} has been run too. */
    CleanRoot(Path work, String... packages) {
        this.work = work;
        this.packages = List.of(packages);
    }

    /** Whether it is another release than the one that this machine's tools stand for. */
    static boolean isOfAnotherRelease() {
        return !RELEASE.isEmpty();
    }

    /** Runs a script of the test resources; the outputs of its steps by their names. */
    Map<String, List<String>> run(String script, List<Path> files, String... command)
            throws IOException, InterruptedException {
        List<Path> all = new ArrayList<>(files);
        all.add(resource(script));
        return steps(shell(all, command).output());
    }

    /** Runs a command in the root directory, with copies of the files below {@code files/}. */
    Shell shell(List<Path> files, String... command) throws IOException, InterruptedException {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "only root may mount");
        String base = base();
        Path given = Files.createDirectories(work.resolve("files"));
        for (Path file : files) {
            Files.copy(file, given.resolve(file.getFileName().toString()));
        }
        List<String> line = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh"));
        line.addAll(List.of(resource("root.sh").toString(), base, work.toString()));
        line.addAll(List.of(command));
        return Shell.run(line.toArray(String[]::new));
    }

    /** Files below the root that are there now and were not before, or not as they are. */
    List<String> changed() throws IOException {
        Path upper = work.resolve("upper");
        try (Stream<Path> files = Files.walk(upper)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> "/" + upper.relativize(file))
                    .toList();
        }
    }

    /** The directories that lie below what is changed, the upper one first. */
    private String base() {
        String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        Path debian = Path.of(cache, "superlance-java", "debian-" + (isOfAnotherRelease() ? RELEASE : "12"));
        Assumptions.assumeTrue(Files.isDirectory(debian), "bin/debian-root has not been run");
        if (packages.isEmpty()) {
            return debian.toString();
        }
        Path added = Path.of(debian + "+" + String.join("+", packages));
        Assumptions.assumeTrue(
                Files.isDirectory(added),
                () -> "not made, or without a network: bin/debian-root "
                        + (isOfAnotherRelease() ? "--release " + RELEASE + " " : "")
                        + String.join(" ", packages));
        return added + ":" + debian;
    }

    private static Path resource(String name) {
        return Path.of("src/test/resources", name).toAbsolutePath();
    }

    private static Map<String, List<String>> steps(String output) {
        Map<String, List<String>> steps = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        steps.put("", current);
        for (String line : output.lines().toList()) {
            if (line.startsWith("## ")) {
                current = new ArrayList<>();
                steps.put(line.substring(3), current);
            } else {
                current.add(line);
            }
        }
        return steps;
    }
}
