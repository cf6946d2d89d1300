package org.superlance.listener.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.IniFile;
import org.superlance.listener.config.IniSection;

/**
 * Finds supervisord for somebody at a shell, where nothing is in the environment: by its configuration file, from the
 * places where supervisorctl looks.
 */
public final class ServerConfigLocator {

    private static final String DEFAULT_URL = "http://localhost:9001";

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

    /** The places that a running command sees. */
    public static ServerConfigLocator ofThisProcess() {
        return new ServerConfigLocator(System.getenv(), Path.of("").toAbsolutePath());
    }

    /**
     * Where supervisord listens, and how to log in.
     *
     * @param url {@code unix:///path} or {@code http://host:port}
     */
    public record Server(String url, Optional<String> user, Optional<String> password) {

        /** Without the password. */
        @Override
        public String toString() {
            return url + user.map(name -> " as " + name).orElse("");
        }
    }

    /**
     * Reads where the server is: from {@code [supervisorctl]}, else {@code [unix_http_server]}, else
     * {@code [inet_http_server]}.
     *
     * @param file the configuration file; empty to look in the usual places
     */
    public Server server(Optional<Path> file) throws ConfigException {
        Path conf = file(file);
        IniFile ini = IniFile.read(conf, environment);
        Optional<IniSection> control = ini.section("supervisorctl");
        HttpServerSections listening =
                new HttpServerSections(ini, conf, workingDirectory, environment.getOrDefault("HOME", ""));
        Optional<String> told = control.isPresent() ? control.get().get("serverurl") : Optional.empty();
        if (told.isPresent()) {
            return listening.withLogin(listening.absolute(told.get()), control);
        }
        Optional<String> first = listening.firstUrl();
        if (first.isEmpty() && control.isEmpty()) {
            throw new ConfigException(conf + " has no section [supervisorctl], [unix_http_server] or"
                    + " [inet_http_server]; add the one that says where supervisord listens, or name another file");
        }
        return listening.withLogin(first.orElse(DEFAULT_URL), control);
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
