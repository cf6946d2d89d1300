package org.superlance.httpok;

import java.util.Arrays;
import java.util.Optional;

/**
 * The statuses of a plugin, by its exit status.
 *
 * <p>Source: the Monitoring Plugins' guidelines for developers.
 */
enum PluginStatus {
    OK(0),
    WARNING(1),
    CRITICAL(2),
    UNKNOWN(3);

    private final int exitStatus;

    PluginStatus(int exitStatus) {
        this.exitStatus = exitStatus;
    }

    int exitStatus() {
        return exitStatus;
    }

    /** Empty for an exit status that no plugin has. */
    static Optional<PluginStatus> of(int exitStatus) {
        return Arrays.stream(values())
                .filter(status -> status.exitStatus() == exitStatus)
                .findFirst();
    }
}
