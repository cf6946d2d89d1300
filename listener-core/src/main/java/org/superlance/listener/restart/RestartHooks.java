package org.superlance.listener.restart;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.superlance.listener.supervisor.ProcessInfo;

/**
 * What a command does around one restart, besides the hooks of the user.
 *
 * @param beforeStop runs while the process is still running; a failure is logged and the restart continues
 * @param whileStopped runs between stop and start, on a worker; a failure is logged and the process is started anyway
 * @param pause how long the process is left stopped
 * @param delay how long the restart waits before it begins, without holding a thread; the process keeps running
 */
public record RestartHooks(Optional<BeforeStop> beforeStop, Runnable whileStopped, Duration pause, Duration delay) {

    /** Only stop and start. */
    public static final RestartHooks NONE = new RestartHooks(Optional.empty(), () -> {}, Duration.ZERO, Duration.ZERO);

    /** A step that may take long, within a limit of its own: it has a thread of its own. */
    public interface BeforeStop {

        /**
         * Does it, and waits until it is done. The end of the listener interrupts it.
         *
         * @param process as it is now
         * @param started receives the pid of a command that it runs, as soon as that runs: if the listener is killed, its next
         *     run kills the command
         */
        void run(ProcessInfo process, LongConsumer started);
    }

    /** The same, with that step before the stop. */
    public RestartHooks withBeforeStop(BeforeStop step) {
        return new RestartHooks(Optional.of(step), whileStopped, pause, delay);
    }

    /** The same, with that step between stop and start. */
    public RestartHooks withWhileStopped(Runnable step) {
        return new RestartHooks(beforeStop, step, pause, delay);
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
