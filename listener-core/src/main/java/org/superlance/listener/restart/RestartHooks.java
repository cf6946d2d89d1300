package org.superlance.listener.restart;

import java.time.Duration;

/**
 * What is done around one restart. The steps run on a worker of the listener and may block, within a limit of their
 * own.
 *
 * @param beforeStop runs while the process is still running; a failure is logged and the restart continues
 * @param whileStopped runs between stop and start; a failure is logged and the process is started anyway
 * @param pause how long the process is left stopped
 * @param delay how long the restart waits before it begins, without holding a thread; the process keeps running
 */
public record RestartHooks(Runnable beforeStop, Runnable whileStopped, Duration pause, Duration delay) {

    /** Only stop and start. */
    public static final RestartHooks NONE = new RestartHooks(() -> {}, () -> {}, Duration.ZERO);

    /** A restart that begins at once. */
    public RestartHooks(Runnable beforeStop, Runnable whileStopped, Duration pause) {
        this(beforeStop, whileStopped, pause, Duration.ZERO);
    }

    /** The same, with that pause. */
    public RestartHooks withPause(Duration pause) {
        return new RestartHooks(beforeStop, whileStopped, pause, delay);
    }

    /** The same, beginning after that delay. */
    public RestartHooks withDelay(Duration delay) {
        return new RestartHooks(beforeStop, whileStopped, pause, delay);
    }
}
