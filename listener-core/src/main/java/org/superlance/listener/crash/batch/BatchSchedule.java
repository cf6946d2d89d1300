package org.superlance.listener.crash.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a batch is due: no failure waits longer than the interval. Without state on disk: a new life begins quietly. */
public final class BatchSchedule {

    /** The handler looks each second, and what dies within one belongs together. */
    private static final Duration MIN_DELAY = Duration.ofSeconds(1);

    /** Two threads look at the clock one after the other. */
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    private final Duration interval;
    private final Optional<Duration> groupWait;
    private @Nullable Instant last;

    /**
     * @param interval from the first failure of a batch until it goes out
     * @param groupWait the same for the first batch after a quiet time, in which for a whole interval none went out
     */
    public BatchSchedule(Duration interval, Optional<Duration> groupWait) {
        this.interval = atLeast(interval);
        this.groupWait = groupWait.map(BatchSchedule::atLeast);
    }

    /** When the batch that begins with a failure of that time goes out; what comes later belongs into the next. */
    Instant due(Instant first) {
        Instant latest = first.plus(interval);
        if (groupWait.isEmpty()) {
            return latest;
        }
        Instant earliest = first.plus(groupWait.get());
        Instant next = last == null || last.isAfter(first) ? earliest : last.plus(interval);
        Instant due = next.isAfter(earliest) ? next : earliest;
        return due.isBefore(latest) ? due : latest;
    }

    /** Whether a failure seems to come from the future: the clock was set back, and waiting for it may take for ever. */
    boolean isOverdue(Instant first, Instant now) {
        return first.isAfter(now.plus(TOLERANCE));
    }

    void onSent(Instant now) {
        last = now;
    }

    private static Duration atLeast(Duration duration) {
        return duration.compareTo(MIN_DELAY) < 0 ? MIN_DELAY : duration;
    }
}
