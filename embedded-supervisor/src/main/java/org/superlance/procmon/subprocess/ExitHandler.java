package org.superlance.procmon.subprocess;

import static org.superlance.listener.supervisor.ProcessState.EXITED;
import static org.superlance.listener.supervisor.ProcessState.RUNNING;
import static org.superlance.listener.supervisor.ProcessState.STARTING;
import static org.superlance.listener.supervisor.ProcessState.STOPPED;

import java.time.Duration;
import org.superlance.listener.config.ProgramConfig.Restart;
import org.superlance.listener.process.Signal;
import org.superlance.procmon.log.Level;
import org.superlance.procmon.spawn.ProcessExit;

/** What happens when a process has ended. */
final class ExitHandler {

    private static final int SIGNALLED_STATUS = -1;

    private final SubprocessState state;

    ExitHandler(SubprocessState state) {
        this.state = state;
    }

    void ended(ProcessExit exit) {
        state.stopTime = state.context.wall().instant();
        Duration lasted = Duration.between(state.started, state.context.now());
        if (state.killing) {
            stopped(exit);
        } else if (lasted.compareTo(state.spec.starting().seconds()) < 0) {
            exitedTooQuickly(exit);
        } else {
            exited(exit, lasted);
        }
        state.running = null;
    }

    private void stopped(ProcessExit exit) {
        state.killing = false;
        state.exitStatus = status(exit);
        log(isExpected(exit), "stopped: " + state.spec.name() + " (" + describe(exit) + ")");
        state.change(STOPPED);
    }

    private void exitedTooQuickly(ProcessExit exit) {
        state.spawnError = "Exited too quickly (process log may have details)";
        log(false, "exited: " + state.spec.name() + " (" + describe(exit) + "; not expected)");
        state.enterBackoff();
    }

    private void exited(ProcessExit exit, Duration lasted) {
        boolean expected = isExpected(exit);
        state.tries = 0;
        state.exitStatus = status(exit);
        if (state.state() == STARTING) {
            state.change(RUNNING);
        }
        if (!expected) {
            state.spawnError = "Bad exit code " + status(exit);
        }
        log(
                expected,
                "exited: " + state.spec.name() + " (" + describe(exit)
                        + (expected ? "; expected)" : "; not expected)"));
        state.change(EXITED, expected);
        Restart restart = state.spec.starting().restart();
        if (restart == Restart.ALWAYS || (restart == Restart.UNEXPECTED && !expected)) {
            state.restartTimer.exited(lasted, state.context.now());
        }
    }

    /** Java tells no signal from the status that shells have for it, so 143 in {@code exitcodes} means SIGTERM too. */
    private boolean isExpected(ProcessExit exit) {
        return state.spec.starting().expected().contains(exit.status());
    }

    private void log(boolean expected, String sentence) {
        state.context.log().log(expected ? Level.INFO : Level.WARN, sentence);
    }

    private static int status(ProcessExit exit) {
        return exit.signal().isPresent() ? SIGNALLED_STATUS : exit.status();
    }

    private static String describe(ProcessExit exit) {
        return exit.signal().isPresent()
                ? "terminated by " + new Signal(exit.signal().getAsInt())
                : "exit status " + exit.status();
    }
}
