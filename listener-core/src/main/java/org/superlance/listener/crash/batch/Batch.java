package org.superlance.listener.crash.batch;

import java.util.List;
import org.superlance.listener.crash.FailureDetails;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.QueuedFailure;
import org.superlance.listener.supervisor.Namespec;

/**
 * Incidents that are told together.
 *
 * @param entries oldest first
 * @param lost how many more events there were, of which nothing else is known
 */
public record Batch(List<Entry> entries, long lost) {

    public Batch {
        entries = List.copyOf(entries);
    }

    /**
     * One failure.
     *
     * @param inLastHour how often the process has died in the hour before it, this time included
     */
    public record Entry(QueuedFailure queuedFailure, int inLastHour) {

        public ProcessFailure failure() {
            return queuedFailure.failure();
        }

        public Namespec process() {
            return failure().process();
        }

        public FailureDetails details() {
            return queuedFailure.details().orElse(FailureDetails.UNKNOWN);
        }
    }
}
