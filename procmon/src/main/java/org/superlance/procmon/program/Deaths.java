package org.superlance.procmon.program;

import static org.superlance.listener.supervisor.ProcessState.EXITED;
import static org.superlance.listener.supervisor.ProcessState.RUNNING;
import static org.superlance.listener.supervisor.ProcessState.STARTING;
import static org.superlance.listener.supervisor.ProcessState.STOPPED;

import java.time.Duration;
import org.superlance.procmon.conf.ProgramSpec.Restart;
import org.superlance.procmon.log.Level;
import org.superlance.procmon.spawn.ProcessExit;
import org.superlance.procmon.spawn.Signal;

/** What happens when a process has ended. */
final class Deaths {

    private static final int SIGNALLED = -1;

    private final Life life;

    Deaths(Life life) {
        this.life = life;
    }

    void ended(ProcessExit exit) {
        life.stopTime = life.office.wall().instant();
        Duration lasted = Duration.between(life.started, life.office.now());
        if (life.killing) {
            stopped(exit);
        } else if (lasted.compareTo(life.spec.starting().seconds()) < 0) {
            exitedTooQuickly(exit);
        } else {
            exited(exit, lasted);
        }
        life.run = null;
    }

    private void stopped(ProcessExit exit) {
        life.killing = false;
        life.exitStatus = status(exit);
        log(isExpected(exit), "stopped: " + life.spec.name() + " (" + words(exit) + ")");
        life.change(STOPPED);
    }

    private void exitedTooQuickly(ProcessExit exit) {
        life.spawnError = "Exited too quickly (process log may have details)";
        log(false, "exited: " + life.spec.name() + " (" + words(exit) + "; not expected)");
        life.backOff();
    }

    private void exited(ProcessExit exit, Duration lasted) {
        boolean expected = isExpected(exit);
        life.tries = 0;
        life.exitStatus = status(exit);
        if (life.state() == STARTING) {
            life.change(RUNNING);
        }
        if (!expected) {
            life.spawnError = "Bad exit code " + status(exit);
        }
        log(
                expected,
                "exited: " + life.spec.name() + " (" + words(exit) + (expected ? "; expected)" : "; not expected)"));
        life.change(EXITED, expected);
        Restart restart = life.spec.starting().restart();
        if (restart == Restart.ALWAYS || (restart == Restart.UNEXPECTED && !expected)) {
            life.revival.exited(lasted, life.office.now());
        }
    }

    /** Java tells no signal from the status that shells have for it, so 143 in {@code exitcodes} means SIGTERM too. */
    private boolean isExpected(ProcessExit exit) {
        return life.spec.starting().expected().contains(exit.status());
    }

    private void log(boolean expected, String sentence) {
        life.office.log().log(expected ? Level.INFO : Level.WARN, sentence);
    }

    private static int status(ProcessExit exit) {
        return exit.signal().isPresent() ? SIGNALLED : exit.status();
    }

    private static String words(ProcessExit exit) {
        return exit.signal().isPresent()
                ? "terminated by " + new Signal(exit.signal().getAsInt())
                : "exit status " + exit.status();
    }
}
