package org.superlance.procmon.policy;

import java.time.Duration;
import java.util.Optional;
import org.superlance.listener.util.Backoff;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.RateLimit;

/**
 * When programs are restarted. The names are those of Twisted's process monitor, and of the options.
 *
 * @param threshold an exit within this time after the start is a rapid failure
 * @param killTime time between SIGTERM and SIGKILL
 * @param minRestartDelay the delay after the first rapid failure; each further one in a row doubles it
 * @param maxRestartDelay maximum delay
 * @param consistencyDelay interval between two checks that what should run does run
 * @param resetAfter minimum length of a successful run, which resets the delay; empty for the threshold
 * @param jitter maximum percentage by which each delay is shortened at random; 0 for none
 * @param maxFailures number of unsuccessful runs within a time after which a program is given up; empty for never
 */
public record RestartSettings(
        Duration threshold,
        Duration killTime,
        Duration minRestartDelay,
        Duration maxRestartDelay,
        Duration consistencyDelay,
        Optional<Duration> resetAfter,
        int jitter,
        Optional<RateLimit> maxFailures) {

    /** Twisted's defaults, and a jitter of 10 percent. */
    public static final RestartSettings DEFAULT = new RestartSettings(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            Optional.empty(),
            10,
            Optional.empty());

    private static final int ALL = 100;

    /** @throws IllegalArgumentException whose message begins with the name of the wrong setting */
    public RestartSettings {
        check(!threshold.isNegative(), "threshold is negative");
        check(!killTime.isNegative(), "killtime is negative");
        check(isPositive(minRestartDelay), "minrestartdelay must be more than 0");
        check(
                maxRestartDelay.compareTo(minRestartDelay) >= 0,
                "maxrestartdelay " + Durations.format(maxRestartDelay) + " is less than minrestartdelay "
                        + Durations.format(minRestartDelay));
        check(isPositive(consistencyDelay), "consistencydelay must be more than 0");
        check(
                resetAfter.isEmpty() || resetAfter.get().compareTo(threshold) >= 0,
                "reset-after is less than threshold: a rapid failure is not a successful run");
        check(jitter >= 0 && jitter <= ALL, "jitter " + jitter + " is not a percentage from 0 to 100");
        check(
                maxFailures.isEmpty() || maxFailures.get().count() <= FailureHistory.MAX_RECENT,
                "max-failures counts at most " + FailureHistory.MAX_RECENT + " failures");
    }

    /** Begins with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Minimum length of a successful run. */
    public Duration successfulRun() {
        return resetAfter.orElse(threshold);
    }

    /** The delays after rapid failures in a row, without jitter. */
    public Backoff delays() {
        return Backoff.doubling(minRestartDelay, maxRestartDelay);
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void check(boolean right, String sentence) {
        if (!right) {
            throw new IllegalArgumentException(sentence);
        }
    }

    /** Settings that differ from the defaults in what is set. */
    public static final class Builder {

        private Duration threshold = DEFAULT.threshold();
        private Duration killTime = DEFAULT.killTime();
        private Duration minRestartDelay = DEFAULT.minRestartDelay();
        private Duration maxRestartDelay = DEFAULT.maxRestartDelay();
        private Duration consistencyDelay = DEFAULT.consistencyDelay();
        private Optional<Duration> resetAfter = DEFAULT.resetAfter();
        private int jitter = DEFAULT.jitter();
        private Optional<RateLimit> maxFailures = DEFAULT.maxFailures();

        private Builder() {}

        public Builder threshold(Duration value) {
            threshold = value;
            return this;
        }

        public Builder killTime(Duration value) {
            killTime = value;
            return this;
        }

        public Builder minRestartDelay(Duration value) {
            minRestartDelay = value;
            return this;
        }

        public Builder maxRestartDelay(Duration value) {
            maxRestartDelay = value;
            return this;
        }

        public Builder consistencyDelay(Duration value) {
            consistencyDelay = value;
            return this;
        }

        public Builder resetAfter(Duration value) {
            resetAfter = Optional.of(value);
            return this;
        }

        public Builder jitter(int value) {
            jitter = value;
            return this;
        }

        public Builder maxFailures(RateLimit value) {
            maxFailures = Optional.of(value);
            return this;
        }

        /** @throws IllegalArgumentException whose message begins with the name of the wrong setting */
        public RestartSettings build() {
            return new RestartSettings(
                    threshold,
                    killTime,
                    minRestartDelay,
                    maxRestartDelay,
                    consistencyDelay,
                    resetAfter,
                    jitter,
                    maxFailures);
        }
    }
}
