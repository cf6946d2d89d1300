package org.superlance.listener.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * What a listener has not finished.
 *
 * @param restarts programs that are stopped, or about to be, and are to be started again
 * @param failures deaths of programs that are still to be told
 * @param alerts to be delivered, counted once for each receiver
 */
public record Backlog(int restarts, int failures, int alerts) {

    public boolean isEmpty() {
        return restarts + failures + alerts == 0;
    }

    /** {@code 1 restart, 2 alerts}; {@code nothing} if that is all. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        add(parts, restarts, "restart");
        add(parts, failures, "failure");
        add(parts, alerts, "alert");
        return parts.isEmpty() ? "nothing" : String.join(", ", parts);
    }

    private static void add(List<String> parts, int number, String noun) {
        if (number > 0) {
            parts.add(number + " " + noun + (number == 1 ? "" : "s"));
        }
    }
}
