package org.superlance.listener.restart;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Namespec;

/** Acts on the decisions of a check cycle. */
public interface RestartExecutor {

    /** Whether a restart of that process is in progress or queued. */
    boolean isInProgress(Namespec name);

    /** How many restarts are in progress. */
    int inProgress();

    /**
     * Finishes what an earlier run of this listener has begun, and reports it like any other restart; called again when
     * more of that is found.
     */
    default void resume() {}

    /** Begins to restart, or to start, the processes of these decisions. */
    void execute(List<Decision> decisions);

    /**
     * Waits until no restart is in progress or queued.
     *
     * @return whether that was reached within the limit
     */
    default boolean awaitIdle(Duration limit) throws InterruptedException {
        return true;
    }

    /**
     * From now on tells of each process that was restarted, on a worker, before anybody else is told.
     *
     * @param listener may give it more to do
     */
    default void onRestart(Consumer<Namespec> listener) {}

    /**
     * From now on tells of each process whose restart was decided on and not made: that may be made later.
     *
     * @param listener called on a worker or the thread that ends the listener, without a lock
     */
    default void onSkipped(Consumer<Namespec> listener) {}

    /** Notifies that the process is unhealthy and not restarted because of its limit. */
    void onRateLimited(Decision decision);

    /** Takes down that the process would be restarted if it were not paused. */
    default void onPaused(Decision decision) {}

    /** Called at the end of a cycle with all decisions, and those acted on. */
    default void onCycle(List<Decision> all, List<Decision> actedOn) {}

    /** The listener exits: pending notifications are sent now. */
    default void close() {}

    /** Logs what would be done. */
    final class DryRunExecutor implements RestartExecutor {

        private static final Logger LOG = LoggerFactory.getLogger(DryRunExecutor.class);

        @Override
        public boolean isInProgress(Namespec name) {
            return false;
        }

        @Override
        public int inProgress() {
            return 0;
        }

        @Override
        public void execute(List<Decision> decisions) {
            decisions.forEach(decision -> LOG.warn("dry run, would {}", decision.intention()));
        }

        @Override
        public void onRateLimited(Decision decision) {
            LOG.warn("dry run, would {}", decision.intention());
        }

        @Override
        public void onPaused(Decision decision) {
            LOG.info("dry run, would {}", decision.intention());
        }
    }
}
