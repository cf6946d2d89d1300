package org.superlance.listener.runtime;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.cli.ListenerOptions.GeneralConfig;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.ServerConfigLocator;
import org.superlance.listener.config.ServerConfigLocator.ServerConfig;
import org.superlance.listener.supervisor.ServerUrl;

/** Finds the supervisord to ask. */
public final class SupervisorLocator {

    private SupervisorLocator() {}

    /** The one that has started this listener. */
    static ServerUrl fromSection(ListenerSection section, CommandContext context) {
        return withCredentials(section.serverUrl(), context);
    }

    /**
     * The one that a person at a shell means: named by an option, by the environment, or by the first
     * {@code supervisord.conf} in the usual places.
     *
     * @throws IllegalArgumentException with a sentence for people if there is none
     */
    static ServerUrl fromOptions(GeneralConfig options, CommandContext context) {
        return locate(options.serverUrl(), options.configuration(), context);
    }

    /**
     * The same, for a command that is no listener.
     *
     * @param serverUrl what an option names; empty if it does not
     * @param configuration the supervisord.conf that an option names; empty if it does not
     * @throws IllegalArgumentException with a sentence for people if there is none
     */
    public static ServerUrl locate(Optional<String> serverUrl, Optional<Path> configuration, CommandContext context) {
        if (serverUrl.isPresent()) {
            return withCredentials(serverUrl.get(), context);
        }
        String url = context.environment().getOrDefault("SUPERVISOR_SERVER_URL", "");
        if (!url.isEmpty() && configuration.isEmpty()) {
            return withCredentials(url, context);
        }
        return configured(configuration, context);
    }

    /** The same server, called as a listener with that environment calls it. */
    static ServerUrl toSection(ServerUrl server, CommandContext context) {
        return withCredentials(server.toString(), context);
    }

    private static ServerUrl configured(Optional<Path> file, CommandContext context) {
        try {
            ServerConfig server =
                    new ServerConfigLocator(context.environment(), Path.of(""), context.hostName()).server(file);
            ServerUrl address = ServerUrl.parse(server.url());
            return server.user().isPresent()
                    ? address.withCredentials(
                            server.user().get(), server.password().orElse(""))
                    : address;
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static ServerUrl withCredentials(String url, CommandContext context) {
        Map<String, String> environment = context.environment();
        ServerUrl address = ServerUrl.parse(url);
        String user = environment.get("SUPERVISOR_USERNAME");
        return user == null
                ? address
                : address.withCredentials(user, environment.getOrDefault("SUPERVISOR_PASSWORD", ""));
    }
}
