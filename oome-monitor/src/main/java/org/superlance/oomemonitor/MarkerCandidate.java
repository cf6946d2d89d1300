package org.superlance.oomemonitor;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.superlance.listener.supervisor.ProcessInfo;

/**
 * A running process, and the place where its marker would lie.
 *
 * @param since what was written there before this says nothing about the process
 */
record MarkerCandidate(ProcessInfo process, Path file, Instant since) {

    /** The kernel and supervisord both round down, by a second at most. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** @param kernelsStart when it was started as the kernel says, if it does; supervisord says it too */
    static MarkerCandidate of(ProcessInfo process, Path file, Optional<Instant> kernelsStart) {
        Instant since =
                kernelsStart.map(start -> closest(start, process.start())).orElse(process.start());
        return new MarkerCandidate(process, file, since);
    }

    /** Whether it says that this process, as it runs, has run out of memory. */
    boolean isConcernedBy(Marker marker) {
        return marker.file().equals(file) && !marker.written().isBefore(since);
    }

    /** Of two that differ a lot, because the clock was set, the earlier: rather one restart too many than one too few. */
    private static Instant closest(Instant one, Instant other) {
        Instant earlier = one.isBefore(other) ? one : other;
        Instant later = one.isBefore(other) ? other : one;
        return Duration.between(earlier, later).compareTo(TOLERANCE) > 0 ? earlier : later;
    }
}
