package org.superlance.listener.restart;

import java.util.List;
import java.util.Optional;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.NotificationQueue;

/** Tells people what a patrol does. Called on workers; it waits for nothing. */
public interface Correspondence {

    /** At the end of every round: what was decided, and what of it is being acted on now. */
    default void round(List<Decision> all, List<Decision> actedOn) {}

    /** What came of a restart; of one that fails to start and comes up later, twice. */
    void ended(Decision decision, RestartReport report);

    /** A process is sick and held back from, for the first time. */
    void held(Decision decision);

    /** The listener ends: what still waits to be told is told now. */
    default void close() {}

    /** A letter for each restart, and for each holding back. */
    static Correspondence letterPerRestart(Letters letters, NotificationQueue queue) {
        return new Correspondence() {
            @Override
            public void ended(Decision decision, RestartReport report) {
                send(letters.about(decision, report));
            }

            @Override
            public void held(Decision decision) {
                send(letters.aboutHolding(decision));
            }

            private void send(Optional<Alert> letter) {
                letter.ifPresent(queue::accept);
            }
        };
    }
}
