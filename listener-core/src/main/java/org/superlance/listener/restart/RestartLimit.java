package org.superlance.listener.restart;

import java.time.Duration;
import org.superlance.listener.util.Durations;

/**
 * How many times one process may be restarted within a time.
 *
 * @param restarts at least 1
 * @param window longer than 0
 */
public record RestartLimit(int restarts, Duration window) {

    public RestartLimit {
        if (restarts < 1 || window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException(
                    "a restart budget needs at least 1 restart and a duration, such as 3/1h");
        }
    }

    /**
     * Reads {@code N/DURATION}, such as {@code 3/1h}.
     *
     * @throws IllegalArgumentException with a sentence for people if the text is none
     */
    public static RestartLimit parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("'" + text + "' is no restart budget; write N/DURATION, such as 3/1h");
        }
        try {
            return new RestartLimit(
                    Integer.parseInt(text.substring(0, slash).strip()), Durations.parse(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no restart budget; write N/DURATION, such as 3/1h", e);
        }
    }

    @Override
    public String toString() {
        return restarts + "/" + Durations.format(window);
    }
}
