package org.superlance.procmon.policy;

import java.time.Duration;
import java.util.Optional;
import org.superlance.listener.util.RateLimit;

/** {@link RestartSettings} that differ from the usual ones in what is asked for. */
public final class RestartSettingsBuilder {

    private Duration threshold = RestartSettings.DEFAULT.threshold();
    private Duration killTime = RestartSettings.DEFAULT.killTime();
    private Duration minRestartDelay = RestartSettings.DEFAULT.minRestartDelay();
    private Duration maxRestartDelay = RestartSettings.DEFAULT.maxRestartDelay();
    private Duration consistencyDelay = RestartSettings.DEFAULT.consistencyDelay();
    private Optional<Duration> resetAfter = RestartSettings.DEFAULT.resetAfter();
    private int jitter = RestartSettings.DEFAULT.jitter();
    private Optional<RateLimit> maxFailures = RestartSettings.DEFAULT.maxFailures();

    RestartSettingsBuilder() {}

    public RestartSettingsBuilder threshold(Duration value) {
        threshold = value;
        return this;
    }

    public RestartSettingsBuilder killTime(Duration value) {
        killTime = value;
        return this;
    }

    public RestartSettingsBuilder minRestartDelay(Duration value) {
        minRestartDelay = value;
        return this;
    }

    public RestartSettingsBuilder maxRestartDelay(Duration value) {
        maxRestartDelay = value;
        return this;
    }

    public RestartSettingsBuilder consistencyDelay(Duration value) {
        consistencyDelay = value;
        return this;
    }

    public RestartSettingsBuilder resetAfter(Duration value) {
        resetAfter = Optional.of(value);
        return this;
    }

    public RestartSettingsBuilder jitter(int value) {
        jitter = value;
        return this;
    }

    public RestartSettingsBuilder maxFailures(RateLimit value) {
        maxFailures = Optional.of(value);
        return this;
    }

    /** @throws IllegalArgumentException with a sentence for people that begins with the name of what is wrong */
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
