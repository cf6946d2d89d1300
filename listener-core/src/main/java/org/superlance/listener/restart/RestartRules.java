package org.superlance.listener.restart;

import java.time.Duration;
import java.util.Optional;
import org.superlance.listener.util.RateLimit;

/**
 * When and how to act on an unhealthy process: the options that all restarting listeners share.
 *
 * @param minUptime a process with a shorter uptime is not restarted
 * @param limit how often a process is restarted; empty for no limit
 * @param maxConcurrent how many restarts may be in progress at the same time
 * @param hooks the commands around each restart; empty without any
 * @param order which programs are restarted before which others; empty for any order
 */
public record RestartRules(
        CycleThreshold threshold,
        Duration minUptime,
        Optional<RateLimit> limit,
        int maxConcurrent,
        Optional<HookSettings> hooks,
        Optional<RestartOrder> order) {

    /** For {@code maxConcurrent}. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** Acts at once and always, as superlance does. */
    public static final RestartRules ALWAYS =
            new RestartRules(CycleThreshold.ONE, Duration.ZERO, Optional.empty(), UNLIMITED);

    /** Rules for restarts without hooks and in any order. */
    public RestartRules(CycleThreshold threshold, Duration minUptime, Optional<RateLimit> limit, int maxConcurrent) {
        this(threshold, minUptime, limit, maxConcurrent, Optional.empty(), Optional.empty());
    }

    /**
     * How many of the last ticks a process must have been unhealthy: {@code needed} of the last {@code window}.
     *
     * @param needed from 1 to {@code window}
     * @param window at most 1,000
     */
    public record CycleThreshold(int needed, int window) {

        /** Acts at once. */
        public static final CycleThreshold ONE = new CycleThreshold(1, 1);

        private static final int MAX = 1_000;

        public CycleThreshold {
            if (needed < 1 || window < needed || window > MAX) {
                throw new IllegalArgumentException("'" + needed + "/" + window + "' is not valid: write N or N/M,"
                        + " with N from 1 to M and M at most " + MAX);
            }
        }

        /**
         * Reads {@code N} (in a row) or {@code N/M}.
         *
         * @throws IllegalArgumentException with a sentence for people if the text is neither
         */
        public static CycleThreshold parse(String text) {
            try {
                int slash = text.indexOf('/');
                int needed = Integer.parseInt((slash < 0 ? text : text.substring(0, slash)).strip());
                int window = slash < 0
                        ? needed
                        : Integer.parseInt(text.substring(slash + 1).strip());
                return new CycleThreshold(needed, window);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "'" + text + "' is not a number of ticks; write N for N in a row, or N/M for N of the last M",
                        e);
            }
        }

        @Override
        public String toString() {
            return needed == window ? needed + " in a row" : needed + " of the last " + window;
        }
    }
}
