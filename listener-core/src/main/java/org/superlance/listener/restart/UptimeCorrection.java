package org.superlance.listener.restart;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;

/**
 * Corrects how long processes have been running. supervisord takes the difference of two times of the machine's clock: if that
 * was set back by an hour, a process seems to be an hour younger than it is. It cannot be younger than it is known here. For
 * one thread.
 *
 * <p>Source: {@code supervisor/rpcinterface.py} of supervisord 4.2.5, {@code getProcessInfo}.
 */
public final class UptimeCorrection {

    /** supervisord tells whole seconds. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final Map<Namespec, Sighting> sightings = new HashMap<>();

    private record Sighting(long pid, Instant since) {}

    /**
     * The same processes, each of which has been running for at least as long as it has been seen.
     *
     * @param now of a clock that nobody sets
     */
    public List<ProcessInfo> correct(List<ProcessInfo> processes, Instant now) {
        Set<Namespec> names = new HashSet<>();
        List<ProcessInfo> corrected = new ArrayList<>(processes.size());
        for (ProcessInfo process : processes) {
            names.add(process.name());
            corrected.add(correct(process, now));
        }
        sightings.keySet().retainAll(names);
        return corrected;
    }

    private ProcessInfo correct(ProcessInfo process, Instant now) {
        if (!process.hasPid()) {
            sightings.remove(process.name());
            return process;
        }
        Sighting sighting = sightings.get(process.name());
        if (sighting == null || sighting.pid() != process.pid()) {
            sighting = new Sighting(process.pid(), now);
            sightings.put(process.name(), sighting);
        }
        Duration seen = Duration.between(sighting.since(), now);
        boolean younger = process.uptime()
                .filter(uptime -> uptime.compareTo(seen.minus(TOLERANCE)) < 0)
                .isPresent();
        return younger ? process.startedAt(process.now().minus(seen)) : process;
    }
}
