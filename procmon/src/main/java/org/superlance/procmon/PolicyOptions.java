package org.superlance.procmon;

import java.time.Duration;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.util.RateLimit;
import org.superlance.procmon.policy.RestartSettings;

/** When to start again what has died: the options that all uses of procmon share. */
public final class PolicyOptions extends OptionGroup {

    final Option<Duration> threshold = value(Duration.class, "-t", "--threshold")
            .paramLabel("DURATION")
            .defaultValue(RestartSettings.DEFAULT.threshold())
            .description("A death sooner after the start is an instant one, and doubles the delay (default: 1s).");

    final Option<Duration> killTime = value(Duration.class, "-k", "--killtime")
            .paramLabel("DURATION")
            .defaultValue(RestartSettings.DEFAULT.killTime())
            .description("How long what is told to end may take before it is killed (default: 5s).");

    final Option<Duration> minRestartDelay = value(Duration.class, "-m", "--minrestartdelay")
            .paramLabel("DURATION")
            .defaultValue(RestartSettings.DEFAULT.minRestartDelay())
            .description("The delay after the first instant death (default: 1s).");

    final Option<Duration> maxRestartDelay = value(Duration.class, "-M", "--maxrestartdelay")
            .paramLabel("DURATION")
            .defaultValue(RestartSettings.DEFAULT.maxRestartDelay())
            .description("No delay is longer (default: 1h).");

    final Option<Duration> consistencyDelay = value(Duration.class, "--consistencydelay")
            .paramLabel("DURATION")
            .defaultValue(RestartSettings.DEFAULT.consistencyDelay())
            .description("Between two looks whether what should run does run (default: 1m).");

    final Option<Duration> resetAfter = value(Duration.class, "--reset-after")
            .paramLabel("DURATION")
            .description("After a run as long as this the delays begin anew (default: the threshold).");

    final Option<Integer> jitter = value(Integer.class, "--jitter")
            .paramLabel("PERCENT")
            .defaultValue(RestartSettings.DEFAULT.jitter())
            .description("Shorten each delay at random by up to so much, so that programs that died together do not"
                    + " come back in the same moment (default: 10).");

    final Option<RateLimit> maxFailures = value(RateLimit.class, "--max-failures")
            .paramLabel("N/DURATION")
            .description("Give a program up that has failed N times within the duration, such as 20/1h, and tell"
                    + " (default: never).");

    /** @throws IllegalArgumentException with a sentence for people that begins with the name of the wrong option */
    public RestartSettings settings() {
        try {
            return new RestartSettings(
                    threshold.value(),
                    killTime.value(),
                    minRestartDelay.value(),
                    maxRestartDelay.value(),
                    consistencyDelay.value(),
                    resetAfter.optional(),
                    jitter.value(),
                    maxFailures.optional());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--" + e.getMessage(), e);
        }
    }
}
