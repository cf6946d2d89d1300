package org.superlance.listener.cli;

import java.time.Instant;

/** Time as metrics tell it. */
public final class EpochSeconds {

    private static final double MILLIS = 1_000.0;

    private EpochSeconds() {}

    /** Since the beginning of 1970, UTC. */
    public static double of(Instant time) {
        return time.toEpochMilli() / MILLIS;
    }
}
