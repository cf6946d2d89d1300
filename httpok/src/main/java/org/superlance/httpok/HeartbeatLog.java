package org.superlance.httpok;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers when heartbeat files were seen to be touched, by a clock that nobody sets. A file's time is compared with the
 * machine's clock once, when it is seen first: a clock that is set afterwards makes no file older or younger, and a time in
 * the future is taken for now. Thread-safe.
 */
final class HeartbeatLog {

    private static final int MAX_FILES = 10_000;
    private static final Duration MAX_AGE = Duration.ofDays(36_500);

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Map<Path, Seen> files = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Seen> eldest) {
            return size() > MAX_FILES;
        }
    };

    /** @param nanoTime never set, as that of {@link System#nanoTime()} */
    HeartbeatLog(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * A file as it was seen.
     *
     * @param modified the time of the file
     * @param touched when that was, by nanoTime
     * @param looked when it was looked at last, by nanoTime
     */
    private record Seen(Instant modified, long touched, long looked) {}

    /** How long ago the file was touched; never negative. */
    synchronized Duration age(Path file, Instant modified) {
        long now = nanoTime.getAsLong();
        Seen last = files.get(file);
        long touched = last != null && last.modified.equals(modified) ? last.touched : touched(now, last, modified);
        files.put(file, new Seen(modified, touched, now));
        return Duration.ofNanos(now - touched);
    }

    private long touched(long now, @Nullable Seen last, Instant modified) {
        Duration age = Duration.between(modified, clock.instant());
        long nanos = age.compareTo(MAX_AGE) > 0 ? MAX_AGE.toNanos() : Math.max(0, age.toNanos());
        // it had another time when it was looked at last, so it was touched after that, whatever the clock says
        return last == null ? now - nanos : now - Math.min(nanos, now - last.looked);
    }

    /** How far the time of a file is ahead of the machine's clock; zero if it is not. */
    Duration ahead(Instant modified) {
        Duration ahead = Duration.between(clock.instant(), modified);
        return ahead.isNegative() ? Duration.ZERO : ahead;
    }
}
