package org.superlance.listener.restart;

import java.time.Duration;

/**
 * What a plugin wants done around one restart. The steps run on a worker of the listener and may take their time, within
 * a limit of their own.
 *
 * @param beforeStop done while the process still runs; if it fails, that is logged and the restart goes on
 * @param whileStopped done between stop and start; if it fails, that is logged and the process is started all the same
 * @param pause how long the process is left stopped
 * @param delay how long the restart waits before it begins; the process runs meanwhile, and no thread is held
 * @param cause why, in one word; see {@link Finding#cause}
 */
public record RestartPlan(Runnable beforeStop, Runnable whileStopped, Duration pause, Duration delay, String cause) {

    /** Nothing but stop and start. */
    public static final RestartPlan PLAIN = new RestartPlan(() -> {}, () -> {}, Duration.ZERO);

    /** A restart that begins at once. */
    public RestartPlan(Runnable beforeStop, Runnable whileStopped, Duration pause) {
        this(beforeStop, whileStopped, pause, Duration.ZERO, "other");
    }

    /** The same, with that pause. */
    public RestartPlan withPause(Duration pause) {
        return new RestartPlan(beforeStop, whileStopped, pause, delay, cause);
    }

    /** The same, beginning after that delay. */
    public RestartPlan withDelay(Duration delay) {
        return new RestartPlan(beforeStop, whileStopped, pause, delay, cause);
    }

    /** The same, for that cause. */
    public RestartPlan because(String cause) {
        return new RestartPlan(beforeStop, whileStopped, pause, delay, cause);
    }
}
