package org.superlance.httpok;

import java.util.Arrays;
import java.util.Optional;
import org.superlance.listener.util.TextSanitizer;

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

    /** @throws IllegalArgumentException with a sentence for people if there is none of this name */
    static PluginStatus parse(String name) {
        return Arrays.stream(values())
                .filter(status -> status.name().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + TextSanitizer.excerpt(name)
                        + "' is not a status of a failure: write WARNING, CRITICAL or UNKNOWN"));
    }

    /** Empty for an exit status that no plugin has. */
    static Optional<PluginStatus> of(int exitStatus) {
        return Arrays.stream(values())
                .filter(status -> status.exitStatus() == exitStatus)
                .findFirst();
    }
}
