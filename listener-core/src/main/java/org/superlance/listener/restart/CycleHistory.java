package org.superlance.listener.restart;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.superlance.listener.util.RateLimit;

/** What the policy remembers of one process from tick to tick. */
final class CycleHistory {

    private final Deque<Boolean> ticks = new ArrayDeque<>();
    private final Deque<Instant> restarts = new ArrayDeque<>();
    private long pid;
    private boolean holding;

    /** Notes what this tick saw; a new process of the same name begins anew. */
    void update(long pid, boolean sick, CycleThreshold threshold) {
        if (this.pid != pid) {
            this.pid = pid;
            ticks.clear();
        }
        ticks.addLast(sick);
        while (ticks.size() > threshold.window()) {
            ticks.removeFirst();
        }
    }

    int unhealthyCycles() {
        return (int) ticks.stream().filter(sick -> sick).count();
    }

    /** How many restarts lie within the budget's time; the older ones are forgotten. */
    int restartsWithin(RateLimit budget, Instant now) {
        while (!restarts.isEmpty() && !restarts.getFirst().isAfter(now.minus(budget.window()))) {
            restarts.removeFirst();
        }
        return restarts.size();
    }

    void restarted(Instant now) {
        restarts.addLast(now);
        ticks.clear();
        holding = false;
    }

    /** Begins to hold; tells whether it had not been holding before. */
    boolean markRateLimited() {
        boolean news = !holding;
        holding = true;
        return news;
    }

    boolean isEmpty() {
        return restarts.isEmpty();
    }
}
