package org.superlance.listener.configcheck;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.cli.ListenerOptions.GeneralConfig;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.ListenerConfig;
import org.superlance.listener.config.ServerConfigLocator;
import org.superlance.listener.config.SupervisordConfig;

/**
 * Selects the sections of supervisord's configuration to check.
 *
 * @param command whose sections they are
 * @param file empty if the supervisord was specified by its URL
 * @param listeners all that the file has
 */
public record SectionSelector(String command, Optional<SupervisordConfig> file, List<ListenerConfig> listeners) {

    private static final String KIND = "eventlistener:";

    public SectionSelector {
        listeners = List.copyOf(listeners);
    }

    /** @throws IllegalArgumentException with a message for the user if the file cannot be read */
    public static SectionSelector of(
            String command, GeneralConfig options, Map<String, String> environment, String host) {
        boolean named = options.serverUrl().isPresent() || environment.containsKey("SUPERVISOR_SERVER_URL");
        if (named && options.configuration().isEmpty()) {
            return new SectionSelector(command, Optional.empty(), List.of());
        }
        try {
            ServerConfigLocator places = new ServerConfigLocator(environment, Path.of(""), host);
            Path file = places.file(options.configuration());
            SupervisordConfig config = SupervisordConfig.read(file, environment, Path.of(""), host);
            return new SectionSelector(command, Optional.of(config), config.listeners());
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Checks the settings of supervisord itself. */
    public List<Diagnostic> check() {
        return file.map(SectionCheck::rpcInterface).orElse(List.of());
    }

    /** The section that runs the command, if there is exactly one. */
    public Optional<ListenerConfig> only() {
        List<ListenerConfig> all = running();
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    /**
     * All that run the command, or the one of that name.
     *
     * @param name empty for all
     * @throws IllegalArgumentException with a message for the user if there is none
     */
    public List<ListenerConfig> sections(Optional<String> name) {
        SupervisordConfig confs = file.orElseThrow(() ->
                new IllegalArgumentException("nothing to check: give options, or a supervisord.conf with -C FILE"));
        if (name.isPresent()) {
            return List.of(named(confs, name.get()));
        }
        List<ListenerConfig> all = running();
        if (all.isEmpty()) {
            throw new IllegalArgumentException(confs + " has no section [eventlistener:x] that runs " + command
                    + "; add one, or give options to check");
        }
        return all;
    }

    /** One whose {@code command=} cannot be read is passed over. */
    private List<ListenerConfig> running() {
        return listeners.stream()
                .filter(section -> section.arguments(command).isPresent())
                .toList();
    }

    private ListenerConfig named(SupervisordConfig confs, String name) {
        String pool = name.startsWith(KIND) ? name.substring(KIND.length()) : name;
        ListenerConfig section = listeners.stream()
                .filter(listener -> listener.pool().equals(pool))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(confs + " has no section [eventlistener:" + name + "]"));
        if (section.arguments(command).isEmpty()) {
            throw new IllegalArgumentException(
                    section + " of " + confs + " does not run " + command + "; check it with the command that it runs");
        }
        return section;
    }
}
