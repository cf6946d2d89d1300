package org.superlance.procmon.config;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.GroupConfig;
import org.superlance.listener.config.GroupReader;
import org.superlance.listener.config.IniFile;
import org.superlance.listener.config.IniSection;
import org.superlance.listener.config.LogConfig;
import org.superlance.listener.config.SectionValues;
import org.superlance.listener.config.SupervisordConfig;
import org.superlance.procmon.config.EmbeddedServerConfig.DaemonConfig;
import org.superlance.procmon.log.ServerLog.Level;

/**
 * Reads a {@code supervisord.conf} as supervisord 4.2 does. A setting without effect becomes a warning.
 *
 * @param environment for {@code %(ENV_X)s}
 * @param workingDirectory where relative paths start
 * @param host the host name
 * @param user the user this process runs as
 */
public record EmbeddedServerConfigReader(
        Map<String, String> environment, Path workingDirectory, String host, String user) {

    /** Sections for other programs, or without settings that matter here. */
    private static final Set<String> IGNORED_SECTIONS =
            Set.of("include", "supervisorctl", "rpcinterface:supervisor", "supervisord");

    private static final Set<String> SECTION_TYPES = Set.of("program", "group", "eventlistener", "ctlplugin");

    private static final int DEFAULT_MIN_OPEN_FILES = 1_024;
    private static final String ROOT = "root";
    private static final String ROOT_UID = "0";

    public EmbeddedServerConfigReader {
        environment = Map.copyOf(environment);
    }

    /** @throws ConfigException with one sentence that names file, section, key and remedy */
    public EmbeddedServerConfig read(Path file) throws ConfigException {
        SupervisordConfig config = SupervisordConfig.read(file, environment, workingDirectory, host);
        try {
            return read(config);
        } catch (ConfigException e) {
            String sentence = String.valueOf(e.getMessage());
            throw sentence.contains(file.toString()) ? e : new ConfigException(file + ": " + sentence, e);
        }
    }

    private EmbeddedServerConfig read(SupervisordConfig config) throws ConfigException {
        // each warning once, for any number of processes of a section
        Set<String> warnings = new LinkedHashSet<>();
        refuseWhatIsNotServed(config.ini());
        config.ini().warnings().forEach(warnings::add);
        DaemonConfig daemon = daemon(config.daemon(), warnings::add);
        List<GroupConfig> groups = new GroupReader(config, warnings::add).read();
        List<HttpServerConfig> servers = servers(config, warnings::add);
        config.ini().sections().forEach(other -> warnOfUnknown(other.name(), warnings::add));
        return new EmbeddedServerConfig(daemon, servers, groups, List.copyOf(warnings));
    }

    /** A program that does not run, or a server without its calls, would be worse than a refusal. */
    private static void refuseWhatIsNotServed(IniFile ini) throws ConfigException {
        if (ini.section("supervisord").isEmpty()) {
            // a file that was cut off would stop every program
            throw new ConfigException("there is no section [supervisord]; add it, or use another file");
        }
        for (IniSection section : ini.sectionsOf("fcgi-program")) {
            throw section.failure(
                    "socket",
                    "asks for a FastCGI socket, which procmon does not open; let the program open it"
                            + " by itself and run it as [program:"
                            + section.name().substring("fcgi-program:".length())
                            + "], as php-fpm and fcgiwrap -s do, or run it under supervisord");
        }
        for (IniSection section : ini.sectionsOf("rpcinterface")) {
            if (section.raw("supervisor.rpcinterface_factory").isEmpty()) {
                throw new ConfigException("section [" + section.name()
                        + "] has no supervisor.rpcinterface_factory; add the line supervisor.rpcinterface_factory ="
                        + " supervisor.rpcinterface:make_main_rpcinterface");
            }
        }
    }

    private static void warnOfUnknown(String section, Consumer<String> warnings) {
        String kind = section.substring(0, section.contains(":") ? section.indexOf(':') : section.length());
        boolean isServer = section.startsWith("inet_http_server") || section.startsWith("unix_http_server");
        if (!IGNORED_SECTIONS.contains(section) && !SECTION_TYPES.contains(kind) && !isServer) {
            warnings.accept("section [" + section + "] is not supported and has no effect");
        }
    }

    private DaemonConfig daemon(SectionValues sectionValues, Consumer<String> warnings) throws ConfigException {
        // this server always runs in the foreground, and its parent sets the limits
        sectionValues.ignore("nodaemon", "minprocs", "environment", "umask");
        sectionValues.existingDirectory("directory");
        sectionValues.number("minprocs", 0, Integer.MIN_VALUE);
        if (sectionValues.bool("strip_ansi", false)) {
            warnings.accept("strip_ansi in section [supervisord] is not supported and has no effect");
        }
        sectionValues.bool("nodaemon", false);
        sectionValues.octal("umask");
        String level = sectionValues.text("loglevel").orElse("info");
        DaemonConfig daemon = new DaemonConfig(
                sectionValues.text("identifier").orElse("supervisor"),
                LogConfig.ofDaemon(sectionValues, warnings),
                Level.ofName(level)
                        .orElseThrow(() -> sectionValues.wrong(
                                "loglevel", level, "write critical, error, warn, info, debug, trace or blather")),
                sectionValues.bool("silent", false),
                sectionValues
                        .fileInDirectory("pidfile")
                        .orElse(workingDirectory.resolve("supervisord.pid"))
                        .normalize(),
                childLogDirectory(sectionValues),
                !sectionValues.bool("nocleanup", false),
                sectionValues.number("minfds", DEFAULT_MIN_OPEN_FILES, Integer.MIN_VALUE));
        Optional<String> asked = sectionValues.text("user");
        if (asked.isPresent() && !asked.get().equals(user)) {
            if (user.equals(ROOT) && !asked.get().equals(ROOT_UID)) {
                throw sectionValues.wrong(
                        "user",
                        asked.get(),
                        "procmon does not change its own user, and would run everything as root; start it as that user,"
                                + " or remove the line and set user= in the sections of programs");
            }
            warnings.accept("user=" + asked.get() + " in section [supervisord] has no effect: this process runs as "
                    + user + "; start it as that user");
        }
        sectionValues
                .unknown()
                .forEach(key -> warnings.accept(key + " in section [supervisord] is not supported and has no effect"));
        return daemon;
    }

    private Path childLogDirectory(SectionValues sectionValues) throws ConfigException {
        return sectionValues.existingDirectory("childlogdir").orElseGet(this::temporaryDirectory);
    }

    /** Source: {@code tempfile.gettempdir()} of Python; Java ignores the variable. */
    private Path temporaryDirectory() {
        String variable = environment.getOrDefault("TMPDIR", "");
        Path asked = workingDirectory.resolve(variable);
        return !variable.isEmpty() && Files.isDirectory(asked) && Files.isWritable(asked)
                ? asked
                : Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    }

    /** Socket files first: the first server is the {@code SUPERVISOR_SERVER_URL} of processes. */
    private static List<HttpServerConfig> servers(SupervisordConfig config, Consumer<String> warnings)
            throws ConfigException {
        List<HttpServerConfig> servers = new ArrayList<>();
        for (IniSection section : config.ini().startingWith("unix_http_server")) {
            SectionValues sectionValues = config.values(section);
            servers.add(server(sectionValues, socketFile(sectionValues), warnings));
        }
        for (IniSection section : config.ini().startingWith("inet_http_server")) {
            SectionValues sectionValues = config.values(section);
            servers.add(server(sectionValues, port(sectionValues), warnings));
        }
        return servers;
    }

    private static HttpServerConfig server(
            SectionValues sectionValues, HttpServerConfig.Place place, Consumer<String> warnings)
            throws ConfigException {
        Optional<String> user = sectionValues.text("username");
        Optional<String> password = sectionValues.text("password");
        if (user.isPresent() != password.isPresent()) {
            throw new ConfigException("section [" + sectionValues.section() + "] has only one of username and password;"
                    + " set both, or neither for no authentication");
        }
        sectionValues
                .unknown()
                .forEach(key -> warnings.accept(
                        key + " in section [" + sectionValues.section() + "] is not supported and has no effect"));
        return new HttpServerConfig(
                sectionValues.section(),
                place,
                user.map(name -> new HttpServerConfig.Login(name, password.orElse(""))));
    }

    private static HttpServerConfig.Place socketFile(SectionValues sectionValues) throws ConfigException {
        return new HttpServerConfig.SocketFile(
                sectionValues
                        .path("file")
                        .map(Path::normalize)
                        .orElseThrow(() -> new ConfigException(
                                "section [" + sectionValues.section() + "] has no file; add file=/path/to.sock")),
                sectionValues.octal("chmod").orElse("0700"),
                owner(sectionValues));
    }

    private static Optional<String> owner(SectionValues sectionValues) throws ConfigException {
        Optional<String> owner = sectionValues.text("chown");
        if (owner.isPresent()) {
            String[] names = owner.get().split(":", 2);
            UserPrincipalLookupService principals = FileSystems.getDefault().getUserPrincipalLookupService();
            try {
                principals.lookupPrincipalByName(names[0]);
                if (names.length > 1) {
                    principals.lookupPrincipalByGroupName(names[1]);
                }
            } catch (IOException e) {
                throw sectionValues.wrong("chown", owner.get(), "write an existing USER or USER:GROUP");
            }
        }
        return owner;
    }

    private static HttpServerConfig.Place port(SectionValues sectionValues) throws ConfigException {
        String text = sectionValues.text("port").orElse("").strip();
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        String port = text.substring(colon + 1);
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
            throw sectionValues.wrong("port", text, "write a port or host:port, such as 127.0.0.1:9001");
        }
        return new HttpServerConfig.Port(host.equals("*") ? "" : host, Integer.parseInt(port));
    }
}
