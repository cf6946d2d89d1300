package org.superlance.procmon.subprocess;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.superlance.procmon.spawn.ProcessExit;
import org.superlance.procmon.subprocess.SubprocessLauncher.RunningProcess;

/**
 * The process of the last start of a program, until its exit is known. An exit is usually told; one that an error of the JVM,
 * such as a full heap, has lost is seen on the process itself. Only the main loop uses it.
 */
final class CurrentProcess {

    /** For the rest of the output, and for the main loop: an exit that is not told by then is not told at all. */
    static final Duration NOTICE = Duration.ofSeconds(3);

    private Optional<RunningProcess> process = Optional.empty();

    /** All of them, so that the exit of an earlier process is not taken for that of a later one. */
    private int starts;

    /** When the process was first seen to have ended, by the monotonic clock. */
    private Optional<Instant> endSeen = Optional.empty();

    /** An exit that was not told. */
    record LostExit(ProcessExit exit, Duration ago) {}

    /** The number of a start that is about to be made. */
    int nextStart() {
        return ++starts;
    }

    /** The start has succeeded. */
    void set(RunningProcess started) {
        process = Optional.of(started);
    }

    /** Its exit is known. */
    void clear() {
        process = Optional.empty();
        endSeen = Optional.empty();
    }

    Optional<RunningProcess> get() {
        return process;
    }

    /** Whether the process of that start is still the current one. */
    boolean isOf(int start) {
        return start == starts && process.isPresent();
    }

    /** 0 if there is none. */
    long pid() {
        return process.map(RunningProcess::pid).orElse(0L);
    }

    /** Whether it has ended, which nobody has told yet. */
    boolean hasEnded() {
        return process.flatMap(RunningProcess::ended).isPresent();
    }

    /** When an exit that is not told meanwhile is taken for lost. */
    Instant lostAt(Instant now) {
        return endSeen.orElse(now).plus(NOTICE);
    }

    /** An exit that should have been told by now. */
    Optional<LostExit> lostExit(Instant now) {
        Optional<ProcessExit> exit = process.flatMap(RunningProcess::ended);
        if (exit.isPresent() && endSeen.isEmpty()) {
            endSeen = Optional.of(now);
        }
        return exit.filter(ended -> !now.isBefore(lostAt(now)))
                .map(ended -> new LostExit(ended, Duration.between(endSeen.orElse(now), now)));
    }
}
