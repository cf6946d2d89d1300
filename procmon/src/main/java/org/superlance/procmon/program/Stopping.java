package org.superlance.procmon.program;

import static org.superlance.listener.supervisor.ProcessState.BACKOFF;
import static org.superlance.listener.supervisor.ProcessState.STOPPED;
import static org.superlance.listener.supervisor.ProcessState.STOPPING;

import java.time.Duration;
import java.time.Instant;
import org.superlance.procmon.spawn.Signal;

/** How a process is told to end. */
final class Stopping {

    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(2);

    /** One that SIGKILL has not ended hangs in the kernel. */
    private static final Duration BETWEEN_KILLS = Duration.ofSeconds(1);

    private final Life life;
    private Instant reported = Instant.MIN;

    Stopping(Life life) {
        this.life = life;
    }

    void stop() {
        life.revival.forget();
        reported = Instant.MIN;
        if (life.state() == BACKOFF) {
            life.tries = 0;
            life.change(STOPPED);
            return;
        }
        life.killing = true;
        life.due = life.office.now().plus(life.spec.stopping().patience());
        life.change(STOPPING);
        send(life.spec.stopping().signal(), life.spec.stopping().stopGroup());
    }

    /** Its time to end by itself is over. */
    void kill() {
        Duration patience = life.spec.stopping().patience();
        life.office.log().warn("killing '" + life.spec.name() + "' (" + life.pid() + ") with SIGKILL");
        life.due = life.office.now().plus(patience.compareTo(BETWEEN_KILLS) < 0 ? BETWEEN_KILLS : patience);
        send(Signal.KILL, life.spec.stopping().killGroup());
    }

    /** Somebody waits for its end. */
    void report() {
        Instant now = life.office.now();
        if (life.state() == STOPPING
                && (reported.equals(Instant.MIN) || !now.isBefore(reported.plus(BETWEEN_REPORTS)))) {
            life.office.log().info("waiting for " + life.spec.name() + " to stop");
            reported = now;
        }
    }

    private void send(Signal signal, boolean group) {
        Run run = life.run;
        if (run != null && group) {
            run.signalGroup(signal);
        } else if (run != null) {
            run.signal(signal);
        }
    }
}
