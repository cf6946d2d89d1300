package org.superlance.httpok;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.superlance.httpok.ProbeResult.IndeterminateException;

/**
 * Finds the file of a plugin: in {@code PATH}, and then where distributions install plugins. A word with a slash is the path
 * of the file. Relative directories of {@code PATH} are left out: a plugin is not what happens to be in the current one.
 */
record PluginLocator(List<Path> directories) {

    /** Of Debian, of Red Hat and SUSE, of Alpine and Arch, of a build from source, and of FreeBSD. */
    private static final List<String> OF_DISTRIBUTIONS = List.of(
            "/usr/lib/nagios/plugins",
            "/usr/lib64/nagios/plugins",
            "/usr/lib/monitoring-plugins",
            "/usr/local/nagios/libexec",
            "/usr/local/libexec/nagios");

    private static final String DEFAULT_PATH = "/usr/bin:/bin";

    PluginLocator {
        directories = List.copyOf(directories);
    }

    /** @param environment holds {@code PATH} */
    static PluginLocator of(Map<String, String> environment) {
        String path = environment.getOrDefault("PATH", DEFAULT_PATH);
        return new PluginLocator(Stream.concat(Stream.of(path.split(":", -1)), OF_DISTRIBUTIONS.stream())
                .flatMap(PluginLocator::path)
                .filter(Path::isAbsolute)
                .distinct()
                .toList());
    }

    /** @throws IndeterminateException with a clause for an operator if there is no such file, or it cannot be executed */
    Path find(String plugin) throws IndeterminateException {
        Optional<Path> file = executable(plugin);
        if (file.isPresent()) {
            return file.get();
        }
        Optional<Path> other = candidates(plugin).filter(Files::exists).findFirst();
        throw new IndeterminateException(
                other.isPresent()
                        ? other.get()
                                + " is not a file that this user can execute; change its mode, or run another plugin"
                        : plugin.indexOf('/') >= 0
                                ? "there is no such file; correct the path in --plugin"
                                : "it is neither in PATH nor in " + OF_DISTRIBUTIONS.get(0) + " or another directory of"
                                        + " plugins; install it, or write its whole path in --plugin");
    }

    /** The program that starts another one in a session of its own; empty where there is none. */
    Optional<Path> setsid() {
        return executable("setsid");
    }

    private Optional<Path> executable(String name) {
        return candidates(name)
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private Stream<Path> candidates(String name) {
        return name.indexOf('/') >= 0
                ? path(name).map(Path::toAbsolutePath)
                : path(name).flatMap(file -> directories.stream().map(directory -> directory.resolve(file)));
    }

    private static Stream<Path> path(String text) {
        try {
            return text.isEmpty() ? Stream.empty() : Stream.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }
}
