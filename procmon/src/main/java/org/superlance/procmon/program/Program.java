package org.superlance.procmon.program;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.procmon.conf.ProgramSpec;
import org.superlance.procmon.spawn.Signal;
import org.superlance.procmon.spawn.SpawnException;

/**
 * One process and its state. Only the main loop uses it.
 *
 * <p>Source: supervisord 4.2's process states, and its log lines. It differs where supervisord gives up or hammers: what
 * is FATAL, and what dies as soon as it has been started, is started again after a delay that grows.
 */
public final class Program {

    private static final Set<ProcessState> RUNNING_STATES =
            EnumSet.of(ProcessState.RUNNING, ProcessState.BACKOFF, ProcessState.STARTING);
    private static final Set<ProcessState> STOPPED_STATES =
            EnumSet.of(ProcessState.STOPPED, ProcessState.EXITED, ProcessState.FATAL, ProcessState.UNKNOWN);
    private static final Set<ProcessState> SIGNALLABLE_STATES =
            EnumSet.of(ProcessState.RUNNING, ProcessState.STARTING, ProcessState.STOPPING);

    private final Starter starter;
    private final Life life;
    private final Stopping stopping;
    private final Transitions transitions;

    public Program(String group, ProgramSpec spec, Starter starter, Office office) {
        this.starter = starter;
        this.life = new Life(new Namespec(group, spec.name()), spec, office);
        this.stopping = new Stopping(life);
        this.transitions = new Transitions(life, starter, stopping);
    }

    public Namespec name() {
        return life.name;
    }

    public ProgramSpec spec() {
        return life.spec;
    }

    public ProcessState state() {
        return life.state();
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

    public ProgramInfo info() {
        return new ProgramInfo(
                life.name, state(), life.startTime, life.stopTime, life.exitStatus, life.spawnError, life.pid());
    }

    /**
     * Does what time has come for.
     *
     * @param starting whether anything may be started: not while the server ends
     */
    public void transition(boolean starting) {
        transitions.advance(starting);
    }

    /**
     * When there is something to do next, by the steady clock, if nothing happens before.
     *
     * @param starting whether anything may be started
     */
    public Optional<Instant> due(boolean starting) {
        return transitions.due(starting);
    }

    /** @throws SpawnException if it is known beforehand that no start can succeed */
    public void checkStart() throws SpawnException {
        starter.check();
    }

    /** Somebody wants it to run: what was before does not count. It must not be up. */
    public void start() {
        life.revival.forget();
        transitions.spawn();
    }

    /** Somebody wants it to end. It must be up. */
    public void stop() {
        stopping.stop();
    }

    /** Somebody wants it not to run, and it does not: it is not started again by itself. */
    public void leaveDown() {
        if (life.revival.at().isPresent()) {
            life.office.log().info("'" + life.spec.name() + "': not started again, because it was stopped");
        }
        life.revival.forget();
    }

    /** The server ends: there is one that waits for its next start, and it will have none. It must be in BACKOFF. */
    public void giveUp() {
        transitions.giveUp();
    }

    /** Tells the log now and then that somebody waits for its end. */
    public void reportStopping() {
        stopping.report();
    }

    public void signal(Signal signal) {
        Run run = life.run;
        if (run != null) {
            run.signal(signal);
        }
    }

    /**
     * Writes to its stdin, without waiting.
     *
     * @param failed is run if it cannot be written, by whatever thread
     * @return false if it does not run or is ending, or reads nothing
     */
    public boolean write(byte[] bytes, Runnable failed) {
        Run run = life.run;
        return run != null && !life.killing && run.write(bytes, failed);
    }
}
