package org.superlance.procmon;

import java.time.Duration;
import org.superlance.listener.cli.Options;
import org.superlance.listener.cli.Setting;
import org.superlance.listener.restart.RestartLimit;
import org.superlance.procmon.policy.Settings;

/** When to start again what has died: the options that all uses of procmon share. */
public final class PolicyOptions implements Options.Holder {

    private final Options options = new Options();

    final Setting<Duration> threshold = options.value(Duration.class, "-t", "--threshold")
            .takes("DURATION")
            .usually(Settings.DEFAULT.threshold())
            .says("A death sooner after the start is an instant one, and doubles the delay (default: 1s).");

    final Setting<Duration> killTime = options.value(Duration.class, "-k", "--killtime")
            .takes("DURATION")
            .usually(Settings.DEFAULT.killTime())
            .says("How long what is told to end may take before it is killed (default: 5s).");

    final Setting<Duration> minRestartDelay = options.value(Duration.class, "-m", "--minrestartdelay")
            .takes("DURATION")
            .usually(Settings.DEFAULT.minRestartDelay())
            .says("The delay after the first instant death (default: 1s).");

    final Setting<Duration> maxRestartDelay = options.value(Duration.class, "-M", "--maxrestartdelay")
            .takes("DURATION")
            .usually(Settings.DEFAULT.maxRestartDelay())
            .says("No delay is longer (default: 1h).");

    final Setting<Duration> consistencyDelay = options.value(Duration.class, "--consistencydelay")
            .takes("DURATION")
            .usually(Settings.DEFAULT.consistencyDelay())
            .says("Between two looks whether what should run does run (default: 1m).");

    final Setting<Duration> resetAfter = options.value(Duration.class, "--reset-after")
            .takes("DURATION")
            .says("After a run as long as this the delays begin anew (default: the threshold).");

    final Setting<Integer> jitter = options.value(Integer.class, "--jitter")
            .takes("PERCENT")
            .usually(Settings.DEFAULT.jitter())
            .says("Shorten each delay at random by up to so much, so that programs that died together do not"
                    + " come back in the same moment (default: 10).");

    final Setting<RestartLimit> maxFailures = options.value(RestartLimit.class, "--max-failures")
            .takes("N/DURATION")
            .says("Give a program up that has failed N times within the duration, such as 20/1h, and tell"
                    + " (default: never).");

    /** @throws IllegalArgumentException with a sentence for people that begins with the name of the wrong option */
    public Settings settings() {
        try {
            return new Settings(
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

    @Override
    public Options options() {
        return options;
    }
}
