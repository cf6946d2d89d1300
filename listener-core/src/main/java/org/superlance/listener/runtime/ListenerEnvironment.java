package org.superlance.listener.runtime;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.superlance.listener.metrics.Metrics;

/**
 * What a plugin has to work with once it runs.
 *
 * @param host the machine's name
 * @param directory of this listener alone, for what must survive it; empty without a state directory
 * @param clock tells the time and the local time zone
 * @param metrics takes down what is told to machines
 */
public record ListenerEnvironment(String host, Optional<Path> directory, Clock clock, Metrics metrics) {

    /** One whose metrics nobody wants. */
    public ListenerEnvironment(String host, Optional<Path> directory, Clock clock) {
        this(host, directory, clock, Metrics.none());
    }
}
