package org.superlance.listener.restart;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.superlance.listener.history.History;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.SupervisorClient;

/** Managers of restarts without what a test is not about. */
public final class RestartManagers {

    private RestartManagers() {}

    /** One that keeps nothing. */
    public static RestartManager of(SupervisorClient supervisor, ScheduledExecutorService workers) {
        return of(supervisor, RestartJournal.none(), workers, Metrics.none());
    }

    static RestartManager of(
            SupervisorClient supervisor, RestartJournal journal, ScheduledExecutorService workers, Metrics metrics) {
        return of(supervisor, journal, workers, metrics, name -> Optional.empty());
    }

    static RestartManager of(
            SupervisorClient supervisor,
            RestartJournal journal,
            ScheduledExecutorService workers,
            Metrics metrics,
            Function<Namespec, Optional<String>> paused) {
        return new RestartManager(
                supervisor, journal, workers, tally(metrics), paused, Optional.empty(), RestartRules.ALWAYS);
    }

    static RestartTally tally(Metrics metrics) {
        return new RestartTally(metrics, History.none(), InstantSource.system());
    }
}
