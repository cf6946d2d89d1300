package org.superlance.procmon.subprocess;

import static org.superlance.listener.supervisor.ProcessState.BACKOFF;
import static org.superlance.listener.supervisor.ProcessState.EXITED;
import static org.superlance.listener.supervisor.ProcessState.FATAL;
import static org.superlance.listener.supervisor.ProcessState.RUNNING;
import static org.superlance.listener.supervisor.ProcessState.STARTING;
import static org.superlance.listener.supervisor.ProcessState.STOPPED;
import static org.superlance.listener.supervisor.ProcessState.STOPPING;
import static org.superlance.listener.supervisor.ProcessState.UNKNOWN;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.config.ProgramConfig;
import org.superlance.listener.config.ProgramConfig.Restart;
import org.superlance.listener.process.Signal;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.procmon.log.ServerLog.Level;
import org.superlance.procmon.spawn.ProcessExit;
import org.superlance.procmon.spawn.SpawnException;
import org.superlance.procmon.subprocess.SubprocessLauncher.RunningProcess;

/**
 * One process and its state. Only the main loop uses it.
 *
 * <p>Source: supervisord 4.2's process states, and its log lines. It differs where supervisord gives up or retries
 * without a delay: a process that is FATAL, or that exits as soon as it has been started, is started again after a
 * growing delay.
 */
public final class Subprocess {

    private static final Set<ProcessState> RUNNING_STATES = EnumSet.of(RUNNING, BACKOFF, STARTING);
    private static final Set<ProcessState> STOPPED_STATES = EnumSet.of(STOPPED, EXITED, FATAL, UNKNOWN);
    private static final Set<ProcessState> SIGNALLABLE_STATES = EnumSet.of(RUNNING, STARTING, STOPPING);
    private static final int SIGNALLED_STATUS = -1;
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(2);

    /** Between two SIGKILLs: a process that SIGKILL has not ended hangs in the kernel. */
    private static final Duration KILL_INTERVAL = Duration.ofSeconds(1);

    private final Namespec name;
    private final ProgramConfig spec;
    private final SubprocessLauncher launcher;
    private final SupervisorContext context;
    private final RestartTimer restartTimer;
    private ProcessState state = STOPPED;
    private final CurrentProcess current = new CurrentProcess();

    /** Whether the process has been told to stop. */
    private boolean killing;

    /** Starts that failed in a row. */
    private int tries;

    /** When the process was started, by the monotonic clock. */
    private Instant started = Instant.MIN;

    /** When the state is to be checked again, by the monotonic clock. */
    private Instant due = Instant.MIN;

    /** When the wait for the stop was last logged, by the monotonic clock. */
    private Instant reported = Instant.MIN;

    private Instant startTime = Instant.EPOCH;
    private Instant stopTime = Instant.EPOCH;
    private int exitStatus;
    private String spawnError = "";

    /** How the process of the last start ended; empty if there was none, or it has not ended. */
    private Optional<ProcessExit> lastExit = Optional.empty();

    /** The last end that nobody asked for and that nobody has taken yet. */
    private Optional<UnaskedEnd> unaskedEnd = Optional.empty();

    /**
     * Starts nothing yet.
     *
     * @param group the name of its process group
     */
    public Subprocess(String group, ProgramConfig spec, SubprocessLauncher launcher, SupervisorContext context) {
        this.name = new Namespec(group, spec.name());
        this.spec = spec;
        this.launcher = launcher;
        this.context = context;
        this.restartTimer = new RestartTimer(spec.name(), context.policy(), context.log());
    }

    /**
     * The process information that the RPC methods report.
     *
     * @param start when it was last started; the epoch for never
     * @param stop when it last ended; the epoch for never
     * @param exitStatus the last exit status; 0 while the process runs, -1 after a signal
     * @param spawnError why the start failed; may be empty
     * @param pid 0 if it is not running
     */
    public record Info(
            Namespec name,
            ProcessState state,
            Instant start,
            Instant stop,
            int exitStatus,
            String spawnError,
            long pid) {}

    /**
     * An end that nobody asked for.
     *
     * @param state EXITED, or FATAL after all attempts to start it
     * @param exit of its last process; empty if it could not be started
     * @param error why it is FATAL; may be empty
     */
    public record UnaskedEnd(ProcessState state, Optional<ProcessExit> exit, String error) {}

    public Namespec name() {
        return name;
    }

    public ProgramConfig spec() {
        return spec;
    }

    public ProcessState state() {
        return state;
    }

    public Info info() {
        return new Info(name, state, startTime, stopTime, exitStatus, spawnError, current.pid());
    }

