package org.superlance.procmon.subprocess;

import static org.superlance.listener.supervisor.ProcessState.FATAL;
import static org.superlance.listener.supervisor.ProcessState.RUNNING;
import static org.superlance.listener.supervisor.ProcessState.STARTING;

import java.time.Instant;
import java.util.Optional;
import org.superlance.procmon.spawn.SpawnException;

/** What happens to a process because its time has come. */
final class StateMachine {

    private final SubprocessState state;
    private final SubprocessLauncher subprocessLauncher;
    private final StopSequence stopSequence;
    private final ExitHandler exitHandler;

    StateMachine(SubprocessState state, SubprocessLauncher subprocessLauncher, StopSequence stopSequence) {
        this.state = state;
        this.subprocessLauncher = subprocessLauncher;
        this.stopSequence = stopSequence;
        this.exitHandler = new ExitHandler(state);
    }

    void advance(boolean starting) {
        Instant now = state.context.now();
        switch (state.state()) {
            case STOPPED -> spawnIf(starting && isToBeStartedFirst());
            case EXITED, FATAL -> spawnIf(starting && state.restartTimer.isDue(now));
            case BACKOFF -> {
                if (state.tries > state.spec.starting().retries()) {
                    giveUp();
                    state.restartTimer.failed(now);
                } else {
                    spawnIf(starting && !now.isBefore(state.due));
                }
            }
            case STARTING -> {
                if (!now.isBefore(state.due)) {
                    onSpawned();
                }
            }
            case STOPPING -> {
                if (!now.isBefore(state.due)) {
                    stopSequence.kill();
                }
            }
            case RUNNING, UNKNOWN -> {
                // nothing is due
            }
        }
    }

    Optional<Instant> due(boolean starting) {
        return switch (state.state()) {
            case STARTING, STOPPING -> Optional.of(state.due);
            case BACKOFF -> starting ? Optional.of(state.due) : Optional.empty();
            case EXITED, FATAL -> starting ? state.restartTimer.at() : Optional.empty();
            case STOPPED -> starting && isToBeStartedFirst() ? Optional.of(state.context.now()) : Optional.empty();
            case RUNNING, UNKNOWN -> Optional.empty();
        };
    }

    private boolean isToBeStartedFirst() {
        return state.spec.starting().automatic() && state.startTime.equals(Instant.EPOCH);
    }

    private void spawnIf(boolean right) {
        if (right) {
            spawn();
        }
    }

    void spawn() {
        state.killing = false;
        state.spawnError = "";
        state.exitStatus = 0;
        state.startTime = state.context.wall().instant();
        state.started = state.context.now();
        state.restartTimer.started();
        state.change(STARTING);
        try {
            RunningProcess running = subprocessLauncher.start(exitHandler::ended);
            state.running = running;
            state.due = state.started.plus(state.spec.starting().seconds());
            state.context.log().info("spawned: '" + state.spec.name() + "' with pid " + running.pid());
        } catch (SpawnException e) {
            state.spawnError = String.valueOf(e.getMessage());
            state.context.log().info("spawnerr: " + e.getMessage());
            state.enterBackoff();
        }
    }

    private void onSpawned() {
        state.tries = 0;
        state.context
                .log()
                .info("success: " + state.spec.name() + " entered RUNNING state, process has stayed up for > than "
                        + state.spec.starting().seconds().toSeconds() + " seconds (startsecs)");
        state.change(RUNNING);
    }

    void giveUp() {
        state.tries = 0;
        state.context
                .log()
                .info("gave up: " + state.spec.name() + " entered FATAL state, too many start retries too quickly");
        state.change(FATAL);
    }
}
