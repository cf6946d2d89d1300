package org.superlance.procmon.policy;

import java.time.Duration;
import java.util.Optional;
import org.superlance.listener.util.Backoff;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.RateLimit;

/**
 * How programs are kept running. The names are those of Twisted's process monitor, and of the options.
 *
 * @param threshold a death sooner after the start is an instant one
 * @param killTime how long a program that is told to end may take before it is killed
 * @param minRestartDelay the delay after the first instant death; each further one in a row doubles it
 * @param maxRestartDelay no delay is longer
 * @param consistencyDelay between two looks whether what should run does run
 * @param resetAfter how long a successful run is, after which the delays begin anew; empty for the threshold
 * @param jitter by up to so many percent each delay is shortened at random; 0 for none
 * @param maxFailures a program with so many unsuccessful runs within that time is given up; empty for never
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

    /** Those of Twisted, and delays spread by a tenth. */
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

    /** @throws IllegalArgumentException with a sentence for people that begins with the name of what is wrong */
    public RestartSettings {
        check(!threshold.isNegative(), "threshold is less than nothing");
        check(!killTime.isNegative(), "killtime is less than nothing");
        check(isPositive(minRestartDelay), "minrestartdelay must be more than 0");
        check(
                maxRestartDelay.compareTo(minRestartDelay) >= 0,
                "maxrestartdelay " + Durations.format(maxRestartDelay) + " is less than minrestartdelay "
                        + Durations.format(minRestartDelay));
        check(isPositive(consistencyDelay), "consistencydelay must be more than 0");
        check(
                resetAfter.isEmpty() || resetAfter.get().compareTo(threshold) >= 0,
                "reset-after is less than threshold: an instant death is no successful run");
        check(jitter >= 0 && jitter <= ALL, "jitter " + jitter + " is no percentage from 0 to 100");
        check(
                maxFailures.isEmpty() || maxFailures.get().count() <= FailureHistory.MAX_RECENT,
                "max-failures counts at most " + FailureHistory.MAX_RECENT + " failures");
    }

    /** Begins with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** How long a successful run is, at least. */
    public Duration successfulRun() {
        return resetAfter.orElse(threshold);
    }

    /** The delays after instant deaths in a row, without jitter. */
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

        /** @throws IllegalArgumentException with a sentence for people that begins with the name of the wrong setting */
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
