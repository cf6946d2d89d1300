package org.superlance.procmon.monitor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.superlance.procmon.monitor.MonitorContext.Timer;

/** For its next start. */
final class BackoffState implements ProcessLifecycleState {

    private final MonitoredProcess process;
    private final Instant until;
    private @Nullable Timer timer;

    BackoffState(MonitoredProcess process, Instant until) {
        this.process = process;
        this.until = until;
    }

    @Override
    public void begin() {
        timer = process.context().at(until, () -> leave(process::launch));
    }

    @Override
    public void restart() {
        leave(process::launchAfresh);
    }

    @Override
    public void remove() {
        leave(process::vanish);
    }

    /** A timer does not count the time that the machine was asleep. */
    @Override
    public void check(Instant now) {
        if (!now.isBefore(until)) {
            leave(process::launch);
        }
    }

    private void leave(Runnable next) {
        if (process.isIn(this)) {
            if (timer != null) {
                timer.cancel();
            }
            next.run();
        }
    }
}
