package org.superlance.listener.restart;

import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.restart.RestartReport.Outcome;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.util.Backoff;
import org.superlance.listener.util.Durations;

/**
 * One restart, from the stop to the running process. Each step is one call to supervisord and then the choice of the
 * next step; between two steps no thread is held.
 */
final class Restart {

    private static final Logger LOG = LoggerFactory.getLogger(Restart.class);
    /** Looks at a process that goes on running after a stop that nobody confirmed, before we say that it was not stopped. */
    private static final int LOOKS_BEFORE_GIVING_UP = 5;
    /** Between two looks at a process that is stopping or starting. */
    private static final Backoff WATCHING = new Backoff(Duration.ofMillis(100), 1.4, Duration.ofSeconds(3));

    private final Restarter restarter;
    private final Namespec name;
    private final long oldPid;
    private final RestartPlan plan;
    private final Consumer<RestartReport> report;
    private final Steps steps;

    private boolean stopConfirmed;
    private boolean startFailureReported;
    private volatile boolean begun;
    private int looks;
    private int starts;

    /** @param oldPid of the process to be stopped; 0 if it is not known any more */
    Restart(Restarter restarter, Namespec name, long oldPid, RestartPlan plan, Consumer<RestartReport> report) {
        this.restarter = restarter;
        this.name = name;
        this.oldPid = oldPid;
        this.plan = plan;
        this.report = report;
        this.steps = new Steps(restarter, this::run);
    }

    Namespec name() {
        return name;
    }

    void beginAfter(Duration delay, Runnable firstStep) {
        begun = delay.isZero();
        if (!begun) {
            LOG.info("{}: its restart begins in {}", name, Durations.format(delay));
        }
        next(delay, () -> {
            begun = true;
            firstStep.run();
        });
    }

    void begin() {
        attempt(plan.beforeStop());
        stop();
    }

    private void stop() {
        restarter.intentions().note(name);
        RpcResult<Boolean> result = restarter.supervisor().stop(name, false);
        if (result instanceof RpcResult.NoResponse<?> noResponse && noResponse.mayHaveActed()) {
            LOG.warn("{}: {}; looking whether it stops all the same", name, result.sentence());
        } else if (result.value().isEmpty()) {
            end(
                    isHopeless(result) || result.isFault(Fault.NOT_RUNNING) ? Outcome.LEFT_ALONE : Outcome.STOP_FAILED,
                    "it was not stopped: " + result.sentence());
            return;
        } else {
            stopConfirmed = true;
        }
        look(this::lookWhetherStopped);
    }

    void lookWhetherStopped() {
        RpcResult<ProcessInfo> result = restarter.supervisor().process(name);
        if (result.value().isEmpty()) {
            lookAgainUnlessHopeless(result, this::lookWhetherStopped);
            return;
        }
        ProcessInfo process = result.value().get();
        switch (process.state()) {
            case STOPPED, EXITED, FATAL -> {
                attempt(plan.whileStopped());
                next(plan.pause(), this::start);
            }
            case RUNNING -> stillRunning(process);
            case UNKNOWN -> end(Outcome.STOP_FAILED, "supervisord cannot stop it and has put it into state UNKNOWN");
            case STOPPING, STARTING, BACKOFF -> look(this::lookWhetherStopped);
        }
    }

    private void stillRunning(ProcessInfo process) {
        if (process.pid() != oldPid) {
            end(Outcome.RESTARTED, "it runs again, with pid " + process.pid());
        } else if (!stopConfirmed && looks >= LOOKS_BEFORE_GIVING_UP) {
            end(Outcome.STOP_FAILED, "supervisord did not confirm the stop, and it still runs with pid " + oldPid);
        } else {
            look(this::lookWhetherStopped);
        }
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("{}: a step of its restart failed; going on with it", name, e);
        }
    }

    void start() {
        starts++;
        looks = 0;
        RpcResult<Boolean> result = restarter.supervisor().start(name, false);
        if (result.value().isPresent() || result.isFault(Fault.ALREADY_STARTED)) {
            look(this::lookWhetherStarted);
        } else if (isHopeless(result)) {
            end(Outcome.LEFT_ALONE, result.sentence());
        } else {
            startFailed(result.sentence());
            startLater();
        }
    }

    private void lookWhetherStarted() {
        RpcResult<ProcessInfo> result = restarter.supervisor().process(name);
        if (result.value().isEmpty()) {
            lookAgainUnlessHopeless(result, this::lookWhetherStarted);
            return;
        }
        ProcessInfo process = result.value().get();
        switch (process.state()) {
            case RUNNING -> end(Outcome.RESTARTED, "it runs again, with pid " + process.pid());
            case EXITED -> end(Outcome.RESTARTED, "it ran again, and has ended by itself");
            case STOPPED -> end(Outcome.LEFT_ALONE, "it was started, and somebody has stopped it");
            case BACKOFF -> {
                startFailed("it ends right after its start, and supervisord tries again" + because(process));
                look(this::lookWhetherStarted);
            }
            case FATAL, UNKNOWN -> {
                startFailed("supervisord has given it up" + because(process));
                startLater();
            }
            case STARTING, STOPPING -> look(this::lookWhetherStarted);
        }
    }

    private static String because(ProcessInfo process) {
        return process.spawnError().isEmpty() ? "" : ": " + process.spawnError();
    }

    private void startFailed(String why) {
        if (startFailureReported) {
            LOG.debug("{}: it does not start yet: {}", name, why);
            return;
        }
        startFailureReported = true;
        tell(Outcome.START_FAILED, why);
    }

    private void startLater() {
        next(Backoff.RETRY.delayAfter(starts), this::start);
    }

    private void lookAgainUnlessHopeless(RpcResult<?> result, Runnable step) {
        if (isHopeless(result)) {
            end(Outcome.LEFT_ALONE, result.sentence());
        } else {
            if (looks == 0) {
                LOG.warn("{}: cannot see how its restart goes: {}; asking again", name, result.sentence());
            }
            look(step);
        }
    }

    /** Removed from the configuration, or supervisord itself is going down: then it is not for us to start it. */
    private static boolean isHopeless(RpcResult<?> result) {
        return result.isFault(Fault.BAD_NAME) || result.isFault(Fault.SHUTDOWN_STATE);
    }

    private void look(Runnable step) {
        looks++;
        next(WATCHING.delayAfter(looks), step);
    }

    private void next(Duration delay, Runnable step) {
        steps.next(delay, step);
    }

    /** Does at once what was to be done later, or gives it up if the process has not been touched yet. */
    void hurry() {
        if (!steps.hurry(begun)) {
            end(Outcome.LEFT_ALONE, "this listener ends before its restart has begun");
        }
    }

    private void run(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("{}: its restart ran into a fault of this program; going on with it", name, e);
            look(this::lookWhetherStopped);
        }
    }

    private void end(Outcome outcome, String sentence) {
        // told first: whoever waits for the end of the restart may rely on its having been reported
        tell(outcome, sentence);
        restarter.done(name);
    }

    private void tell(Outcome outcome, String sentence) {
        RestartReport told = new RestartReport(name, outcome, sentence);
        switch (outcome) {
            case RESTARTED -> LOG.info("restarted {}: {}", name, sentence);
            case LEFT_ALONE -> LOG.warn("left {} alone: {}", name, sentence);
            case STOP_FAILED -> LOG.error("failed to stop {}: {}", name, sentence);
            case START_FAILED -> LOG.error("failed to start {}: {}; trying on", name, sentence);
        }
        restarter.count(told, plan.cause());
        report.accept(told);
    }
}
