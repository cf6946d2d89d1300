package org.superlance.listener.restart;

/**
 * How many of the last ticks a process must have been sick: {@code needed} of the last {@code window}.
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
            throw new IllegalArgumentException("'" + needed + "/" + window + "' cannot be: write N or N/M, "
                    + "with N from 1 to M and M at most " + MAX);
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
                    "'" + text + "' is no number of ticks; write N for N in a row, or N/M for N of the last M", e);
        }
    }

    @Override
    public String toString() {
        return needed == window ? needed + " in a row" : needed + " of the last " + window;
    }
}
