package org.superlance.listener.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds supervisord for somebody at a shell, where nothing is in the environment: by its configuration file, from the
 * places where supervisorctl looks.
 */
public final class ServerConfigLocator {

    private final Map<String, String> environment;
    private final Path workingDirectory;
    private final List<Path> places;

    /**
     * @param environment for {@code %(ENV_X)s} in the file
     * @param workingDirectory where relative paths start, as in supervisord
     */
    public ServerConfigLocator(Map<String, String> environment, Path workingDirectory) {
        this(
                environment,
                workingDirectory,
                List.of(
                        workingDirectory.resolve("supervisord.conf"),
                        workingDirectory.resolve("etc/supervisord.conf"),
                        Path.of("/etc/supervisord.conf"),
                        Path.of("/etc/supervisor/supervisord.conf")));
    }

    ServerConfigLocator(Map<String, String> environment, Path workingDirectory, List<Path> places) {
        this.environment = Map.copyOf(environment);
        this.workingDirectory = workingDirectory.toAbsolutePath();
        this.places = List.copyOf(places);
    }

    /**
     * Reads where the server is.
     *
     * @param file the configuration file; empty to look in the usual places
     */
    public ServerConfig server(Optional<Path> file) throws ConfigException {
        return ServerConfig.read(file(file), environment, workingDirectory);
    }

    /**
     * The configuration file that is meant.
     *
     * @param file as it is named; empty to look in the usual places
     */
    public Path file(Optional<Path> file) throws ConfigException {
        return file.isPresent() ? workingDirectory.resolve(file.get()) : defaultFile();
    }

    private Path defaultFile() throws ConfigException {
        for (Path place : places) {
            if (Files.exists(place)) {
                return place;
            }
        }
        throw new ConfigException("no configuration of supervisord was found (looked for "
                + String.join(", ", places.stream().map(Path::toString).toList()) + "); name it with -C FILE");
    }
}
