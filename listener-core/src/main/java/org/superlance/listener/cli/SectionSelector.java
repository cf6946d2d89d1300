package org.superlance.listener.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.inspection.ListenerConf;
import org.superlance.listener.inspection.ListenerConfs;
import org.superlance.listener.inspection.Remark;
import org.superlance.listener.supervisor.ServerConfigLocator;

/**
 * Which sections of supervisord's configuration a check is about.
 *
 * @param command whose sections they are
 * @param file empty if the supervisord was named otherwise than by its configuration
 */
record SectionSelector(String command, Optional<ListenerConfs> file) {

    /** @throws IllegalArgumentException with a sentence for people if the file cannot be read */
    static SectionSelector of(String command, ListenerOptions options, CommandContext context) {
        boolean named = options.serverUrl.isSet() || context.environment().containsKey("SUPERVISOR_SERVER_URL");
        if (named && !options.configuration.isSet()) {
            return new SectionSelector(command, Optional.empty());
        }
        try {
            ServerConfigLocator places = new ServerConfigLocator(context.environment(), Path.of(""));
            Path file = places.file(options.configuration.optional());
            String host = HostName.name(context);
            return new SectionSelector(command, Optional.of(ListenerConfs.read(file, context.environment(), host)));
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** What supervisord itself lacks. */
    List<Remark> check() {
        return file.map(ListenerConfs::look).orElse(List.of());
    }

    /** The one that options by hand are meant for, if there is no doubt about it. */
    Optional<ListenerConf> only() {
        List<ListenerConf> all = file.map(confs -> confs.running(command)).orElse(List.of());
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    /**
     * All that run the command, or the one of that name.
     *
     * @param name empty for all
     * @throws IllegalArgumentException with a sentence for people if there is none
     */
    List<ListenerConf> sections(Optional<String> name) {
        ListenerConfs confs = file.orElseThrow(() -> new IllegalArgumentException(
                "there is nothing to check: give options, or with -C FILE the supervisord.conf that has them"));
        if (name.isPresent()) {
            return List.of(named(confs, name.get()));
        }
        List<ListenerConf> all = confs.running(command);
        if (all.isEmpty()) {
            throw new IllegalArgumentException(confs + " has no section [eventlistener:x] that runs " + command
                    + "; add one, or give options to check");
        }
        return all;
    }

    private ListenerConf named(ListenerConfs confs, String name) {
        ListenerConf section = confs.named(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        confs + " has no section [eventlistener:" + name + "]; give --section a name that it has"));
        if (ListenerConfs.arguments(section, command).isEmpty()) {
            throw new IllegalArgumentException(
                    section + " of " + confs + " does not run " + command + "; check it with the command that it runs");
        }
        return section;
    }
}
