package org.superlance.procmon.subprocess;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.config.ProgramConfig;
import org.superlance.listener.process.Signal;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.procmon.spawn.SpawnException;

/**
 * One process and its state. Only the main loop uses it.
 *
 * <p>Source: supervisord 4.2's process states, and its log lines. It differs where supervisord gives up or hammers: what
 * is FATAL, and what dies as soon as it has been started, is started again after a delay that grows.
 */
public final class Subprocess {

    private static final Set<ProcessState> RUNNING_STATES =
            EnumSet.of(ProcessState.RUNNING, ProcessState.BACKOFF, ProcessState.STARTING);
    private static final Set<ProcessState> STOPPED_STATES =
            EnumSet.of(ProcessState.STOPPED, ProcessState.EXITED, ProcessState.FATAL, ProcessState.UNKNOWN);
    private static final Set<ProcessState> SIGNALLABLE_STATES =
            EnumSet.of(ProcessState.RUNNING, ProcessState.STARTING, ProcessState.STOPPING);

    private final SubprocessLauncher subprocessLauncher;
    private final SubprocessState state;
    private final StopSequence stopSequence;
    private final StateMachine stateMachine;

    public Subprocess(
            String group, ProgramConfig spec, SubprocessLauncher subprocessLauncher, SupervisorContext context) {
        this.subprocessLauncher = subprocessLauncher;
        this.state = new SubprocessState(new Namespec(group, spec.name()), spec, context);
        this.stopSequence = new StopSequence(state);
        this.stateMachine = new StateMachine(state, subprocessLauncher, stopSequence);
    }

    public Namespec name() {
        return state.name;
    }

    public ProgramConfig spec() {
        return state.spec;
    }

    public ProcessState state() {
        return state.state();
    }

    /** Whether it runs, or is about to. */
    public boolean isUp() {
        return RUNNING_STATES.contains(state());
    }

    /** Whether there is no process, and nothing is about to happen to it but by its own delays. */
    public boolean isDown() {
        return STOPPED_STATES.contains(state());
    }

    public boolean isSignallable() {
        return SIGNALLABLE_STATES.contains(state());
    }

    public SubprocessInfo info() {
        return new SubprocessInfo(
                state.name, state(), state.startTime, state.stopTime, state.exitStatus, state.spawnError, state.pid());
    }

    /**
     * Does what time has come for.
     *
     * @param starting whether anything may be started: not while the server ends
     */
    public void transition(boolean starting) {
        stateMachine.advance(starting);
    }

    /**
     * When there is something to do next, by the steady clock, if nothing happens before.
     *
     * @param starting whether anything may be started
     */
    public Optional<Instant> due(boolean starting) {
        return stateMachine.due(starting);
    }

    /** @throws SpawnException if it is known beforehand that no start can succeed */
    public void checkStart() throws SpawnException {
        subprocessLauncher.check();
    }

    /** Somebody wants it to run: what was before does not count. It must not be up. */
    public void start() {
        state.restartTimer.reset();
        stateMachine.spawn();
    }

    /** Somebody wants it to end. It must be up. */
    public void stop() {
        stopSequence.stop();
    }

    /** Somebody wants it not to run, and it does not: it is not started again by itself. */
    public void leaveDown() {
        if (state.restartTimer.at().isPresent()) {
            state.context.log().info("'" + state.spec.name() + "': not started again, because it was stopped");
        }
        state.restartTimer.reset();
    }

    /** The server ends: there is one that waits for its next start, and it will have none. It must be in BACKOFF. */
    public void giveUp() {
        stateMachine.giveUp();
    }

    /** Tells the log now and then that somebody waits for its end. */
    public void reportStopping() {
        stopSequence.report();
    }

    public void signal(Signal signal) {
        RunningProcess running = state.running;
        if (running != null) {
            running.signal(signal);
        }
    }

    /**
     * Writes to its stdin, without waiting.
     *
     * @param failed is run if it cannot be written, by whatever thread
     * @return false if it does not run or is ending, or reads nothing
     */
    public boolean write(byte[] bytes, Runnable failed) {
        RunningProcess running = state.running;
        return running != null && !state.killing && running.write(bytes, failed);
    }
}
