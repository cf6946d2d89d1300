package org.superlance.listener.configcheck;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Checks that the current user can write the files of a listener, without writing anything. */
public final class PathCheck {

    private PathCheck() {}

    /**
     * Checks a state directory that was specified.
     *
     * @param own the name of the listener's own directory in it
     */
    public static Optional<Diagnostic> state(Path base, String own) {
        String who = "the state directory " + base;
        if (!Files.exists(base)) {
            return Optional.of(Diagnostic.problem(
                    who + " does not exist; create it for the listener's user: install -d -m 0700 " + base));
        }
        if (!Files.isDirectory(base)) {
            return Optional.of(Diagnostic.problem(who + " is not a directory; specify another one"));
        }
        Path place = Files.exists(base.resolve(own)) ? base.resolve(own) : base;
        return Files.isWritable(place)
                ? Optional.empty()
                : Optional.of(Diagnostic.problem(who + " is not usable: user " + user() + " cannot write to " + place
                        + "; change its owner, or run this check as the listener's user"));
    }

    /** Checks the file of {@code --metrics-file}. */
    public static Optional<Diagnostic> metrics(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || Files.isDirectory(file)) {
            return Optional.of(
                    Diagnostic.problem("the metrics file " + file + " is a directory; specify a file in it"));
        }
        if (!Files.isDirectory(directory)) {
            return Optional.of(Diagnostic.problem("the directory " + directory
                    + " of --metrics-file does not exist; create it, or specify the one that the node exporter reads"));
        }
        if (!Files.isWritable(directory)) {
            return Optional.of(Diagnostic.problem("the metrics file " + file + " cannot be written: user " + user()
                    + " cannot write to " + directory + "; change the owner or the mode of the directory"));
        }
        return file.toString().endsWith(".prom")
                ? Optional.empty()
                : Optional.of(Diagnostic.problem("the node exporter ignores the metrics file " + file.getFileName()
                        + ": it reads only names that end in .prom; rename the file"));
    }

    private static String user() {
        return System.getProperty("user.name", "this user");
    }
}
