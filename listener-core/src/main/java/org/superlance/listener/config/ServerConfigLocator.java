package org.superlance.listener.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.process.UserAccounts;

/**
 * Finds supervisord for a command started by hand, without the environment of a listener: by its configuration file, in
 * the places where supervisorctl looks.
 */
public final class ServerConfigLocator {

    /**
     * Where supervisord listens, and the login.
     *
     * @param url {@code unix:///path} or {@code http://host:port}
     */
    public record ServerConfig(String url, Optional<String> user, Optional<String> password) {

        /** Without the password. */
        @Override
        public String toString() {
            return url + user.map(name -> " as " + name).orElse("");
        }
    }

    private static final String DEFAULT_URL = "http://localhost:9001";
    private final Map<String, String> environment;
    private final Path workingDirectory;
    private final String host;
    private final List<Path> defaultFiles;

    /**
     * @param environment for {@code %(ENV_X)s} in the file
     * @param workingDirectory where relative paths start, as in supervisord
     * @param host for {@code %(host_node_name)s} in {@code [include]}
     */
    public ServerConfigLocator(Map<String, String> environment, Path workingDirectory, String host) {
        this(
                environment,
                workingDirectory,
                host,
                List.of(
                        workingDirectory.resolve("supervisord.conf"),
                        workingDirectory.resolve("etc/supervisord.conf"),
                        Path.of("/etc/supervisord.conf"),
                        Path.of("/etc/supervisor/supervisord.conf")));
    }

    ServerConfigLocator(Map<String, String> environment, Path workingDirectory, String host, List<Path> defaultFiles) {
        this.host = host;
        this.environment = Map.copyOf(environment);
        this.workingDirectory = workingDirectory.toAbsolutePath();
        this.defaultFiles = List.copyOf(defaultFiles);
    }

    /**
     * Reads where supervisord listens.
     *
     * @param file the configuration file; empty for the default locations
     */
    public ServerConfig server(Optional<Path> file) throws ConfigException {
        return read(file(file));
    }

    /**
     * The path of the configuration file.
     *
     * @param file as specified; empty for the default locations
     */
    public Path file(Optional<Path> file) throws ConfigException {
        return file.isPresent() ? workingDirectory.resolve(file.get()) : defaultFile();
    }

    private Path defaultFile() throws ConfigException {
        for (Path candidate : defaultFiles) {
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        throw new ConfigException("no supervisord.conf found (looked for "
                + String.join(", ", defaultFiles.stream().map(Path::toString).toList()) + "); specify it with -C FILE");
    }

    /** Reads it from {@code [supervisorctl]}, else {@code [unix_http_server]}, else {@code [inet_http_server]}. */
    private ServerConfig read(Path conf) throws ConfigException {
        IniFile ini = IniFile.read(conf, environment, host);
        Optional<IniSection> control = ini.section("supervisorctl");
        Listening listening = new Listening(ini, conf, workingDirectory, environment);
        Optional<String> told = control.isPresent() ? control.get().get("serverurl") : Optional.empty();
        if (told.isPresent()) {
            return listening.withLogin(listening.absolute(told.get()), control);
        }
        Optional<String> first = listening.firstUrl();
        if (first.isEmpty() && control.isEmpty()) {
            throw new ConfigException(conf + " has no section [supervisorctl], [unix_http_server] or"
                    + " [inet_http_server]; add the one that defines where supervisord listens, or use another file");
        }
        return listening.withLogin(first.orElse(DEFAULT_URL), control);
    }

    /**
     * The sections that define where supervisord listens.
     *
     * @param environment for {@code ~/} in a path
     */
    private record Listening(IniFile ini, Path conf, Path workingDirectory, Map<String, String> environment) {

        private static final Set<String> ANY_HOST = Set.of("", "*", "0.0.0.0", "localhost", "127.0.0.1");

        private static final String UNIX = "unix://";

        Optional<String> firstUrl() throws ConfigException {
            return byUrl().keySet().stream().findFirst();
        }

        /** The URL with an absolute path, if it is that of a unix socket. */
        String absolute(String url) throws ConfigException {
            if (!url.startsWith(UNIX)) {
                return url;
            }
            String path = url.substring(UNIX.length());
            String expanded = HomeDirectory.expand(path, environment, new UserAccounts());
            try {
                return UNIX + workingDirectory.resolve(expanded).normalize();
            } catch (InvalidPathException e) {
                throw new ConfigException(conf + " has an invalid socket path", e);
            }
        }

        /** The login of {@code [supervisorctl]}, else that of the section that listens at this URL. */
        ServerConfig withLogin(String url, Optional<IniSection> control) throws ConfigException {
            if (control.isPresent()
                    && (control.get().keys().contains("username")
                            || control.get().keys().contains("password"))) {
                return new ServerConfig(
                        url, control.get().get("username"), control.get().get("password"));
            }
            IniSection section = byUrl().get(canonical(url));
            if (section == null) {
                return new ServerConfig(url, Optional.empty(), Optional.empty());
            }
            Optional<String> password = section.get("password");
            if (password.isPresent() && password.get().startsWith("{SHA}")) {
                throw new ConfigException("the password in section [" + section.name() + "] of " + conf
                        + " is a hash, which cannot be used to log in; set username and the plain password in section"
                        + " [supervisorctl]");
            }
            return new ServerConfig(url, section.get("username"), password);
        }

        private Map<String, IniSection> byUrl() throws ConfigException {
            Map<String, IniSection> byUrl = new LinkedHashMap<>();
            for (IniSection section : ini.startingWith("unix_http_server")) {
                byUrl.putIfAbsent(absolute(UNIX + required(section, "file")), section);
            }
            for (IniSection section : ini.startingWith("inet_http_server")) {
                byUrl.putIfAbsent(url(section, required(section, "port")), section);
            }
            return byUrl;
        }

        private String required(IniSection section, String key) throws ConfigException {
            Optional<String> value = section.get(key).map(String::strip);
            if (value.isEmpty() || value.get().isEmpty()) {
                throw new ConfigException("section [" + section.name() + "] of " + conf + " has no " + key
                        + "; it must define where supervisord listens");
            }
            return value.get();
        }

        private String url(IniSection section, String address) throws ConfigException {
            int colon = address.lastIndexOf(':');
            String host = colon < 0 ? "" : address.substring(0, colon).toLowerCase(Locale.ROOT);
            String port = address.substring(colon + 1);
            if (!port.matches("\\d{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
                throw new ConfigException("port in section [" + section.name() + "] of " + conf + " is '" + address
                        + "'; write a port or host:port, such as 127.0.0.1:9001");
            }
            return "http://" + (ANY_HOST.contains(host) ? "127.0.0.1" : host) + ":" + port;
        }

        /** Normalizes the name of the loopback interface and removes a trailing slash. */
        private static String canonical(String url) {
            String bare = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
            return bare.startsWith("http://localhost:") ? bare.replace("http://localhost:", "http://127.0.0.1:") : bare;
        }
    }
}
