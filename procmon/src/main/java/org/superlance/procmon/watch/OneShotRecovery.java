package org.superlance.procmon.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;

/** For {@code --once}: starts what is down, once each, and waits until it is RUNNING or has failed. */
final class OneShotRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(OneShotRecovery.class);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
    private static final Duration MAX_ATTEMPT = Duration.ofMinutes(10);
    /** How long a start may take to show in the list of processes. */
    private static final Duration MAX_UNSTARTED = Duration.ofSeconds(5);

    private final SupervisorClient supervisor;
    private final StartRateLimiter limiter;
    private final ScheduledExecutorService worker;
    private final InstantSource clock;
    private final Map<Namespec, Attempt> begun = new LinkedHashMap<>();
    private boolean well = true;

    OneShotRecovery(
            SupervisorClient supervisor,
            StartRateLimiter limiter,
            ScheduledExecutorService worker,
            InstantSource clock) {
        this.supervisor = supervisor;
        this.limiter = limiter;
        this.worker = worker;
        this.clock = clock;
    }

    /**
     * A start.
     *
     * @param before when the program was started before
     * @param refusal a refusal of unknown meaning; empty for none
     * @param again whether a start before this one was confirmed, and nothing came of it
     */
    private record Attempt(Instant began, Instant before, String refusal, boolean again) {}

    /** Returns whether all of them run. */
    boolean run(List<ProcessInfo> down) throws InterruptedException {
        Deque<ProcessInfo> waiting = new ArrayDeque<>(down);
        while (!waiting.isEmpty() || !begun.isEmpty()) {
            while (!waiting.isEmpty() && limiter.allows(clock.instant())) {
                ProcessInfo next = waiting.remove();
                start(next.name(), next.start(), false);
            }
            pause();
            for (Iterator<Namespec> names = begun.keySet().iterator(); names.hasNext(); ) {
                if (isSettled(names.next())) {
                    names.remove();
                }
            }
        }
        return well;
    }

    /** False if that failed at once. */
    private boolean start(Namespec name, Instant before, boolean again) {
        LOG.info("starting {}", name);
        RpcResult<Boolean> result = supervisor.start(name, false);
        limiter.started(name, clock.instant());
        if (result.value().isPresent() || result.isFault(Fault.SPAWN_ERROR) || result.isFault(Fault.ALREADY_STARTED)) {
            begun.put(name, new Attempt(clock.instant(), before, "", again));
        } else if (result.isFault(Fault.OTHER)) {
            LOG.info("{}: {}; checking whether it starts anyway", name, result.sentence());
            begun.put(name, new Attempt(clock.instant(), before, result.sentence(), again));
        } else {
            return !failed(name, result.sentence());
        }
        return true;
    }

    private boolean isSettled(Namespec name) {
        RpcResult<ProcessInfo> result = supervisor.process(name);
        if (result.value().isEmpty()) {
            return failed(name, result.sentence());
        }
        ProcessInfo process = result.value().get();
        Attempt attempt = begun.get(name);
        if (attempt != null && !process.hasPid() && process.start().equals(attempt.before())) {
            return clock.instant().isAfter(attempt.began().plus(MAX_UNSTARTED)) && unstarted(name, attempt, process);
        }
        return switch (process.state()) {
            case RUNNING -> runs(name, process.pid());
            case EXITED, FATAL, STOPPED, STOPPING, UNKNOWN ->
                failed(
                        name,
                        "it is " + process.state() + (process.spawnError().isEmpty() ? "" : ": ")
                                + process.spawnError());
            case BACKOFF -> {
                limiter.entered(name, process.state(), clock.instant());
                yield isTooLate(name);
            }
            case STARTING -> isTooLate(name);
        };
    }

    /** The Go supervisord 0.7.3 confirms a start soon after an early end, and starts nothing: that is tried once more. */
    private boolean unstarted(Namespec name, Attempt attempt, ProcessInfo process) {
        if (attempt.refusal().isEmpty() && !attempt.again()) {
            return !start(name, attempt.before(), true);
        }
        return failed(name, attempt.refusal().isEmpty() ? "it is " + process.state() : attempt.refusal());
    }

    private boolean runs(Namespec name, long pid) {
        LOG.info("{} is RUNNING, pid {}", name, pid);
        limiter.free(name);
        return true;
    }

    private boolean isTooLate(Namespec name) {
        Attempt attempt = begun.get(name);
        return (attempt == null || clock.instant().isAfter(attempt.began().plus(MAX_ATTEMPT)))
                && failed(name, "supervisord is still trying to start it");
    }

    private boolean failed(Namespec name, String why) {
        LOG.error("cannot start {}: {}", name, why);
        limiter.free(name);
        well = false;
        return true;
    }

    private void pause() throws InterruptedException {
        try {
            worker.schedule(() -> {}, POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (RejectedExecutionException e) {
            throw new InterruptedException("the command is ending");
        }
    }
}
