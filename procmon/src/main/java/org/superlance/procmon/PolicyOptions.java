package org.superlance.procmon;

import java.time.Duration;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.util.RateLimit;
import org.superlance.procmon.policy.RestartSettings;

/** The options for restarts that all subcommands of procmon share. */
public final class PolicyOptions extends OptionGroup {

    final Option<Duration> threshold = value(Duration.class, "-t", "--threshold")
            .paramLabel("DURATION")
            .defaultValue(RestartSettings.DEFAULT.threshold())
            .description("An exit within DURATION of start counts as a rapid failure and doubles the delay (default:"
                    + " 1s).");

    final Option<Duration> killTime = value(Duration.class, "-k", "--killtime")
            .paramLabel("DURATION")
            .defaultValue(RestartSettings.DEFAULT.killTime())
            .description("Time between SIGTERM and SIGKILL (default: 5s).");

    final Option<Duration> minRestartDelay = value(Duration.class, "-m", "--minrestartdelay")
            .paramLabel("DURATION")
            .defaultValue(RestartSettings.DEFAULT.minRestartDelay())
            .description("Restart delay after the first rapid failure (default: 1s).");

    final Option<Duration> maxRestartDelay = value(Duration.class, "-M", "--maxrestartdelay")
            .paramLabel("DURATION")
            .defaultValue(RestartSettings.DEFAULT.maxRestartDelay())
            .description("Maximum restart delay (default: 1h).");

    final Option<Duration> consistencyDelay = value(Duration.class, "--consistencydelay")
            .paramLabel("DURATION")
            .defaultValue(RestartSettings.DEFAULT.consistencyDelay())
            .description("Interval between two comparisons of what should run with what runs (default: 1m).");

    final Option<Duration> resetAfter = value(Duration.class, "--reset-after")
            .paramLabel("DURATION")
            .description("A run of this length resets the delay (default: the threshold).");

    final Option<Integer> jitter = value(Integer.class, "--jitter")
            .paramLabel("PERCENT")
            .defaultValue(RestartSettings.DEFAULT.jitter())
            .description("Shorten each delay by a random part of up to this percentage, so that programs which failed"
                    + " together do not restart in the same second (default: 10).");

    final Option<RateLimit> maxFailures = value(RateLimit.class, "--max-failures")
            .paramLabel("N/DURATION")
            .description("Give a program up after N failures within the duration, such as 20/1h, and report that"
                    + " (default: never).");

    /** @throws IllegalArgumentException whose message begins with the name of the wrong option */
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
