package org.superlance.superlance;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.supervisor.Namespec;

/**
 * A listener that is to run in this process.
 *
 * @param name its section, and its process in it; its state is kept under this name
 * @param events what it is sent
 * @param environment what its section adds to ours
 * @param zone its local time; empty for that of the process
 */
record ListenerConfig(
        Namespec name,
        SuperlanceSubcommand command,
        List<String> arguments,
        EventSubscription events,
        Map<String, String> environment,
        Optional<ZoneId> zone) {

    ListenerConfig {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }
}
