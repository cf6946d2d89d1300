package org.superlance.listener.restart;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Namespec;

/** What a check cycle's decisions lead to. */
public interface RestartExecutor {

    /** Whether a restart of that process is going on, or waits for its turn. */
    boolean isInProgress(Namespec name);

    /** How many restarts are going on. */
    int inProgress();

    /** Begins to restart, or to start, what these decisions are about. */
    void execute(List<Decision> decisions);

    /** Tells people that the process is sick and held back from. */
    void onRateLimited(Decision decision);

    /** Is told of the whole round at its end. */
    default void onCycle(List<Decision> all, List<Decision> actedOn) {}

    /** The listener ends: what still waits to be told is told now. */
    default void close() {}

    /** Says what would be done. */
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
    }
}
