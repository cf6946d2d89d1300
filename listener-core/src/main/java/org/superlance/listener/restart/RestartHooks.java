package org.superlance.listener.restart;

import java.time.Duration;
import org.superlance.listener.restart.Check.CheckResult;

/**
 * What a plugin wants done around one restart. The steps run on a worker of the listener and may take their time, within
 * a limit of their own.
 *
 * @param beforeStop done while the process still runs; if it fails, that is logged and the restart goes on
 * @param whileStopped done between stop and start; if it fails, that is logged and the process is started all the same
 * @param pause how long the process is left stopped
 * @param delay how long the restart waits before it begins; the process runs meanwhile, and no thread is held
 * @param cause why, in one word; see {@link CheckResult#cause}
 */
public record RestartHooks(Runnable beforeStop, Runnable whileStopped, Duration pause, Duration delay, String cause) {

    /** Nothing but stop and start. */
    public static final RestartHooks NONE = new RestartHooks(() -> {}, () -> {}, Duration.ZERO);

    /** A restart that begins at once. */
    public RestartHooks(Runnable beforeStop, Runnable whileStopped, Duration pause) {
        this(beforeStop, whileStopped, pause, Duration.ZERO, "other");
    }

    /** The same, with that pause. */
    public RestartHooks withPause(Duration pause) {
        return new RestartHooks(beforeStop, whileStopped, pause, delay, cause);
    }

    /** The same, beginning after that delay. */
    public RestartHooks withDelay(Duration delay) {
        return new RestartHooks(beforeStop, whileStopped, pause, delay, cause);
    }

    /** The same, for that cause. */
    public RestartHooks because(String cause) {
        return new RestartHooks(beforeStop, whileStopped, pause, delay, cause);
    }
}
