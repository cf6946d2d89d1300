package org.superlance.crashmail;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;

/**
 * Remembers the programs that were reported, and sees which of them run again for long enough. supervisord is asked now
 * and then, because the events of a recovery may not be subscribed; where they are, it is asked at the right moment.
 */
final class RecoveryTracker {

    private static final int MAX_TRACKED = 5_000;
    private static final Duration MAX_CHECK_INTERVAL = Duration.ofSeconds(30);

    private final Optional<Duration> after;
    private final Map<Namespec, ProcessFailure> reported = new LinkedHashMap<>();
    private Instant nextLook = Instant.MIN;

    /** @param after how long a program must run again; empty to remember nothing */
    RecoveryTracker(Optional<Duration> after) {
        this.after = after;
    }

    /**
     * A program that runs again.
     *
     * @param failure what was reported of it last
     */
    record Recovery(ProcessFailure failure, ProcessInfo process) {}

    /** Remembers that the program was reported. */
    void onReported(ProcessFailure failure) {
        if (after.isPresent()) {
            reported.remove(failure.process());
            reported.put(failure.process(), failure);
            if (reported.size() > MAX_TRACKED) {
                reported.remove(reported.keySet().iterator().next());
            }
        }
    }

    /** Takes a change in: it says when to look. */
    void onEvent(ProcessStateEvent event, Instant now) {
        if (event.state() == ProcessState.RUNNING && reported.containsKey(event.process())) {
            Instant then = now.plus(after.orElseThrow());
            nextLook = then.isBefore(nextLook) ? then : nextLook;
        }
    }

    /** Whether supervisord is to be asked now. */
    boolean isCheckDue(Instant now) {
        return !reported.isEmpty() && !now.isBefore(nextLook);
    }

    /** Judges what supervisord has answered; each recovery is told once. */
    List<Recovery> findRecovered(List<ProcessInfo> processes, Instant now) {
        Duration pause = after.orElseThrow().dividedBy(2);
        nextLook = now.plus(pause.compareTo(MAX_CHECK_INTERVAL) < 0 ? pause : MAX_CHECK_INTERVAL);
        List<Recovery> recoveries = new ArrayList<>();
        for (ProcessInfo process : processes) {
            ProcessFailure failure = reported.get(process.name());
            if (failure != null && runsAgain(process, failure)) {
                reported.remove(process.name());
                recoveries.add(new Recovery(failure, process));
            }
        }
        return recoveries;
    }

    /** supervisord did not answer: asked again later. */
    void postpone(Instant now) {
        nextLook = now.plus(MAX_CHECK_INTERVAL);
    }

    private boolean runsAgain(ProcessInfo process, ProcessFailure failure) {
        return process.state() == ProcessState.RUNNING
                && !failure.pid().equals(OptionalLong.of(process.pid()))
                && process.uptime()
                        .filter(uptime -> uptime.compareTo(after.orElseThrow()) >= 0)
                        .isPresent();
    }
}
