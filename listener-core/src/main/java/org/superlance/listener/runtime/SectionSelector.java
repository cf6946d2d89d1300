package org.superlance.listener.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.cli.GeneralConfig;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.configcheck.ListenerSectionConfig;
import org.superlance.listener.configcheck.ListenerSectionConfigs;
import org.superlance.listener.supervisor.ServerConfigLocator;

/**
 * Which sections of supervisord's configuration a check is about.
 *
 * @param command whose sections they are
 * @param file empty if the supervisord was named otherwise than by its configuration
 */
record SectionSelector(String command, Optional<ListenerSectionConfigs> file) {

    /** @throws IllegalArgumentException with a sentence for people if the file cannot be read */
    static SectionSelector of(String command, GeneralConfig options, CommandContext context) {
        boolean named = options.serverUrl().isPresent() || context.environment().containsKey("SUPERVISOR_SERVER_URL");
        if (named && options.configuration().isEmpty()) {
            return new SectionSelector(command, Optional.empty());
        }
        try {
            ServerConfigLocator places = new ServerConfigLocator(context.environment(), Path.of(""));
            Path file = places.file(options.configuration());
            String host = HostName.name(context);
            return new SectionSelector(
                    command, Optional.of(ListenerSectionConfigs.read(file, context.environment(), host)));
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** What supervisord itself lacks. */
    List<Diagnostic> check() {
        return file.map(ListenerSectionConfigs::check).orElse(List.of());
    }

    /** The one that options by hand are meant for, if there is no doubt about it. */
    Optional<ListenerSectionConfig> only() {
        List<ListenerSectionConfig> all =
                file.map(confs -> confs.running(command)).orElse(List.of());
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    /**
     * All that run the command, or the one of that name.
     *
     * @param name empty for all
     * @throws IllegalArgumentException with a sentence for people if there is none
     */
    List<ListenerSectionConfig> sections(Optional<String> name) {
        ListenerSectionConfigs confs = file.orElseThrow(() -> new IllegalArgumentException(
                "there is nothing to check: give options, or with -C FILE the supervisord.conf that has them"));
        if (name.isPresent()) {
            return List.of(named(confs, name.get()));
        }
        List<ListenerSectionConfig> all = confs.running(command);
        if (all.isEmpty()) {
            throw new IllegalArgumentException(confs + " has no section [eventlistener:x] that runs " + command
                    + "; add one, or give options to check");
        }
        return all;
    }

    private ListenerSectionConfig named(ListenerSectionConfigs confs, String name) {
        ListenerSectionConfig section = confs.find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        confs + " has no section [eventlistener:" + name + "]; give --section a name that it has"));
        if (ListenerSectionConfigs.arguments(section, command).isEmpty()) {
            throw new IllegalArgumentException(
                    section + " of " + confs + " does not run " + command + "; check it with the command that it runs");
        }
        return section;
    }
}
