package org.superlance.procmon.spawn.io;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.superlance.procmon.spawn.Spawner;

/**
 * What it takes to start processes.
 *
 * @param environment what all of them get
 * @param serverUrl where we listen, as they are told
 * @param loop the main loop
 * @param writers threads that write to processes
 */
public record SpawnContext(
        Spawner spawner, Map<String, String> environment, Optional<String> serverUrl, Executor loop, Executor writers) {

    public SpawnContext {
        environment = Map.copyOf(environment);
    }
}
