package org.superlance.listener.util;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/** A clock that is not affected when the time is set: it starts at the wall-clock time and advances by nanoTime. */
public final class MonotonicClock extends Clock {

    private final Instant start;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private final Clock wall;

    /** Starts now. */
    public MonotonicClock(Clock wall) {
        this(wall.instant(), System::nanoTime, System.nanoTime(), wall);
    }

    private MonotonicClock(Instant start, LongSupplier nanoTime, long startNanos, Clock wall) {
        this.start = start;
        this.nanoTime = nanoTime;
        this.startNanos = startNanos;
        this.wall = wall;
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanoTime.getAsLong() - startNanos);
    }

    @Override
    public ZoneId getZone() {
        return wall.getZone();
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new MonotonicClock(start, nanoTime, startNanos, wall.withZone(other));
    }
}
