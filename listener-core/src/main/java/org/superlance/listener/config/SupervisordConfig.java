package org.superlance.listener.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.process.UserAccounts;

/**
 * A {@code supervisord.conf}, with the variables of its values: {@code %(here)s}, {@code %(host_node_name)s},
 * {@code %(ENV_X)s} of the environment and of {@code environment=} in {@code [supervisord]}. Values are
 * read on demand, so that an error in one section does not matter to the readers of another.
 *
 * <p>Source: supervisord 4.2's configuration file.
 */
public final class SupervisordConfig {

    private static final String LISTENER = "eventlistener";

    private final Path file;
    private final IniFile ini;
    private final Map<String, String> environment;
    private final Path workingDirectory;
    private final String host;
    private final UserAccounts users = new UserAccounts();

    private SupervisordConfig(
            Path file, IniFile ini, Map<String, String> environment, Path workingDirectory, String host) {
        this.file = file;
        this.ini = ini;
        this.environment = Map.copyOf(environment);
        this.workingDirectory = workingDirectory;
        this.host = host;
    }

    /**
     * Reads the file and what it includes.
     *
     * @param environment for {@code %(ENV_X)s}, and its HOME for {@code ~/} in a path
     * @param workingDirectory where relative paths start
     * @param host for {@code %(host_node_name)s}
     */
    public static SupervisordConfig read(Path file, Map<String, String> environment, Path workingDirectory, String host)
            throws ConfigException {
        return new SupervisordConfig(file, IniFile.read(file, environment, host), environment, workingDirectory, host);
    }

    public IniFile ini() {
        return ini;
    }

    /** {@code environment=} of {@code [supervisord]}, for all processes. */
    public Map<String, String> sharedEnvironment() throws ConfigException {
        return daemon(Map.of("host_node_name", host)).pairsOfTwo("environment");
    }

    /** {@code umask=} of {@code [supervisord]}, in octal digits. */
    Optional<String> umask() throws ConfigException {
        return daemon(Map.of("host_node_name", host)).octal("umask");
    }

    /** The values of {@code [supervisord]}. */
    public SectionValues daemon() throws ConfigException {
        return daemon(variables());
    }

    private SectionValues daemon(Map<String, String> variables) {
        return new SectionValues(ini.sectionOrEmpty("supervisord"), variables, this);
    }

    /** The values of a section of this file. */
    public SectionValues values(IniSection section) throws ConfigException {
        return new SectionValues(section, variables(), this);
    }

    /** That of the process that reads the file. */
    Map<String, String> environment() {
        return environment;
    }

    /** The name of this machine. */
    String host() {
        return host;
    }

    /** The variables of all sections. */
    Map<String, String> variables() throws ConfigException {
        Map<String, String> variables = new HashMap<>(Map.of("host_node_name", host));
        sharedEnvironment().forEach((name, value) -> variables.put("ENV_" + name, value));
        return variables;
    }

    UserAccounts users() {
        return users;
    }

    /**
     * The absolute path; {@code ..} in it is left to the file system, which heeds links.
     *
     * @throws java.nio.file.InvalidPathException if the path is invalid
     */
    Path absolute(String path) {
        return workingDirectory.resolve(HomeDirectory.expand(path, environment, users));
    }

    /** The sections {@code [eventlistener:x]}, in file order. */
    public List<ListenerConfig> listeners() throws ConfigException {
        List<ListenerConfig> listeners = new ArrayList<>();
        for (IniSection section : ini.sectionsOf(LISTENER)) {
            listeners.add(new ListenerConfig(this, section));
        }
        return listeners;
    }

    /** The file's name, for messages. */
    @Override
    public String toString() {
        return file.toString();
    }
}
