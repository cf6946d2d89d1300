package org.superlance.timemon;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Spreads restarts over a time. */
record Jitter(Duration longest, RandomGenerator random) {

    /** A random part of it. */
    Duration next() {
        return Duration.ofMillis(random.nextLong(longest.toMillis() + 1));
    }
}
