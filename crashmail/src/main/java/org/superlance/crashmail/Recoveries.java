package org.superlance.crashmail;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.superlance.listener.crash.Incident;
import org.superlance.listener.event.ProcessStateEvent;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;

/**
 * Remembers the programs that were reported, and sees which of them run again for long enough. supervisord is asked now
 * and then, because the events of a recovery may not be subscribed; where they are, it is asked at the right moment.
 */
final class Recoveries {

    private static final int MOST = 5_000;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Optional<Duration> after;
    private final Map<Namespec, Incident> reported = new LinkedHashMap<>();
    private Instant nextLook = Instant.MIN;

    /** @param after how long a program must run again; empty to remember nothing */
    Recoveries(Optional<Duration> after) {
        this.after = after;
    }

    /**
     * A program that runs again.
     *
     * @param incident what was reported of it last
     */
    record Recovery(Incident incident, ProcessInfo process) {}

    /** Remembers that the program was reported. */
    void reported(Incident incident) {
        if (after.isPresent()) {
            reported.remove(incident.process());
            reported.put(incident.process(), incident);
            if (reported.size() > MOST) {
                reported.remove(reported.keySet().iterator().next());
            }
        }
    }

    /** Takes a change in: it says when to look. */
    void seen(ProcessStateEvent event, Instant now) {
        if (event.state() == ProcessState.RUNNING && reported.containsKey(event.process())) {
            Instant then = now.plus(after.orElseThrow());
            nextLook = then.isBefore(nextLook) ? then : nextLook;
        }
    }

    /** Whether supervisord is to be asked now. */
    boolean wantsToLook(Instant now) {
        return !reported.isEmpty() && !now.isBefore(nextLook);
    }

    /** Judges what supervisord has answered; each recovery is told once. */
    List<Recovery> judge(List<ProcessInfo> processes, Instant now) {
        Duration pause = after.orElseThrow().dividedBy(2);
        nextLook = now.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        List<Recovery> recoveries = new ArrayList<>();
        for (ProcessInfo process : processes) {
            Incident incident = reported.get(process.name());
            if (incident != null && runsAgain(process, incident)) {
                reported.remove(process.name());
                recoveries.add(new Recovery(incident, process));
            }
        }
        return recoveries;
    }

    /** supervisord did not answer: asked again later. */
    void postpone(Instant now) {
        nextLook = now.plus(LONGEST_PAUSE);
    }

    private boolean runsAgain(ProcessInfo process, Incident incident) {
        return process.state() == ProcessState.RUNNING
                && !incident.pid().equals(OptionalLong.of(process.pid()))
                && process.uptime()
                        .filter(uptime -> uptime.compareTo(after.orElseThrow()) >= 0)
                        .isPresent();
    }
}
