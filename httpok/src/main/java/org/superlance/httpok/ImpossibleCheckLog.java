package org.superlance.httpok;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.Durations;

/**
 * Logs that something cannot be checked when that begins and at most once an hour while it lasts, and that it can be again. For
 * one thread.
 */
final class ImpossibleCheckLog {

    private static final Logger LOG = LoggerFactory.getLogger(ImpossibleCheckLog.class);
    private static final Duration REMINDER = Duration.ofHours(1);

    private final Map<String, Span> open = new HashMap<>();

    private record Span(Instant since, Instant logged) {}

    /** @param now of a clock that may be set */
    void update(ProbeStrategy.Results results, Instant now) {
        Map<String, ProbeResult> impossible = results.impossible();
        impossible.forEach((what, result) -> log(what, result, now));
        open.keySet().removeIf(what -> !impossible.containsKey(what) && isOver(what, results));
    }

    private void log(String what, ProbeResult result, Instant now) {
        Span known = open.get(what);
        if (known == null) {
            LOG.error("{}; nothing is restarted", result.reason());
            open.put(what, new Span(now, now));
            return;
        }
        Duration silent = Duration.between(known.logged(), now);
        if (silent.isNegative() || silent.compareTo(REMINDER) >= 0) {
            LOG.error(
                    "{}; nothing is restarted, for {} now",
                    result.reason(),
                    Durations.format(Duration.between(known.since(), now).abs()));
            open.put(what, new Span(known.since(), now));
        }
    }

    /** What is not asked, such as a process that was stopped, is not told to be well. */
    private static boolean isOver(String what, ProbeStrategy.Results results) {
        if (results.isChecked(what)) {
            LOG.info("{} can be checked again", what);
        }
        return true;
    }
}
