package org.superlance.listener.notify;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.superlance.listener.notify.HeldAlert.Reason;
import org.superlance.listener.pause.Pauses;
import org.superlance.listener.supervisor.Namespec;

/**
 * Which alerts are held back from a receiver at this moment: those about programs that are paused, and in its quiet hours
 * all that are not critical.
 *
 * @param quiet empty for a receiver that has none
 * @param clock tells the time, and the zone of the quiet hours
 */
record HoldRule(Pauses pauses, Optional<QuietHours> quiet, Clock clock) implements Function<Alert, Reason> {

    private static final String CRITICAL = "critical";

    @Override
    public Reason apply(Alert alert) {
        if (isPaused(alert)) {
            return Reason.PAUSE;
        }
        return quiet.isPresent()
                        && !alert.label("severity").equals(CRITICAL)
                        && quiet.get().contain(clock.instant(), clock.getZone())
                ? Reason.QUIET
                : Reason.NONE;
    }

    /** What is about no program is about all that the listener watches. */
    private boolean isPaused(Alert alert) {
        String process = alert.label("process");
        return process.isEmpty()
                ? pauses.isEverythingPaused()
                : pauses.isPaused(new Namespec(alert.label("group"), process));
    }
}
