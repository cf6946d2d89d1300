package org.superlance.listener.configcheck;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether this user may write where a listener has to. Writes nothing to find out. */
public final class PathCheck {

    private PathCheck() {}

    /**
     * Looks at a state directory that is given.
     *
     * @param own the name of the listener's own directory in it
     */
    public static Optional<Diagnostic> state(Path base, String own) {
        String who = "the state directory " + base;
        if (!Files.exists(base)) {
            return Optional.of(Diagnostic.problem(
                    who + " does not exist; make it, for the listener's user alone: install -d -m 0700 " + base));
        }
        if (!Files.isDirectory(base)) {
            return Optional.of(Diagnostic.problem(who + " is no directory; name another one"));
        }
        Path place = Files.exists(base.resolve(own)) ? base.resolve(own) : base;
        return Files.isWritable(place)
                ? Optional.empty()
                : Optional.of(Diagnostic.problem(who + " is of no use: " + user() + " may not write " + place
                        + "; give it to that user, or run this check as the listener's user"));
    }

    /** Looks at a file for metrics. */
    public static Optional<Diagnostic> metrics(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || Files.isDirectory(file)) {
            return Optional.of(Diagnostic.problem("the metrics file " + file + " is a directory; name a file in it"));
        }
        if (!Files.isDirectory(directory)) {
            return Optional.of(Diagnostic.problem("there is no directory " + directory
                    + " for --metrics-file; make it, or name the one that the node exporter reads"));
        }
        if (!Files.isWritable(directory)) {
            return Optional.of(Diagnostic.problem("the metrics file " + file + " cannot be written: " + user()
                    + " may not write " + directory + "; give that user the right to"));
        }
        return file.toString().endsWith(".prom")
                ? Optional.empty()
                : Optional.of(Diagnostic.problem("the node exporter reads only files whose names end in .prom; give"
                        + " --metrics-file such a name, and not " + file.getFileName()));
    }

    private static String user() {
        return System.getProperty("user.name", "this user");
    }
}
