package org.superlance.procmon.subprocess;

import static org.superlance.listener.supervisor.ProcessState.BACKOFF;
import static org.superlance.listener.supervisor.ProcessState.STOPPED;
import static org.superlance.listener.supervisor.ProcessState.STOPPING;

import java.time.Duration;
import java.time.Instant;
import org.superlance.listener.process.Signal;

/** How a process is told to end. */
final class StopSequence {

    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(2);

    /** One that SIGKILL has not ended hangs in the kernel. */
    private static final Duration KILL_INTERVAL = Duration.ofSeconds(1);

    private final SubprocessState state;
    private Instant reported = Instant.MIN;

    StopSequence(SubprocessState state) {
        this.state = state;
    }

    void stop() {
        state.restartTimer.reset();
        reported = Instant.MIN;
        if (state.state() == BACKOFF) {
            state.tries = 0;
            state.change(STOPPED);
            return;
        }
        state.killing = true;
        state.due = state.context.now().plus(state.spec.stopping().stopWait());
        state.change(STOPPING);
        send(state.spec.stopping().signal(), state.spec.stopping().stopGroup());
    }

    /** Its time to end by itself is over. */
    void kill() {
        Duration patience = state.spec.stopping().stopWait();
        state.context.log().warn("killing '" + state.spec.name() + "' (" + state.pid() + ") with SIGKILL");
        state.due = state.context.now().plus(patience.compareTo(KILL_INTERVAL) < 0 ? KILL_INTERVAL : patience);
        send(Signal.KILL, state.spec.stopping().killGroup());
    }

    /** Somebody waits for its end. */
    void report() {
        Instant now = state.context.now();
        if (state.state() == STOPPING
                && (reported.equals(Instant.MIN) || !now.isBefore(reported.plus(REPORT_INTERVAL)))) {
            state.context.log().info("waiting for " + state.spec.name() + " to stop");
            reported = now;
        }
    }

    private void send(Signal signal, boolean group) {
        RunningProcess running = state.running;
        if (running != null && group) {
            running.signalGroup(signal);
        } else if (running != null) {
            running.signal(signal);
        }
    }
}
