package org.superlance.memmon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.superlance.listener.history.HostHistory;
import org.superlance.listener.history.Quantity;
import org.superlance.listener.history.SampleSeries;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.ByteSize;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.listener.util.TextTable;

/**
 * A limit for each program, from what it has needed: half more than what was enough for 99% of the time, rounded up.
 *
 * @param byProgram the series of each program
 * @param now until when they go
 */
record SuggestedLimits(Map<Namespec, SampleSeries> byProgram, Instant now) {

    private static final double PART_OF_TIME = 0.99;
    private static final long KIB = 1_024;
    private static final long MB = KIB * KIB;
    private static final long GB = KIB * MB;
    private static final Pattern PLAIN = Pattern.compile("[\\w.:@/+-]+");

    /** A program that has been known for less than this may need more on other days. */
    private static final Duration LONG_ENOUGH = Duration.ofDays(1);

    SuggestedLimits {
        byProgram = Map.copyOf(byProgram);
    }

    /**
     * Those of all programs that some memmon of the host has measured; of several the one that has for longest.
     *
     * @param excluded programs that are left out
     */
    static SuggestedLimits of(HostHistory history, Quantity quantity, Predicate<Namespec> excluded, Instant now) {
        Map<Namespec, SampleSeries> found = new TreeMap<>();
        history.listeners().stream()
                .flatMap(listener -> listener.content().series().stream())
                .filter(series -> series.quantity() == quantity && series.max() > 0)
                .filter(series -> !excluded.test(Namespec.parse(series.program())))
                .forEach(series -> found.merge(
                        Namespec.parse(series.program()),
                        series,
                        (one, other) -> known(one, now) >= known(other, now) ? one : other));
        return new SuggestedLimits(found, now);
    }

    private static long known(SampleSeries series, Instant now) {
        return series.knownSeconds(now.getEpochSecond());
    }

    boolean isEmpty() {
        return byProgram.isEmpty();
    }

    /** A table for people, and the options in one line. */
    String text() {
        TextTable table = new TextTable("PROGRAM", "99% OF TIME", "HIGHEST", "KNOWN FOR", "LIMIT NOW", "SUGGESTED");
        List<String> options = new ArrayList<>();
        boolean young = false;
        for (Map.Entry<Namespec, SampleSeries> entry : new TreeMap<>(byProgram).entrySet()) {
            SampleSeries series = entry.getValue();
            long usual = series.percentile(PART_OF_TIME, now.getEpochSecond());
            Duration known = Duration.ofSeconds(known(series, now));
            ByteSize limit = limit(usual);
            young |= known.compareTo(LONG_ENOUGH) < 0;
            table.add(
                    TextSanitizer.printable(entry.getKey().toString()),
                    ByteSize.ofKilobytes(usual).toString(),
                    ByteSize.ofKilobytes(series.max()).toString(),
                    Durations.format(known),
                    limitNow(series),
                    limit.toString());
            options.add(option(entry.getKey(), limit));
        }
        return table + "\n" + String.join(" ", options) + "\n"
                + (young ? "\nSome programs are known for less than a day: they may need more on other days.\n" : "");
    }

    private static String limitNow(SampleSeries series) {
        OptionalLong limit = series.lastLimit();
        return limit.isEmpty() ? "-" : ByteSize.ofKilobytes(limit.getAsLong()).toString();
    }

    /** Half more than that, rounded up to a size that people write. */
    static ByteSize limit(long kib) {
        long bytes = Math.round(kib * KIB * 1.5);
        if (bytes < 100 * MB) {
            return roundedUp(bytes, 5 * MB);
        }
        if (bytes < 1_000 * MB) {
            return roundedUp(bytes, 10 * MB);
        }
        if (bytes < 10 * GB) {
            long tenths = (bytes * 10 + GB - 1) / GB;
            return ByteSize.ofBytes((tenths * GB + 9) / 10);
        }
        return roundedUp(bytes, GB);
    }

    private static ByteSize roundedUp(long bytes, long step) {
        return ByteSize.ofBytes(Math.max(1, (bytes + step - 1) / step) * step);
    }

    /** As a word for {@code command=}, where a percent sign is written twice. */
    private static String option(Namespec program, ByteSize limit) {
        String pair = TextSanitizer.printable(program.toString()) + "=" + limit;
        boolean plain = PLAIN.matcher(program.toString()).matches();
        String word = plain ? pair : '"' + pair.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        return "-p " + word.replace("%", "%%");
    }
}
