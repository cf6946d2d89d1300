package org.superlance.listener.configcheck;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.config.CommandMatcher;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.EnvironmentParser;
import org.superlance.listener.config.IniFile;
import org.superlance.listener.config.IniSection;

/** The event listeners that a configuration of supervisord has. */
public final class ListenerSectionConfigs {

    private static final String KIND = "eventlistener";
    private static final String RPC = "rpcinterface:supervisor";

    private final Path file;
    private final IniFile ini;
    private final List<ListenerSectionConfig> all = new ArrayList<>();

    private ListenerSectionConfigs(Path file, IniFile ini) {
        this.file = file;
        this.ini = ini;
    }

    /**
     * Reads the file and what it includes.
     *
     * @param environment for {@code %(ENV_X)s}
     * @param host for {@code %(host_node_name)s}
     */
    public static ListenerSectionConfigs read(Path file, Map<String, String> environment, String host)
            throws ConfigException {
        ListenerSectionConfigs confs = new ListenerSectionConfigs(file, IniFile.read(file, environment));
        Map<String, String> shared = confs.sharedEnvironment();
        for (IniSection section : confs.ini.sectionsOf(KIND)) {
            if (section.name().startsWith(KIND + ":")) {
                confs.all.add(new ListenerSectionConfig(section, host, shared));
            }
        }
        return confs;
    }

    private Map<String, String> sharedEnvironment() throws ConfigException {
        Optional<IniSection> daemon = ini.section("supervisord");
        Optional<String> pairs = daemon.isPresent() ? daemon.get().get("environment") : Optional.empty();
        try {
            return pairs.isEmpty() ? Map.of() : EnvironmentParser.parse(pairs.get());
        } catch (IllegalArgumentException e) {
            throw daemon.get().failure("environment", "cannot be read: " + e.getMessage());
        }
    }

    /** All of them, in their order. */
    public List<ListenerSectionConfig> all() {
        return List.copyOf(all);
    }

    /** The section of that name, written with or without {@code eventlistener:}. */
    public Optional<ListenerSectionConfig> find(String name) {
        String pool = name.startsWith(KIND + ":") ? name.substring(KIND.length() + 1) : name;
        return all.stream().filter(conf -> conf.pool().equals(pool)).findFirst();
    }

    /** The sections that run this command; one whose {@code command=} cannot be read is passed over. */
    public List<ListenerSectionConfig> running(String command) {
        return all.stream().filter(conf -> arguments(conf, command).isPresent()).toList();
    }

    /** The options that the section gives to this command; empty if it runs another. */
    public static Optional<List<String>> arguments(ListenerSectionConfig conf, String command) {
        try {
            return CommandMatcher.of(conf.words()).arguments(command);
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }

    /** What supervisord itself lacks to serve listeners. */
    public List<Diagnostic> check() {
        return ini.section(RPC).isPresent()
                ? List.of()
                : List.of(Diagnostic.problem("the section [" + RPC + "] is missing from " + file
                        + ", without which no listener can do anything; add it, with the line"
                        + " supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface"));
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
