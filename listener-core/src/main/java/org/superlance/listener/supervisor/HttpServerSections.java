package org.superlance.listener.supervisor;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.IniFile;
import org.superlance.listener.config.IniSection;
import org.superlance.listener.supervisor.ServerConfigLocator.Server;

/** The sections of a configuration that make supervisord listen somewhere. */
final class HttpServerSections {

    private static final Set<String> ANY_HOST = Set.of("", "*", "0.0.0.0", "localhost", "127.0.0.1");

    private static final String UNIX = "unix://";

    private final IniFile ini;
    private final Path conf;
    private final Path workingDirectory;
    private final String home;

    /** @param home for {@code ~/} in a path; may be empty */
    HttpServerSections(IniFile ini, Path conf, Path workingDirectory, String home) {
        this.ini = ini;
        this.conf = conf;
        this.workingDirectory = workingDirectory;
        this.home = home;
    }

    Optional<String> firstUrl() throws ConfigException {
        return byUrl().keySet().stream().findFirst();
    }

    /** The URL with an absolute path, if it is that of a unix socket. */
    String absolute(String url) throws ConfigException {
        if (!url.startsWith(UNIX)) {
            return url;
        }
        String path = url.substring(UNIX.length());
        String expanded = path.startsWith("~/") && !home.isEmpty() ? home + path.substring(1) : path;
        try {
            return UNIX + workingDirectory.resolve(expanded).normalize();
        } catch (InvalidPathException e) {
            throw new ConfigException(conf + " names a socket whose path no file can have", e);
        }
    }

    /** The login that the section for supervisorctl has, else that of the section that listens at this URL. */
    Server withLogin(String url, Optional<IniSection> control) throws ConfigException {
        if (control.isPresent()
                && (control.get().keys().contains("username")
                        || control.get().keys().contains("password"))) {
            return new Server(url, control.get().get("username"), control.get().get("password"));
        }
        IniSection section = byUrl().get(canonical(url));
        if (section == null) {
            return new Server(url, Optional.empty(), Optional.empty());
        }
        Optional<String> password = section.get("password");
        if (password.isPresent() && password.get().startsWith("{SHA}")) {
            throw new ConfigException("the password in section [" + section.name() + "] of " + conf
                    + " is a hash, with which nobody can log in; write username and the plain password into section"
                    + " [supervisorctl]");
        }
        return new Server(url, section.get("username"), password);
    }

    private Map<String, IniSection> byUrl() throws ConfigException {
        Map<String, IniSection> byUrl = new LinkedHashMap<>();
        for (IniSection section : ini.sectionsOf("unix_http_server")) {
            byUrl.putIfAbsent(absolute(UNIX + required(section, "file")), section);
        }
        for (IniSection section : ini.sectionsOf("inet_http_server")) {
            byUrl.putIfAbsent(url(section, required(section, "port")), section);
        }
        return byUrl;
    }

    private String required(IniSection section, String key) throws ConfigException {
        Optional<String> value = section.get(key).map(String::strip);
        if (value.isEmpty() || value.get().isEmpty()) {
            throw new ConfigException("section [" + section.name() + "] of " + conf + " has no " + key
                    + "; it must say where supervisord listens");
        }
        return value.get();
    }

    private String url(IniSection section, String address) throws ConfigException {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? "" : address.substring(0, colon).toLowerCase(Locale.ROOT);
        String port = address.substring(colon + 1);
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
            throw new ConfigException("port in section [" + section.name() + "] of " + conf + " is '" + address
                    + "'; write a port, or host:port, such as 127.0.0.1:9001");
        }
        return "http://" + (ANY_HOST.contains(host) ? "127.0.0.1" : host) + ":" + port;
    }

    /** One spelling for the names of the loopback interface, and no slash at the end. */
    private static String canonical(String url) {
        String bare = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        return bare.startsWith("http://localhost:") ? bare.replace("http://localhost:", "http://127.0.0.1:") : bare;
    }
}
