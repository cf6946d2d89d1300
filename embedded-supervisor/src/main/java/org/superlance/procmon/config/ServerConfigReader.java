package org.superlance.procmon.config;

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
public record ServerConfigReader(Map<String, String> environment, Path workingDirectory, String host, String user) {

    /** Sections that are for others, or say what is so anyway. */
    private static final Set<String> IGNORED_SECTIONS =
            Set.of("include", "supervisorctl", "rpcinterface:supervisor", "supervisord");

    private static final Set<String> SECTION_TYPES =
            Set.of("program", "group", "eventlistener", "unix_http_server", "inet_http_server", "ctlplugin");

    public ServerConfigReader {
        environment = Map.copyOf(environment);
    }

    /** @throws ConfigException with one sentence that names file, section, key and remedy */
    public ServerSpec read(Path file) throws ConfigException {
        IniFile ini = IniFile.read(file, environment);
        try {
            return read(ini, pathResolver());
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
        PathResolver pathResolver = pathResolver();
        SectionContext sectionContext = sectionContext(settings(ini, pathResolver));
        return new GroupReader(ini, sectionContext, pathResolver).pool(section);
    }

    private ServerSpec read(IniFile ini, PathResolver pathResolver) throws ConfigException {
        SectionValues settings = settings(ini, pathResolver);
        SectionContext sectionContext = sectionContext(settings);
        SupervisordSpec daemon = daemon(settings.with(sectionContext.variables()), sectionContext);
        List<GroupSpec> groups = new GroupReader(ini, sectionContext, pathResolver).read();
        List<HttpSpec> servers = new HttpReader(ini, sectionContext, pathResolver).read();
        ini.sections().forEach(other -> warnOfUnknown(other.name(), sectionContext));
        return new ServerSpec(daemon, servers, groups, sectionContext.warnings());
    }

    private PathResolver pathResolver() {
        return new PathResolver(workingDirectory, environment.getOrDefault("HOME", ""));
    }

    private SectionValues settings(IniFile ini, PathResolver pathResolver) {
        return new SectionValues(ini.sectionOrEmpty("supervisord"), Map.of("host_node_name", host), pathResolver);
    }

    private SectionContext sectionContext(SectionValues settings) throws ConfigException {
        Map<String, String> variables = new HashMap<>(Map.of("host_node_name", host));
        Map<String, String> ours = settings.pairs("environment");
        ours.forEach((name, value) -> variables.put("ENV_" + name, value));
        return new SectionContext(variables, ours, settings.octal("umask"), new ArrayList<>());
    }

    private static void warnOfUnknown(String section, SectionContext sectionContext) {
        String kind = section.substring(0, section.contains(":") ? section.indexOf(':') : section.length());
        if (!IGNORED_SECTIONS.contains(section) && !SECTION_TYPES.contains(kind)) {
            sectionContext.warn("section [" + section + "] is not supported and has no effect");
        }
    }

    private SupervisordSpec daemon(SectionValues sectionValues, SectionContext sectionContext) throws ConfigException {
        // ours is the foreground always, and the limits are for whoever starts us to set
        sectionValues.ignore("nodaemon", "minfds", "minprocs", "environment", "umask", "directory");
        String level = sectionValues.text("loglevel").orElse("info");
        SupervisordSpec daemon = new SupervisordSpec(
                sectionValues.text("identifier").orElse("supervisor"),
                new LogReader(sectionValues, sectionContext::warn).ofDaemon(),
                Level.ofName(level)
                        .orElseThrow(() -> sectionValues.wrong(
                                "loglevel", level, "write critical, error, warn, info, debug, trace or blather")),
                sectionValues.bool("silent", false),
                sectionValues.path("pidfile").orElse(workingDirectory.resolve("supervisord.pid")),
                childLogDirectory(sectionValues),
                !sectionValues.bool("nocleanup", false));
        Optional<String> asked = sectionValues.text("user");
        if (asked.isPresent() && !asked.get().equals(user)) {
            sectionContext.warn("user=" + asked.get() + " in section [supervisord] has no effect: this runs as " + user
                    + "; start it as that user");
        }
        sectionValues
                .unknown()
                .forEach(key ->
                        sectionContext.warn(key + " in section [supervisord] is not supported and has no effect"));
        return daemon;
    }

    private Path childLogDirectory(SectionValues sectionValues) throws ConfigException {
        Path directory = sectionValues.path("childlogdir").orElseGet(this::temporaryDirectory);
        if (!Files.isDirectory(directory)) {
            throw sectionValues.wrong("childlogdir", directory.toString(), "it is no directory, so make it");
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
