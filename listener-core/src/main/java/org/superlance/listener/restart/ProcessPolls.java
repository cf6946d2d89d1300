package org.superlance.listener.restart;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.util.Backoff;

/** Looks again and again at the process of a restart, with growing delays. */
final class ProcessPolls {

    /** The longest time between two. */
    static final Duration MAX_DELAY = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(ProcessPolls.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), 1.4, MAX_DELAY);

    /** An eighth of the time that it has taken until now: twenty programs that take 3 s to stop are not to wait a second more. */
    private static final Backoff ON_ITS_WAY = new Backoff(Duration.ofMillis(100), 1.125, MAX_DELAY);

    private final SupervisorClient supervisor;
    private final RestartSteps steps;
    private final RestartEnding ending;
    private final Namespec name;
    private int count;
    private int countOnItsWay;

    ProcessPolls(SupervisorClient supervisor, RestartSteps steps, RestartEnding ending, Namespec name) {
        this.supervisor = supervisor;
        this.steps = steps;
        this.ending = ending;
        this.name = name;
    }

    /** How many there were since the beginning, or since {@link #restart}. */
    int count() {
        return count;
    }

    void restart() {
        count = 0;
        countOnItsWay = 0;
    }

    void again(Runnable step) {
        count++;
        steps.next(BACKOFF.delayAfter(count), step);
    }

    /** The same for a process that is seen to be stopping or starting, which may take its time and does not count. */
    void againOnItsWay(Runnable step) {
        countOnItsWay++;
        steps.next(ON_ITS_WAY.delayAfter(countOnItsWay), step);
    }

    /**
     * The process as it is.
     *
     * @param step looks again if there is no answer
     * @return empty if that is to be waited for, or the process is gone, which ends the restart
     */
    Optional<ProcessInfo> look(Runnable step) {
        RpcResult<ProcessInfo> result = supervisor.process(name);
        if (RestartAnswers.isGone(result)) {
            ending.end(Outcome.SKIPPED, result.sentence());
        } else if (result.value().isEmpty()) {
            if (count == 0) {
                LOG.warn("{}: cannot get its state during its restart: {}; retrying", name, result.sentence());
            }
            again(step);
        }
        return result.value();
    }
}
