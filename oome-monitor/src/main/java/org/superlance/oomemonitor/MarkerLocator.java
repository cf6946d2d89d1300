package org.superlance.oomemonitor;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.superlance.listener.process.ProcessDetails;
import org.superlance.listener.process.ProcessDetails.Lookup;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;

/** Finds the path of the marker of a process, again at each call. */
final class MarkerLocator {

    private static final String VARIABLE = "OOME_FILE";

    private final ProcessDetails details;
    private final Optional<Path> given;
    private final Template template;
    private final TrustedPath paths;

    /** @param given the path that the user has given for all processes, absolute */
    MarkerLocator(ProcessDetails details, Optional<Path> given, Template template, TrustedPath paths) {
        this.paths = paths;
        this.details = details;
        this.given = given;
        this.template = template;
    }

    /**
     * The path of a marker.
     *
     * @param origin what names it, such as an option
     * @param namedByProgram whether the program itself names it, and might name a file that does not belong to it
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
            Lookup<Location> location = file.isPresent()
                    ? under(process, Path.of(file.get()), VARIABLE, true)
                    : under(process, template.of(process.name()), "the default", false);
            return variable instanceof Lookup.Doubtful<?> && location.value().isPresent()
                    ? doubtful(location.value().get(), variable.sentence())
                    : location;
        } catch (InvalidPathException e) {
            return new Lookup.NotSupported<>("its path '" + e.getInput() + "' is not valid in this listener's locale ("
                    + e.getReason() + "): give the listener environment=LC_ALL=\"C.UTF-8\"");
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

    private Lookup<Location> known(Path file, String origin, boolean namedByProgram) {
        return new Lookup.Found<>(new Location(resolved(file), origin, namedByProgram));
    }

    private static Lookup<Location> doubtful(Location location, String why) {
        return new Lookup.Doubtful<>(
                location,
                why + ", so that " + VARIABLE + " is not seen there; its marker is taken to be " + location.file()
                        + ": name it with --marker, or with 'single -p NAME -o FILE'");
    }

    /** The same path for the same marker: processes that share it must be known to share it. */
    private Path resolved(Path file) {
        Path directory = file.getParent();
        Path name = file.getFileName();
        if (directory == null || name == null) {
            return file;
        }
        try {
            return paths.resolve(directory).path().resolve(name);
        } catch (IOException e) {
            // a directory that does not exist holds no marker; other problems show when the file is read
            return file.normalize();
        }
    }

    private static <T> Lookup<Location> unknown(Lookup<T> why) {
        return why instanceof Lookup.NotFound<T>
                ? new Lookup.NotFound<>(why.sentence())
                : new Lookup.NotSupported<>(why.sentence() + "; or name the file with 'single -p NAME -o FILE'");
    }

    /**
     * The marker of a program that does not name one: a path in which <code>{process_name}</code> and
     * <code>{group_name}</code> stand for the names of the process; a relative one lies under its working directory.
     */
    record Template(String text) {

        private static final String PROCESS_NAME = "{process_name}";
        private static final String GROUP_NAME = "{group_name}";

        static final Template DEFAULT = new Template("work/oome");

        /** @throws IllegalArgumentException with a sentence for people if it can be no path of a file */
        Template {
            if (text.contains("%(")) {
                throw new IllegalArgumentException(
                        "'" + text + "' contains %( ), which supervisord would replace with the names of the"
                                + " listener: write {process_name} or {group_name}");
            }
            String rest = text.replace(PROCESS_NAME, "x").replace(GROUP_NAME, "x");
            if (rest.indexOf('{') >= 0 || rest.indexOf('}') >= 0) {
                throw new IllegalArgumentException(
                        "'" + text + "' contains an unknown placeholder: use {process_name} and {group_name}");
            }
            if (rest.isBlank() || rest.endsWith("/") || rest.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("'" + text + "' is not a file name; write for instance work/oome");
            }
        }

        /** The marker of that process, perhaps relative. */
        Path of(Namespec process) {
            StringBuilder path = new StringBuilder();
            int copied = 0;
            // a brace in the text begins one of the two, but one in a name is a character like any other
            for (int found = text.indexOf('{'); found >= 0; found = text.indexOf('{', copied)) {
                boolean isProcess = text.startsWith(PROCESS_NAME, found);
                path.append(text, copied, found).append(isProcess ? process.name() : process.group());
                copied = found + (isProcess ? PROCESS_NAME : GROUP_NAME).length();
            }
            return Path.of(path.append(text, copied, text.length()).toString());
        }
    }
}
