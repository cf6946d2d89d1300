package org.superlance.oomemonitor;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.process.Lookup;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;

/** Tells why a process cannot be watched; of each process once and not at every tick, until it changes. */
final class MarkerProblemLog {

    private static final Logger LOG = LoggerFactory.getLogger(MarkerProblemLog.class);

    private final Map<Namespec, String> told = new HashMap<>();

    void notRunning(ProcessInfo process) {
        if (isNews(process, "not running")) {
            LOG.info("{} does not run ({}): it is watched when it does", process.name(), process.state());
        }
    }

    /** The place of its marker is not known. */
    void nowhere(ProcessInfo process, Lookup<?> why) {
        if (!isNews(process, why.sentence())) {
            return;
        }
        if (why instanceof Lookup.NotFound<?>) {
            LOG.info(
                    "{} (pid {}) is not watched now: {} (if it runs on, /proc hides it from this user: run oome_monitor as"
                            + " the user of the program or as root)",
                    process.name(),
                    process.pid(),
                    why.sentence());
        } else {
            LOG.warn("{} (pid {}) cannot be watched: {}", process.name(), process.pid(), why.sentence());
        }
    }

    /** What is odd about what lies there, if anything. */
    void of(ProcessInfo process, Optional<String> oddity) {
        if (oddity.isEmpty()) {
            told.remove(process.name());
        } else if (isNews(process, oddity.get())) {
            LOG.warn("{} (pid {}): {}", process.name(), process.pid(), oddity.get());
        }
    }

    void forgetAllBut(Set<Namespec> names) {
        told.keySet().retainAll(names);
    }

    private boolean isNews(ProcessInfo process, String sentence) {
        String now = process.pid() + " " + sentence;
        return !now.equals(told.put(process.name(), now));
    }
}
