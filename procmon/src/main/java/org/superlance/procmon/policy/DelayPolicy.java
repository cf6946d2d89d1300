package org.superlance.procmon.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.superlance.listener.restart.RestartLimit;
import org.superlance.listener.util.Durations;

/**
 * Never gives up and never hammers: each instant death in a row doubles the delay before the next start, a successful
 * run ends that. A run that was neither leaves the delay as it is.
 *
 * <p>Source: Twisted's process monitor. Jitter, the length of a successful run and giving up are additions.
 */
public final class DelayPolicy {

    private final Settings settings;
    private final RandomGenerator random;

    /** @param random for the jitter; used by whatever thread asks */
    public DelayPolicy(Settings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /**
     * What follows from the end of a run.
     *
     * @param before what was remembered of the program when it was started
     * @param lasted how long it ran
     */
    public Sequel ended(Failures before, Duration lasted, Instant now) {
        String ran = "it ran " + Durations.format(lasted);
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
     * What follows from a start that brought no run at all: an instant death.
     *
     * @param what what happened, the beginning of the reason
     */
    public Sequel failed(Failures before, String what, Instant now) {
        Failures failures = before.afterInstantDeath();
        return count(failures, what + ", failure " + failures.inARow() + " in a row", now);
    }

    /** What is to be remembered of a program that has been running for so long and goes on running. */
    public Failures running(Failures before, Duration soFar) {
        return soFar.compareTo(settings.successfulRun()) >= 0 ? before.afterSuccess() : before;
    }

    private Sequel count(Failures failures, String reason, Instant now) {
        Optional<RestartLimit> most = settings.maxFailures();
        if (most.isEmpty()) {
            return next(failures, reason, now);
        }
        RestartLimit budget = most.get();
        Failures counted = failures.counting(budget, now);
        return counted.recent().size() < budget.restarts()
                ? next(counted, reason, now)
                : new GivenUp(
                        counted.afterGivingUp(), reason + "; failed as often as max-failures " + budget + " allows");
    }

    private NextStart next(Failures failures, String reason, Instant now) {
        Duration delay = failures.inARow() == 0
                ? Duration.ZERO
                : shortened(settings.delays().delayAfter(failures.inARow()));
        return new NextStart(failures, delay, now.plus(delay), reason);
    }

    /** By up to the jitter: never longer than the longest, so that programs that wait that long are spread too. */
    private Duration shortened(Duration delay) {
        long most = delay.toMillis() / 100 * settings.jitter() + delay.toMillis() % 100 * settings.jitter() / 100;
        return most == 0 ? delay : delay.minusMillis(random.nextLong(most + 1));
    }
}
