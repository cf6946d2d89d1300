package org.superlance.procmon.conf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.IniFile;
import org.superlance.listener.config.IniSection;
import org.superlance.procmon.log.Level;

/**
 * Reads a {@code supervisord.conf} as supervisord 4.2 does. What has no effect here becomes a warning.
 *
 * @param environment for {@code %(ENV_X)s}
 * @param workingDirectory where relative paths start
 * @param host the name of this machine
 * @param user as whom we run
 */
public record ConfReader(Map<String, String> environment, Path workingDirectory, String host, String user) {

    /** Sections that are for others, or say what is so anyway. */
    private static final Set<String> SILENT =
            Set.of("include", "supervisorctl", "rpcinterface:supervisor", "supervisord");

    private static final Set<String> KINDS =
            Set.of("program", "group", "eventlistener", "unix_http_server", "inet_http_server", "ctlplugin");

    public ConfReader {
        environment = Map.copyOf(environment);
    }

    /** @throws ConfigException with one sentence that names file, section, key and remedy */
    public ServerSpec read(Path file) throws ConfigException {
        IniFile ini = IniFile.read(file, environment);
        try {
            return read(ini, paths());
        } catch (ConfigException e) {
            String sentence = String.valueOf(e.getMessage());
            throw sentence.contains(file.toString()) ? e : new ConfigException(file + ": " + sentence, e);
        }
    }

    /**
     * Reads one {@code [eventlistener:x]} alone, whatever is wrong with the others.
     *
     * @throws ConfigException with one sentence that names section, key and remedy
     */
    public GroupSpec pool(IniFile ini, IniSection section) throws ConfigException {
        Paths paths = paths();
        Context context = context(settings(ini, paths));
        return new GroupReader(ini, context, paths).pool(section);
    }

    private ServerSpec read(IniFile ini, Paths paths) throws ConfigException {
        Values settings = settings(ini, paths);
        Context context = context(settings);
        DaemonSpec daemon = daemon(settings.with(context.variables()), context);
        List<GroupSpec> groups = new GroupReader(ini, context, paths).read();
        List<HttpSpec> servers = new HttpReader(ini, context, paths).read();
        ini.sections().forEach(other -> warnOfUnknown(other.name(), context));
        return new ServerSpec(daemon, servers, groups, context.warnings());
    }

    private Paths paths() {
        return new Paths(workingDirectory, environment.getOrDefault("HOME", ""));
    }

    private Values settings(IniFile ini, Paths paths) {
        return new Values(ini.sectionOrEmpty("supervisord"), Map.of("host_node_name", host), paths);
    }

    private Context context(Values settings) throws ConfigException {
        Map<String, String> variables = new HashMap<>(Map.of("host_node_name", host));
        Map<String, String> ours = settings.pairs("environment");
        ours.forEach((name, value) -> variables.put("ENV_" + name, value));
        return new Context(variables, ours, settings.octal("umask"), new ArrayList<>());
    }

    private static void warnOfUnknown(String section, Context context) {
        String kind = section.substring(0, section.contains(":") ? section.indexOf(':') : section.length());
        if (!SILENT.contains(section) && !KINDS.contains(kind)) {
            context.warn("section [" + section + "] is not supported and has no effect");
        }
    }

    private DaemonSpec daemon(Values values, Context context) throws ConfigException {
        // ours is the foreground always, and the limits are for whoever starts us to set
        values.ignore("nodaemon", "minfds", "minprocs", "environment", "umask", "directory");
        String level = values.text("loglevel").orElse("info");
        DaemonSpec daemon = new DaemonSpec(
                values.text("identifier").orElse("supervisor"),
                new LogReader(values, context::warn).ofDaemon(),
                Level.named(level)
                        .orElseThrow(() -> values.wrong(
                                "loglevel", level, "write critical, error, warn, info, debug, trace or blather")),
                values.bool("silent", false),
                values.path("pidfile").orElse(workingDirectory.resolve("supervisord.pid")),
                childLogDirectory(values),
                !values.bool("nocleanup", false));
        Optional<String> asked = values.text("user");
        if (asked.isPresent() && !asked.get().equals(user)) {
            context.warn("user=" + asked.get() + " in section [supervisord] has no effect: this runs as " + user
                    + "; start it as that user");
        }
        values.unknown()
                .forEach(key -> context.warn(key + " in section [supervisord] is not supported and has no effect"));
        return daemon;
    }

    private Path childLogDirectory(Values values) throws ConfigException {
        Path directory = values.path("childlogdir").orElseGet(this::temporaryDirectory);
        if (!Files.isDirectory(directory)) {
            throw values.wrong("childlogdir", directory.toString(), "it is no directory, so make it");
        }
        return directory;
    }

    /** Source: {@code tempfile.gettempdir()} of Python; Java does not look at the variable. */
    private Path temporaryDirectory() {
        String variable = environment.getOrDefault("TMPDIR", "");
        Path asked = workingDirectory.resolve(variable);
        return !variable.isEmpty() && Files.isDirectory(asked) && Files.isWritable(asked)
                ? asked
                : Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    }
}
