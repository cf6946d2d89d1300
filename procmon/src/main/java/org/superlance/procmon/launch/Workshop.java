package org.superlance.procmon.launch;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.superlance.procmon.child.Spawner;

/**
 * What it takes to start processes.
 *
 * @param environment what all of them get
 * @param serverUrl where we listen, as they are told
 * @param loop the main loop
 * @param writers threads that write to processes
 */
public record Workshop(
        Spawner spawner, Map<String, String> environment, Optional<String> serverUrl, Executor loop, Executor writers) {

    public Workshop {
        environment = Map.copyOf(environment);
    }
}
