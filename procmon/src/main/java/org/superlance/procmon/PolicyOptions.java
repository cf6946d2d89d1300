package org.superlance.procmon;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.restart.RestartBudget;
import org.superlance.procmon.policy.Settings;
import picocli.CommandLine.Option;

/** When to start again what has died: the options that all uses of procmon share. */
public final class PolicyOptions {

    @Option(
            names = {"-t", "--threshold"},
            paramLabel = "DURATION",
            description = "A death sooner after the start is an instant one, and doubles the delay (default: 1s).")
    Duration threshold = Settings.DEFAULT.threshold();

    @Option(
            names = {"-k", "--killtime"},
            paramLabel = "DURATION",
            description = "How long what is told to end may take before it is killed (default: 5s).")
    Duration killTime = Settings.DEFAULT.killTime();

    @Option(
            names = {"-m", "--minrestartdelay"},
            paramLabel = "DURATION",
            description = "The delay after the first instant death (default: 1s).")
    Duration minRestartDelay = Settings.DEFAULT.minRestartDelay();

    @Option(
            names = {"-M", "--maxrestartdelay"},
            paramLabel = "DURATION",
            description = "No delay is longer (default: 1h).")
    Duration maxRestartDelay = Settings.DEFAULT.maxRestartDelay();

    @Option(
            names = "--consistencydelay",
            paramLabel = "DURATION",
            description = "Between two looks whether what should run does run (default: 1m).")
    Duration consistencyDelay = Settings.DEFAULT.consistencyDelay();

    @Option(
            names = "--reset-after",
            paramLabel = "DURATION",
            description = "After a run as long as this the delays begin anew (default: the threshold).")
    @Nullable
    Duration resetAfter;

    @Option(
            names = "--jitter",
            paramLabel = "PERCENT",
            description = "Shorten each delay at random by up to so much, so that programs that died together do not"
                    + " come back in the same moment (default: 10).")
    int jitter = Settings.DEFAULT.jitter();

    @Option(
            names = "--max-failures",
            paramLabel = "N/DURATION",
            description = "Give a program up that has failed N times within the duration, such as 20/1h, and tell"
                    + " (default: never).")
    @Nullable
    RestartBudget maxFailures;

    /** @throws IllegalArgumentException with a sentence for people that begins with the name of the wrong option */
    public Settings settings() {
        try {
            return new Settings(
                    threshold,
                    killTime,
                    minRestartDelay,
                    maxRestartDelay,
                    consistencyDelay,
                    Optional.ofNullable(resetAfter),
                    jitter,
                    Optional.ofNullable(maxFailures));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--" + e.getMessage(), e);
        }
    }
}
