package org.superlance.procmon.spawn;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.superlance.procmon.spawn.SpawnException.Reason;

/**
 * Looks commands up in {@code PATH}.
 *
 * <p>Source: execvp(3).
 */
final class SearchPath {

    private static final String DEFAULT = "/bin:/usr/bin";

    private final String directories;
    private final Path current;

    /**
     * @param environment holds {@code PATH}
     * @param current the directory that relative paths start from
     */
    SearchPath(Map<String, String> environment, Path current) {
        this.directories = environment.getOrDefault("PATH", DEFAULT);
        this.current = current.toAbsolutePath();
    }

    /** The executable file of the command; empty if there is none. */
    Optional<Path> find(String command) {
        return candidates(command)
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /** @throws SpawnException with the reason if it cannot be executed */
    void check(String command) throws SpawnException {
        if (find(command).isPresent()) {
            return;
        }
        Optional<Path> file = candidates(command).filter(Files::exists).findFirst();
        if (file.isEmpty()) {
            String where = command.contains("/") ? "" : " in " + directories;
            throw new SpawnException(Reason.NO_COMMAND, "there is no command '" + command + "'" + where);
        }
        throw new SpawnException(
                Reason.NOT_EXECUTABLE,
                Files.isDirectory(file.get())
                        ? "'" + command + "' is a directory, not a command"
                        : "'" + file.get() + "' is not executable");
    }

    private Stream<Path> candidates(String command) {
        try {
            Path file = Path.of(command);
            return command.contains("/")
                    ? Stream.of(current.resolve(file))
                    : Stream.of(directories.split(":", -1))
                            .map(directory -> current.resolve(directory).resolve(file));
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }
}
