package org.superlance.procmon.program;

import static org.superlance.listener.supervisor.ProcessState.EXITED;
import static org.superlance.listener.supervisor.ProcessState.RUNNING;
import static org.superlance.listener.supervisor.ProcessState.STARTING;
import static org.superlance.listener.supervisor.ProcessState.STOPPED;

import java.time.Duration;
import org.superlance.procmon.child.Ending;
import org.superlance.procmon.child.Signal;
import org.superlance.procmon.conf.ProgramSpec.Restart;
import org.superlance.procmon.log.Level;

/** What happens when a process has ended. */
final class Deaths {

    private static final int SIGNALLED = -1;

    private final Life life;

    Deaths(Life life) {
        this.life = life;
    }

    void ended(Ending ending) {
        life.stopTime = life.office.wall().instant();
        Duration lasted = Duration.between(life.started, life.office.now());
        if (life.killing) {
            stopped(ending);
        } else if (lasted.compareTo(life.spec.starting().seconds()) < 0) {
            exitedTooQuickly(ending);
        } else {
            exited(ending, lasted);
        }
        life.run = null;
    }

    private void stopped(Ending ending) {
        life.killing = false;
        life.exitStatus = status(ending);
        log(isExpected(ending), "stopped: " + life.spec.name() + " (" + words(ending) + ")");
        life.change(STOPPED);
    }

    private void exitedTooQuickly(Ending ending) {
        life.spawnError = "Exited too quickly (process log may have details)";
        log(false, "exited: " + life.spec.name() + " (" + words(ending) + "; not expected)");
        life.backOff();
    }

    private void exited(Ending ending, Duration lasted) {
        boolean expected = isExpected(ending);
        life.tries = 0;
        life.exitStatus = status(ending);
        if (life.state() == STARTING) {
            life.change(RUNNING);
        }
        if (!expected) {
            life.spawnError = "Bad exit code " + status(ending);
        }
        log(
                expected,
                "exited: " + life.spec.name() + " (" + words(ending) + (expected ? "; expected)" : "; not expected)"));
        life.change(EXITED, expected);
        Restart restart = life.spec.starting().restart();
        if (restart == Restart.ALWAYS || (restart == Restart.UNEXPECTED && !expected)) {
            life.revival.exited(lasted, life.office.now());
        }
    }

    /** Java tells no signal from the status that shells have for it, so 143 in {@code exitcodes} means SIGTERM too. */
    private boolean isExpected(Ending ending) {
        return life.spec.starting().expected().contains(ending.status());
    }

    private void log(boolean expected, String sentence) {
        life.office.log().log(expected ? Level.INFO : Level.WARN, sentence);
    }

    private static int status(Ending ending) {
        return ending.signal().isPresent() ? SIGNALLED : ending.status();
    }

    private static String words(Ending ending) {
        return ending.signal().isPresent()
                ? "terminated by " + new Signal(ending.signal().getAsInt())
                : "exit status " + ending.status();
    }
}