    /** Whether it is running or about to. */
    public boolean isUp() {
        return RUNNING_STATES.contains(state);
    }

    /** Whether there is no process; it may still be restarted after a delay. */
    public boolean isDown() {
        return STOPPED_STATES.contains(state);
    }

    public boolean isSignallable() {
        return SIGNALLABLE_STATES.contains(state);
    }

    // Transitions

    /**
     * Makes the transitions that are due.
     *
     * @param starting whether processes may be started: not during the shutdown
     */
    public void transition(boolean starting) {
        Instant now = context.now();
        current.lostExit(now).ifPresent(lost -> onExit(lost.exit(), lost.ago()));
        switch (state) {
            case STOPPED -> spawnIf(starting && awaitsFirstStart());
            case EXITED, FATAL -> spawnIf(starting && restartTimer.isDue(now));
            case BACKOFF -> {
                if (tries > spec.starting().retries()) {
                    giveUp();
                    restartTimer.failed(now);
                } else {
                    spawnIf(starting && !now.isBefore(due));
                }
            }
            case STARTING -> {
                if (!now.isBefore(due) && !current.hasEnded()) {
                    onStarted();
                }
            }
            case STOPPING -> {
                if (!now.isBefore(due) && !current.hasEnded()) {
                    kill();
                }
            }
            case RUNNING, UNKNOWN -> {
                // nothing is due
            }
        }
    }

    /**
     * When the next transition is due, by the monotonic clock, if nothing happens before.
     *
     * @param starting whether processes may be started
     */
    public Optional<Instant> due(boolean starting) {
        return switch (state) {
            case STARTING, STOPPING -> Optional.of(current.hasEnded() ? current.lostAt(context.now()) : due);
            case BACKOFF -> starting ? Optional.of(due) : Optional.empty();
            case EXITED, FATAL -> starting ? restartTimer.at() : Optional.empty();
            case STOPPED -> starting && awaitsFirstStart() ? Optional.of(context.now()) : Optional.empty();
            case RUNNING, UNKNOWN -> Optional.empty();
        };
    }

    private boolean awaitsFirstStart() {
        return spec.starting().automatic() && startTime.equals(Instant.EPOCH);
    }

    private void change(ProcessState to) {
        change(to, true);
    }

    /** @param expected whether an exit was expected */
    private void change(ProcessState to, boolean expected) {
        ProcessState from = state;
        if (from != to) {
            state = to;
            if (to == EXITED || to == FATAL) {
                unaskedEnd = Optional.of(new UnaskedEnd(to, lastExit, spawnError));
            }
            context.changes().accept(new StateChange(name, from, to, tries, current.pid(), expected));
        }
    }

    /** The last end that nobody asked for, once, whether it has been started again since or not. */
    public Optional<UnaskedEnd> takeUnaskedEnd() {
        Optional<UnaskedEnd> taken = unaskedEnd;
        unaskedEnd = Optional.empty();
        return taken;
    }

    /** Why it is not started again, if it has failed too often; empty as soon as somebody starts it. */
    public Optional<String> givenUp() {
        return restartTimer.givenUp();
    }

    // Starting

    /** @throws SpawnException if a start is certain to fail */
    public void checkStart() throws SpawnException {
        launcher.check();
    }

    /** Starts the process on request; earlier failures no longer count. It must not be up. */
    public void start() {
        restartTimer.reset();
        spawn();
    }

    private void spawnIf(boolean wanted) {
        if (wanted) {
            spawn();
        }
    }

    private void spawn() {
        killing = false;
        spawnError = "";
        exitStatus = 0;
        lastExit = Optional.empty();
        startTime = context.wall().instant();
        started = context.now();
        restartTimer.started();
        change(STARTING);
        try {
            int start = current.nextStart();
            RunningProcess process = launcher.start((exit, ago) -> onExit(start, exit, ago));
            current.set(process);
            due = started.plus(spec.starting().seconds());
            context.log().info("spawned: '" + spec.name() + "' with pid " + process.pid());
        } catch (SpawnException e) {
            spawnError = String.valueOf(e.getMessage());
            context.log().info("spawnerr: " + e.getMessage());
            enterBackoff();
        }
    }

    private void onStarted() {
        tries = 0;
        context.log()
                .info("success: " + spec.name() + " entered RUNNING state, process has stayed up for > than "
                        + spec.starting().seconds().toSeconds() + " seconds (startsecs)");
        change(RUNNING);
    }

    /** The start has failed: it is retried after a short delay. */
    private void enterBackoff() {
        tries++;
        due = context.now().plusSeconds(tries);
        change(BACKOFF);
    }

