package org.superlance.listener.cli;

import java.util.Map;
import java.util.Optional;
import org.superlance.listener.supervisor.Namespec;

/**
 * What supervisord tells an event listener in its environment.
 *
 * @param self the listener's own namespec
 * @param serverUrl where its supervisord answers
 */
record ListenerSection(Namespec self, String serverUrl) {

    /** Empty when the command was not started by supervisord. */
    static Optional<ListenerSection> of(Surroundings surroundings) {
        Map<String, String> environment = surroundings.environment();
        String url = environment.getOrDefault("SUPERVISOR_SERVER_URL", "");
        if (url.isEmpty() || surroundings.fromTerminal()) {
            return Optional.empty();
        }
        String name = environment.getOrDefault("SUPERVISOR_PROCESS_NAME", "");
        String group = environment.getOrDefault("SUPERVISOR_GROUP_NAME", name);
        return Optional.of(new ListenerSection(new Namespec(group, name), url));
    }

    /** A pool of several processes must name them differently from the pool, by supervisord's own rule. */
    boolean isAloneInItsPool() {
        return self.name().equals(self.group());
    }
}
