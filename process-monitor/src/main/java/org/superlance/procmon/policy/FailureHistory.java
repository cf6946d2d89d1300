package org.superlance.procmon.policy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.superlance.listener.util.RateLimit;

/**
 * The failures of one program.
 *
 * @param consecutive rapid failures since the last successful run
 * @param recent when its unsuccessful runs ended, oldest first; only those that still count
 * @param givenUp whether it was given up
 */
public record FailureHistory(int consecutive, List<Instant> recent, boolean givenUp) {

    /** Of a program that has not failed. */
    public static final FailureHistory NONE = new FailureHistory(0, List.of(), false);

    static final int MAX_RECENT = 100;

    private static final int MAX_CONSECUTIVE = 1_000_000;

    public FailureHistory {
        recent = List.copyOf(recent);
        if (consecutive < 0 || consecutive > MAX_CONSECUTIVE || recent.size() > MAX_RECENT) {
            throw new IllegalArgumentException(
                    consecutive + " failures in a row, " + recent.size() + " recent: invalid failure history");
        }
    }

    /**
     * Reads what {@link #text()} wrote.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static FailureHistory parse(String text) {
        String[] words = text.split(" ", MAX_RECENT + 3);
        if (words.length < 2 || words.length > MAX_RECENT + 2 || !words[1].matches("given-up|trying")) {
            throw new IllegalArgumentException("not a failure history");
        }
        try {
            List<Instant> recent = Stream.of(words).skip(2).map(Instant::parse).toList();
            return new FailureHistory(Integer.parseInt(words[0]), recent, words[1].equals("given-up"));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a failure history: invalid time", e);
        }
    }

    /** One line, such as {@code 2 trying 2026-11-21T02:54:56.192Z}, for a file. */
    public String text() {
        return Stream.concat(
                        Stream.of(Integer.toString(consecutive), givenUp ? "given-up" : "trying"),
                        recent.stream().map(Instant::toString))
                .collect(Collectors.joining(" "));
    }

    /** After a successful run: nothing counts in a row, but what was recent still is. */
    FailureHistory afterSuccess() {
        return new FailureHistory(0, recent, false);
    }

    FailureHistory afterRapidFailure() {
        return new FailureHistory(Math.min(consecutive + 1, MAX_CONSECUTIVE), recent, givenUp);
    }

    /** With one more failure, and without those outside of the window; a clock that was set back brings none of them back. */
    FailureHistory counting(RateLimit budget, Instant now) {
        List<Instant> counting = new ArrayList<>(recent.stream()
                .filter(time -> time.isAfter(now.minus(budget.window())) && !time.isAfter(now))
                .toList());
        counting.add(now);
        int tooMany = Math.max(0, counting.size() - budget.count());
        return new FailureHistory(consecutive, counting.subList(tooMany, counting.size()), givenUp);
    }

    FailureHistory afterGivingUp() {
        return new FailureHistory(consecutive, recent, true);
    }
}
