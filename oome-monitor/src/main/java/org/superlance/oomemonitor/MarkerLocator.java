package org.superlance.oomemonitor;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.superlance.listener.process.Lookup;
import org.superlance.listener.process.ProcessDetails;
import org.superlance.listener.supervisor.ProcessInfo;

/** Finds out where the marker of a process would lie, anew each time it is asked. */
final class MarkerLocator {

    private static final String VARIABLE = "OOME_FILE";

    private final ProcessDetails details;
    private final Optional<Path> given;
    private final MarkerTemplate template;

    /** @param given the path that the user has given for all processes, absolute */
    MarkerLocator(ProcessDetails details, Optional<Path> given, MarkerTemplate template) {
        this.details = details;
        this.given = given;
        this.template = template;
    }

    /**
     * A place for a marker, or why it is not known.
     *
     * @param origin who says so, as in an option's name
     * @param namedByProgram whether the program itself says so, and might name a file that is none of its business
     */
    record Location(Path file, String origin, boolean namedByProgram) {}

    Lookup<Location> of(ProcessInfo process) {
        if (given.isPresent()) {
            return known(given.get(), "-o", false);
        }
        Lookup<Optional<String>> variable = details.environment(process.pid(), VARIABLE);
        if (variable.value().isEmpty()) {
            return unknown(variable);
        }
        Optional<String> file = variable.value().get().filter(value -> !value.isBlank());
        try {
            return file.isPresent()
                    ? under(process, Path.of(file.get()), VARIABLE, true)
                    : under(process, template.of(process.name()), "the default", false);
        } catch (InvalidPathException e) {
            return new Lookup.NotSupported<>(
                    "its path '" + e.getInput() + "' cannot be a path in this listener's locale (" + e.getReason()
                            + "): give the listener environment=LC_ALL=\"C.UTF-8\"");
        }
    }

    private Lookup<Location> under(ProcessInfo process, Path file, String origin, boolean namedByProgram) {
        if (file.isAbsolute()) {
            return known(file, origin, namedByProgram);
        }
        Lookup<Path> directory = details.workingDirectory(process.pid());
        return directory.value().isPresent()
                ? known(directory.value().get().resolve(file), origin, namedByProgram)
                : unknown(directory);
    }

    private static Lookup<Location> known(Path file, String origin, boolean namedByProgram) {
        return new Lookup.Found<>(new Location(resolved(file), origin, namedByProgram));
    }

    /** The same marker by whatever way: processes that share it must be seen to share it. */
    private static Path resolved(Path file) {
        Path directory = file.getParent();
        Path name = file.getFileName();
        if (directory == null || name == null) {
            return file;
        }
        try {
            return directory.toRealPath().resolve(name);
        } catch (IOException e) {
            // a directory that is not there holds no marker; what else is wrong shows when we look at the file
            return file.normalize();
        }
    }

    private static <T> Lookup<Location> unknown(Lookup<T> why) {
        return why instanceof Lookup.NotFound<T>
                ? new Lookup.NotFound<>(why.sentence())
                : new Lookup.NotSupported<>(why.sentence() + "; or say with 'single -p NAME -o FILE' where it lies");
    }
}
