package org.superlance.listener.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.TextSanitizer;

/**
 * Decides which samples are written: those that differ from what is written, and one an hour. When they come too fast for the
 * space that there is, they must differ more, and in between only the lowest and the highest value is kept. What exceeds its
 * limit is written at once. For one thread.
 */
final class SampleThinner {

    /** Each program has at least one point in this time, in seconds. */
    static final int HEARTBEAT = 3_600;

    /** By level: a change by less than one part of so many is none. */
    private static final int[] PARTS = {64, 32, 16, 8, 8, 8};
    /** By level: seconds between two points of one program. */
    private static final int[] INTERVALS = {0, 0, 30, 60, 120, 300};

    private static final int MAX_LINE = 3_500;
    /** The number of a program that is not kept. */
    private static final int REFUSED = 0;

    private final Map<SeriesName, Integer> ids = new HashMap<>();
    private final Map<Quantity, Map<SeriesName, Written>> written = new EnumMap<>(Quantity.class);
    private int level;

    /** A program, and what of it was measured, if the quantity does not say it. */
    private record SeriesName(Namespec program, String detail) {

        String text() {
            return detail.isEmpty() ? program.toString() : program + Sample.DETAIL + detail;
        }
    }

    /** What is on disk of a series, and what is not yet. */
    private static final class Written {

        private long time = Long.MIN_VALUE;
        private long value;
        private long limit = Sample.NO_LIMIT;
        private boolean ended;
        /** Of values that came too soon after the last point. */
        private long min = Long.MAX_VALUE;

        private long max = Long.MIN_VALUE;
        private long round;
    }

    private long round;

    /** What follows is to be understood by itself: a new file begins, or what came before was not written. */
    void forget() {
        ids.clear();
        written.clear();
    }

    /** There is less space than samples come: keep fewer. */
    void coarser() {
        level = Math.min(level + 1, PARTS.length - 1);
    }

    void finer() {
        level = Math.max(level - 1, 0);
    }

    /** The lines to be written of the samples of one tick; often none. They count as written. */
    List<String> lines(Quantity quantity, long time, Collection<Sample> samples) {
        round++;
        List<String> lines = new ArrayList<>();
        Map<SeriesName, Written> known = written.computeIfAbsent(quantity, unknown -> new HashMap<>());
        StringBuilder line = SampleFormat.begin(time, quantity, 0);
        int empty = line.length();
        for (Sample sample : samples) {
            SeriesName name = new SeriesName(sample.program(), sample.detail());
            int id = id(name, time, lines);
            if (id != REFUSED) {
                Written last = known.computeIfAbsent(name, unknown -> new Written());
                last.round = round;
                if (isDue(quantity, last, sample, time)) {
                    write(line, id, last, sample, time);
                    wrap(line, empty, lines);
                }
            }
        }
        known.forEach((name, last) -> {
            if (last.round != round && !last.ended) {
                last.ended = true;
                last.time = time;
                SampleFormat.append(line, id(name, time, lines), Point.end(time, last.limit), false);
                wrap(line, empty, lines);
            }
        });
        if (line.length() > empty) {
            lines.add(line.toString());
        }
        return lines;
    }

    private static void wrap(StringBuilder line, int empty, List<String> lines) {
        if (line.length() > MAX_LINE) {
            lines.add(line.toString());
            line.setLength(empty);
        }
    }

    /** The number of a program, or of a detail of it; a new one gets its line. */
    private int id(SeriesName series, long time, List<String> lines) {
        Integer known = ids.get(series);
        if (known != null) {
            return known;
        }
        String name = TextSanitizer.printable(series.text());
        if (name.length() > SampleFormat.MAX_NAME || ids.size() >= SampleFormat.MAX_PROGRAMS) {
            return REFUSED;
        }
        int id = ids.size() + 1;
        ids.put(series, id);
        lines.add(SampleFormat.name(time, id, name));
        return id;
    }

    private boolean isDue(Quantity quantity, Written last, Sample sample, long time) {
        long passed = time - last.time;
        boolean first = last.time == Long.MIN_VALUE || last.ended || passed < 0;
        if (first || sample.limit() != last.limit || isOver(sample, sample.value()) != isOver(sample, last.value)) {
            return true;
        }
        if (isSimilar(quantity, last.value, sample.value(), PARTS[level])
                && (last.max == Long.MIN_VALUE || passed < INTERVALS[level])) {
            return passed >= HEARTBEAT;
        }
        last.min = Math.min(last.min, sample.value());
        last.max = Math.max(last.max, sample.value());
        return passed >= INTERVALS[level];
    }

    private static boolean isOver(Sample sample, long value) {
        return sample.limit() != Sample.NO_LIMIT && value > sample.limit();
    }

    /** Whether the one stands for the other. */
    static boolean isSimilar(Quantity quantity, long one, long other, int parts) {
        return Math.abs(one - other) <= Math.max(quantity.tolerance(), quantity == Quantity.UP ? 0 : one / parts);
    }

    private static void write(StringBuilder line, int id, Written last, Sample sample, long time) {
        long min = Math.min(last.min, sample.value());
        long max = Math.max(last.max, sample.value());
        boolean withLimit =
                last.time == Long.MIN_VALUE ? sample.limit() != Sample.NO_LIMIT : sample.limit() != last.limit;
        SampleFormat.append(line, id, new Point(time, 0, min, max, false, sample.limit()), withLimit);
        last.time = time;
        last.value = sample.value();
        last.limit = sample.limit();
        last.ended = false;
        last.min = Long.MAX_VALUE;
        last.max = Long.MIN_VALUE;
    }
}
