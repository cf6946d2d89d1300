package org.superlance.listener.restart;

import java.util.List;
import org.superlance.listener.notify.NotificationQueue;

/** Tells people what a check cycle does. Called on workers; it waits for nothing. */
public interface RestartNotifier {

    /** At the end of every round: what was decided, and what of it is being acted on now. */
    default void onCycle(List<Decision> all, List<Decision> actedOn) {}

    /** What came of a restart; of one that fails to start and comes up later, twice. */
    void onFinished(Decision decision, RestartResult report);

    /** A process is sick and held back from, for the first time. */
    void onRateLimited(Decision decision);

    /** The listener ends: what still waits to be told is told now. */
    default void close() {}

    /** A letter for each restart, and for each holding back. */
    static RestartNotifier perRestart(RestartMessages messages, NotificationQueue queue) {
        return new RestartNotifier() {
            @Override
            public void onFinished(Decision decision, RestartResult report) {
                messages.forReport(decision, report).ifPresent(queue::accept);
            }

            @Override
            public void onRateLimited(Decision decision) {
                queue.accept(messages.forRateLimit(decision));
            }
        };
    }
}
