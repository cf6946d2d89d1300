package org.superlance.timemon;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Spreads restarts over a time. */
record Jitter(Duration max, RandomGenerator random) {

    /** A random part of it. */
    Duration next() {
        return Duration.ofMillis(random.nextLong(max.toMillis() + 1));
    }
}
