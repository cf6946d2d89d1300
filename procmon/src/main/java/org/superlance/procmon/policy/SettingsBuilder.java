package org.superlance.procmon.policy;

import java.time.Duration;
import java.util.Optional;
import org.superlance.listener.restart.RestartLimit;

/** {@link Settings} that differ from the usual ones in what is asked for. */
public final class SettingsBuilder {

    private Duration threshold = Settings.DEFAULT.threshold();
    private Duration killTime = Settings.DEFAULT.killTime();
    private Duration minRestartDelay = Settings.DEFAULT.minRestartDelay();
    private Duration maxRestartDelay = Settings.DEFAULT.maxRestartDelay();
    private Duration consistencyDelay = Settings.DEFAULT.consistencyDelay();
    private Optional<Duration> resetAfter = Settings.DEFAULT.resetAfter();
    private int jitter = Settings.DEFAULT.jitter();
    private Optional<RestartLimit> maxFailures = Settings.DEFAULT.maxFailures();

    SettingsBuilder() {}

    public SettingsBuilder threshold(Duration value) {
        threshold = value;
        return this;
    }

    public SettingsBuilder killTime(Duration value) {
        killTime = value;
        return this;
    }

    public SettingsBuilder minRestartDelay(Duration value) {
        minRestartDelay = value;
        return this;
    }

    public SettingsBuilder maxRestartDelay(Duration value) {
        maxRestartDelay = value;
        return this;
    }

    public SettingsBuilder consistencyDelay(Duration value) {
        consistencyDelay = value;
        return this;
    }

    public SettingsBuilder resetAfter(Duration value) {
        resetAfter = Optional.of(value);
        return this;
    }

    public SettingsBuilder jitter(int value) {
        jitter = value;
        return this;
    }

    public SettingsBuilder maxFailures(RestartLimit value) {
        maxFailures = Optional.of(value);
        return this;
    }

    /** @throws IllegalArgumentException with a sentence for people that begins with the name of what is wrong */
    public Settings build() {
        return new Settings(
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
