package org.superlance.procmon.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.RateLimit;
import org.superlance.procmon.policy.RestartDecision.GiveUp;
import org.superlance.procmon.policy.RestartDecision.ScheduledRestart;

/**
 * Exponential backoff: each rapid failure in a row doubles the delay before the next start, a successful run resets it, and
 * any other run leaves it as it is.
 *
 * <p>Source: Twisted's process monitor. Jitter, the length of a successful run and giving up are additions.
 */
public final class BackoffPolicy {

    private final RestartSettings settings;
    private final RandomGenerator random;

    /** @param random for the jitter; used by the calling thread */
    public BackoffPolicy(RestartSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /**
     * What follows from the end of a run.
     *
     * @param before the failures when it was started
     * @param lasted how long it ran
     */
    public RestartDecision ended(FailureHistory before, Duration lasted, Instant now) {
        String ran = "ran " + Durations.format(lasted);
        if (lasted.compareTo(settings.threshold()) < 0) {
            return failed(before, ran + ", less than the threshold " + Durations.format(settings.threshold()), now);
        }
        if (lasted.compareTo(settings.successfulRun()) >= 0) {
            return next(before.afterSuccess(), ran + ", a successful run", now);
        }
        String reason = ran + ", less than a successful run of " + Durations.format(settings.successfulRun());
        return count(before, reason, now);
    }

    /**
     * What follows from a failed start, which counts as a rapid failure.
     *
     * @param what the beginning of the reason
     */
    public RestartDecision failed(FailureHistory before, String what, Instant now) {
        FailureHistory failures = before.afterRapidFailure();
        return count(failures, what + ", failure " + failures.consecutive() + " in a row", now);
    }

    /** The failures of a program that has been running for so long and is still running. */
    public FailureHistory running(FailureHistory before, Duration soFar) {
        return soFar.compareTo(settings.successfulRun()) >= 0 ? before.afterSuccess() : before;
    }

    private RestartDecision count(FailureHistory failures, String reason, Instant now) {
        Optional<RateLimit> max = settings.maxFailures();
        if (max.isEmpty()) {
            return next(failures, reason, now);
        }
        RateLimit budget = max.get();
        FailureHistory counted = failures.counting(budget, now);
        return counted.recent().size() < budget.count()
                ? next(counted, reason, now)
                : new GiveUp(counted.afterGivingUp(), reason + "; limit max-failures " + budget + " reached");
    }

    private ScheduledRestart next(FailureHistory failures, String reason, Instant now) {
        Duration delay = failures.consecutive() == 0
                ? Duration.ZERO
                : shortened(settings.delays().delayAfter(failures.consecutive()));
        return new ScheduledRestart(failures, delay, now.plus(delay), reason);
    }

    /** By up to the jitter: never lengthened, so that programs at the maximum delay are spread too. */
    private Duration shortened(Duration delay) {
        long max = delay.toMillis() / 100 * settings.jitter() + delay.toMillis() % 100 * settings.jitter() / 100;
        return max == 0 ? delay : delay.minusMillis(random.nextLong(max + 1));
    }
}
