package org.superlance.listener.runtime;

import java.time.Duration;
import org.superlance.listener.restart.RestartRules;

/** What the config of every {@link MonitorListener} says. */
public interface MonitorSettings extends ListenerSettings {

    /** When to act on what a check has found. */
    RestartRules rules();

    /** The least time between two restarts of one program, as far as the options say; zero if they do not. */
    default Duration minRestartInterval() {
        return Duration.ZERO;
    }

    /** One for checks, the others for restarts. */
    @Override
    default int threads() {
        return 4;
    }

    @Override
    default boolean restartsOnce() {
        return true;
    }
}