    /** Retries no more; during the shutdown, no start follows. It must be in BACKOFF. */
    public void giveUp() {
        tries = 0;
        context.log().info("gave up: " + spec.name() + " entered FATAL state, too many start retries too quickly");
        change(FATAL);
    }

    // Stopping

    /** Stops the process on request. It must be up. */
    public void stop() {
        restartTimer.reset();
        reported = Instant.MIN;
        if (state == BACKOFF) {
            tries = 0;
            change(STOPPED);
            return;
        }
        killing = true;
        due = context.now().plus(spec.stopping().stopWait());
        change(STOPPING);
        send(spec.stopping().signal(), spec.stopping().stopGroup());
    }

    /** The process has not stopped within stopwaitsecs. */
    private void kill() {
        Duration stopWait = spec.stopping().stopWait();
        context.log().warn("killing '" + spec.name() + "' (" + current.pid() + ") with SIGKILL");
        due = context.now().plus(stopWait.compareTo(KILL_INTERVAL) < 0 ? KILL_INTERVAL : stopWait);
        send(Signal.KILL, spec.stopping().killGroup());
    }

    /** Cancels the delayed restart of a process that is down and was asked to stop. */
    public void cancelRestart() {
        if (restartTimer.at().isPresent()) {
            context.log().info("'" + spec.name() + "': not started again, because it was stopped");
        }
        restartTimer.reset();
    }

    /** Logs every two seconds that a caller waits for the process to stop. */
    public void reportStopping() {
        Instant now = context.now();
        if (state == STOPPING && (reported.equals(Instant.MIN) || !now.isBefore(reported.plus(REPORT_INTERVAL)))) {
            context.log().info("waiting for " + spec.name() + " to stop");
            reported = now;
        }
    }

    public void signal(Signal signal) {
        send(signal, false);
    }

    private void send(Signal signal, boolean group) {
        current.get().ifPresent(process -> {
            if (group) {
                process.signalGroup(signal);
            } else {
                process.signal(signal);
            }
        });
    }

    /**
     * Writes to its stdin, without waiting.
     *
     * @param failed is run if it cannot be written, on any thread
     * @return false if the process is not running, is stopping, or does not read its stdin
     */
    public boolean write(byte[] bytes, Runnable failed) {
        return !killing
                && current.get().filter(process -> process.write(bytes, failed)).isPresent();
    }

    // Exits

    private void onExit(int start, ProcessExit exit, Duration ago) {
        if (current.isOf(start)) {
            onExit(exit, ago);
        }
    }

    /** @param ago how long ago it was: what it has left behind may have kept its output open for a while */
    private void onExit(ProcessExit exit, Duration ago) {
        stopTime = context.wall().instant().minus(ago);
        lastExit = Optional.of(exit);
        Duration uptime = Duration.between(started, context.now()).minus(ago);
        if (killing) {
            onStopped(exit);
        } else if (uptime.compareTo(spec.starting().seconds()) < 0) {
            onExitedTooQuickly(exit);
        } else {
            onExited(exit, uptime);
        }
        current.clear();
    }

    private void onStopped(ProcessExit exit) {
        killing = false;
        exitStatus = status(exit);
        log(isExpected(exit), "stopped: " + spec.name() + " (" + describe(exit) + ")");
        change(STOPPED);
    }

    private void onExitedTooQuickly(ProcessExit exit) {
        spawnError = "Exited too quickly (process log may have details)";
        log(false, "exited: " + spec.name() + " (" + describe(exit) + "; not expected)");
        enterBackoff();
    }

    private void onExited(ProcessExit exit, Duration uptime) {
        boolean expected = isExpected(exit);
        tries = 0;
        exitStatus = status(exit);
        if (state == STARTING) {
            change(RUNNING);
        }
        if (!expected) {
            spawnError = "Bad exit code " + status(exit);
        }
        log(
                expected,
                "exited: " + spec.name() + " (" + describe(exit) + (expected ? "; expected)" : "; not expected)"));
        change(EXITED, expected);
        Restart restart = spec.starting().restart();
        if (restart == Restart.ALWAYS || (restart == Restart.UNEXPECTED && !expected)) {
            restartTimer.exited(uptime, context.now());
        }
    }

    /**
     * Java cannot tell a signal from the status that shells report for it, so 143 in {@code exitcodes} means SIGTERM
     * too.
     */
    private boolean isExpected(ProcessExit exit) {
        return spec.starting().expected().contains(exit.status());
    }

    private void log(boolean expected, String line) {
        context.log().log(expected ? Level.INFO : Level.WARN, line);
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
