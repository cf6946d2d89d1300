package org.superlance.listener.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.supervisor.ServerConfigLocator;
import org.superlance.listener.supervisor.ServerUrl;

/** Finds the supervisord to ask. */
final class Servers {

    private Servers() {}

    /** The one that has started this listener. */
    static ServerUrl ofSection(ListenerSection section, Surroundings surroundings) {
        return withCredentials(section.serverUrl(), surroundings);
    }

    /**
     * The one that a person at a shell means: named by an option, by the environment, or by the first
     * {@code supervisord.conf} in the usual places.
     *
     * @throws IllegalArgumentException with a sentence for people if there is none
     */
    static ServerUrl byHand(ListenerOptions options, Surroundings surroundings) {
        if (options.serverUrl.isSet()) {
            return withCredentials(options.serverUrl.value(), surroundings);
        }
        String url = surroundings.environment().getOrDefault("SUPERVISOR_SERVER_URL", "");
        if (!url.isEmpty() && !options.configuration.isSet()) {
            return withCredentials(url, surroundings);
        }
        return configured(options.configuration.optional(), surroundings);
    }

    /** The same server, called as a listener with that environment calls it. */
    static ServerUrl asSection(ServerUrl server, Surroundings surroundings) {
        return withCredentials(server.toString(), surroundings);
    }

    private static ServerUrl configured(Optional<Path> file, Surroundings surroundings) {
        try {
            ServerConfigLocator.Server server =
                    new ServerConfigLocator(surroundings.environment(), Path.of("")).server(file);
            ServerUrl address = ServerUrl.parse(server.url());
            return server.user().isPresent()
                    ? address.withCredentials(
                            server.user().get(), server.password().orElse(""))
                    : address;
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static ServerUrl withCredentials(String url, Surroundings surroundings) {
        Map<String, String> environment = surroundings.environment();
        ServerUrl address = ServerUrl.parse(url);
        String user = environment.get("SUPERVISOR_USERNAME");
        return user == null
                ? address
                : address.withCredentials(user, environment.getOrDefault("SUPERVISOR_PASSWORD", ""));
    }
}
