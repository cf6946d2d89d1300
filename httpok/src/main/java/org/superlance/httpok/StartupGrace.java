package org.superlance.httpok;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;

/** Which processes have never answered well since they were started, and are young enough to be forgiven. */
final class StartupGrace {

    private final Duration longest;
    private final Map<Namespec, Long> answered = new HashMap<>();

    /** @param longest zero for no grace at all */
    StartupGrace(Duration longest) {
        this.longest = longest;
    }

    void onSuccess(ProcessInfo process) {
        answered.put(process.name(), process.pid());
    }

    boolean covers(ProcessInfo process) {
        Long pid = answered.get(process.name());
        boolean hasAnswered = pid != null && pid == process.pid();
        return !hasAnswered
                && process.uptime().filter(up -> up.compareTo(longest) < 0).isPresent();
    }
}
