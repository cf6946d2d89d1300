package org.superlance.procmon.subprocess;

import java.time.Duration;
import java.util.Optional;
import org.superlance.listener.process.Signal;
import org.superlance.procmon.spawn.ProcessExit;
import org.superlance.procmon.spawn.SpawnException;

/** Starts the process of one program. */
public interface SubprocessLauncher {

    /** @throws SpawnException if a start is certain to fail */
    void check() throws SpawnException;

    /** @param onExit gets the exit, on the main loop, once all output of the process has been read */
    RunningProcess start(ExitListener onExit) throws SpawnException;

    /** Is told of the exit of a process. */
    @FunctionalInterface
    interface ExitListener {

        /** @param ago how long ago it was */
        void onExit(ProcessExit exit, Duration ago);
    }

    /** A running process. */
    interface RunningProcess {

        long pid();

        /** How it has ended, told or not; empty while it runs. */
        Optional<ProcessExit> ended();

        /** Does nothing if the process has ended. */
        void signal(Signal signal);

        /** Sends the signal to its children too. */
        void signalGroup(Signal signal);

        /**
         * Writes to its stdin, after what was written before, without waiting.
         *
         * @param failed is run if it cannot be written, on any thread
         * @return false if too much unread input is queued already
         */
        boolean write(byte[] bytes, Runnable failed);
    }
}
