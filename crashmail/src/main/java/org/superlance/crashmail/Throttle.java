package org.superlance.crashmail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.crash.QueuedFailure;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.RateLimit;

/**
 * Decides which failures of a program are mailed at once, and when those that were held back are told together. All times
 * are of a clock that nobody sets.
 */
final class Throttle {

    /** More notes of one program are only counted, so that one program cannot fill the room that all share. */
    static final int MAX_SUPPRESSED = 100;

    private final Optional<RateLimit> limit;
    private final Map<Namespec, Window> windows = new LinkedHashMap<>();

    /** @param limit empty for all that there are */
    Throttle(Optional<RateLimit> limit) {
        this.limit = limit;
    }

    /**
     * What was held back of one program.
     *
     * @param queuedFailures the first of them, never empty
     * @param more how many others there were
     */
    record Suppressed(List<QueuedFailure> queuedFailures, long more) {

        Suppressed {
            queuedFailures = List.copyOf(queuedFailures);
        }

        long number() {
            return queuedFailures.size() + more;
        }

        QueuedFailure first() {
            return queuedFailures.get(0);
        }

        /** The last of those that are known. */
        QueuedFailure last() {
            return queuedFailures.get(queuedFailures.size() - 1);
        }
    }

    private static final class Window {
        private Instant end;
        private int mails;
        private final List<QueuedFailure> held = new ArrayList<>();
        private long more;

        Window(Instant end) {
            this.end = end;
        }
    }

    /** Whether one more mail about the program may go out now; if so, it is counted. */
    boolean allows(Namespec process, Instant now) {
        if (limit.isEmpty()) {
            return true;
        }
        Instant end = now.plus(limit.get().window());
        Window window = windows.computeIfAbsent(process, name -> new Window(end));
        if (!now.isBefore(window.end) && window.held.isEmpty()) {
            window.end = end;
            window.mails = 0;
        }
        if (window.mails >= limit.get().count() || !window.held.isEmpty()) {
            return false;
        }
        window.mails++;
        return true;
    }

    /** Holds a note back that was not allowed; false if it is only counted and need not be kept. */
    boolean suppress(QueuedFailure queuedFailure) {
        Window window = windows.computeIfAbsent(
                queuedFailure.failure().process(),
                name -> new Window(queuedFailure.failure().time()));
        if (window.held.size() >= MAX_SUPPRESSED) {
            window.more++;
            return false;
        }
        window.held.add(queuedFailure);
        return true;
    }

    /** The ids of the notes that are held back. */
    Set<String> suppressedProcesses() {
        Set<String> ids = new HashSet<>();
        windows.values().forEach(window -> window.held.forEach(queuedFailure -> ids.add(queuedFailure.id())));
        return ids;
    }

    /** Whether something of the program is held back. */
    boolean holds(Namespec process) {
        Window window = windows.get(process);
        return window != null && !window.held.isEmpty();
    }

    /** What is to be told now, each in one mail, which counts for the time that follows. */
    List<Suppressed> due(Instant now) {
        List<Suppressed> due = new ArrayList<>();
        windows.values().removeIf(window -> !now.isBefore(window.end) && window.held.isEmpty());
        for (Window window : windows.values()) {
            if (!now.isBefore(window.end)) {
                due.add(drain(window));
                window.end = now.plus(limit.orElseThrow().window());
                window.mails = 1;
            }
        }
        return due;
    }

    /** What is held back, due or not. */
    List<Suppressed> all() {
        return windows.values().stream()
                .filter(window -> !window.held.isEmpty())
                .map(Throttle::drain)
                .toList();
    }

    private static Suppressed drain(Window window) {
        Suppressed suppressed = new Suppressed(window.held, window.more);
        window.held.clear();
        window.more = 0;
        return suppressed;
    }
}
