package org.superlance.httpok;

import java.util.Arrays;
import java.util.Optional;

/**
 * The statuses of a plugin, by its exit status.
 *
 * <p>Source: the Monitoring Plugins' guidelines for developers.
 */
enum PluginStatus {
    OK,
    WARNING,
    CRITICAL,
    UNKNOWN;

    /** From 0 to 3. */
    int exitStatus() {
        return ordinal();
    }

    /** Empty for an exit status that no plugin has. */
    static Optional<PluginStatus> of(int exitStatus) {
        return Arrays.stream(values())
                .filter(status -> status.exitStatus() == exitStatus)
                .findFirst();
    }
}
