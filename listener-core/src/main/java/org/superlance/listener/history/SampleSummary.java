package org.superlance.listener.history;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Old samples, with the lowest and the highest value of each five minutes. Where that takes too much space, the older ones are
 * put together to longer periods; what is older than fourteen days is left out. For one thread.
 */
final class SampleSummary {

    static final int WIDTH = 300;

    /** What {@link #WIDTH} is widened to, one after the other, each a multiple of the one before. */
    private static final int[] WIDER = {900, 3_600, 14_400, 43_200};

    /** How much of the time, from the oldest on, is widened: the newest part is kept fine as long as possible. */
    private static final double[] PARTS = {0.5, 0.8, 1};

    private static final long MAX_AGE = 14 * 86_400;
    private static final int SIMILAR_PARTS = 32;
    private static final int MAX_LINE = 3_500;

    private final Map<Quantity, Map<String, List<Point>>> series = new EnumMap<>(Quantity.class);

    /** Takes a point that is later than those before it; of a file that is a summary already, or of one that is not. */
    void add(Quantity quantity, String program, Point point) {
        List<Point> points = series.computeIfAbsent(quantity, unknown -> new LinkedHashMap<>())
                .computeIfAbsent(program, unknown -> new ArrayList<>());
        append(points, point, WIDTH);
    }

    /** Adds a point, to the period before it if that is the same one. */
    private static void append(List<Point> points, Point point, int width) {
        int wide = Math.max(point.span(), width);
        long start = Math.floorDiv(point.time(), wide) * wide;
        Point last = points.isEmpty() ? null : points.get(points.size() - 1);
        if (last != null && last.span() <= wide && last.time() >= start && last.time() < start + wide) {
            points.set(points.size() - 1, last.merge(point, start, wide));
        } else {
            points.add(new Point(start, wide, point.min(), point.max(), point.ends(), point.limit()));
        }
    }

    /** The text of the file, without what is too old, and within that size. */
    String text(String header, long now, int maxSize) {
        forgetUntil(now - MAX_AGE);
        String text = text(header);
        for (int width : WIDER) {
            for (double part : PARTS) {
                if (text.length() <= maxSize) {
                    return text;
                }
                widen(width, part);
                text = text(header);
            }
        }
        for (int i = 0; i < 20 && text.length() > maxSize; i++) {
            long oldest = oldest();
            forgetUntil(oldest + Math.max(1, (newest() - oldest) / 4));
            text = text(header);
        }
        return text;
    }

    private void forgetUntil(long time) {
        all().forEach(points -> points.removeIf(point -> point.until() <= time));
    }

    private void widen(int width, double part) {
        long oldest = oldest();
        long limit = oldest + (long) ((newest() - oldest) * part);
        for (List<Point> points : all()) {
            List<Point> before = new ArrayList<>(points);
            points.clear();
            before.forEach(point -> append(points, point, point.time() <= limit ? width : point.span()));
        }
    }

    private long oldest() {
        long oldest = Long.MAX_VALUE;
        for (List<Point> points : all()) {
            for (Point point : points) {
                oldest = Math.min(oldest, point.time());
            }
        }
        return oldest == Long.MAX_VALUE ? 0 : oldest;
    }

    private long newest() {
        long newest = Long.MIN_VALUE;
        for (List<Point> points : all()) {
            for (Point point : points) {
                newest = Math.max(newest, point.time());
            }
        }
        return newest == Long.MIN_VALUE ? 0 : newest;
    }

    private List<List<Point>> all() {
        List<List<Point>> all = new ArrayList<>();
        series.values().forEach(byProgram -> all.addAll(byProgram.values()));
        return all;
    }

    private String text(String header) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        TreeMap<Long, Map<String, StringBuilder>> lines = new TreeMap<>();
        series.forEach((quantity, byProgram) -> byProgram.forEach((program, points) -> {
            if (!points.isEmpty()) {
                int id = ids.computeIfAbsent(program, unknown -> ids.size() + 1);
                append(lines, quantity, id, points);
            }
        }));
        StringBuilder text = new StringBuilder(header).append('\n');
        if (!lines.isEmpty()) {
            long first = lines.firstKey();
            ids.forEach((program, id) ->
                    text.append(SampleFormat.name(first, id, program)).append('\n'));
        }
        lines.values()
                .forEach(byKind ->
                        byKind.values().forEach(line -> text.append(line).append('\n')));
        return text.toString();
    }

    /** Leaves out what the period before tells, too. */
    private static void append(
            Map<Long, Map<String, StringBuilder>> lines, Quantity quantity, int id, List<Point> points) {
        Point written = null;
        long limit = Sample.NO_LIMIT;
        for (Point point : points) {
            if (written == null || !isTold(quantity, written, point)) {
                StringBuilder line = line(
                        lines.computeIfAbsent(point.time(), unknown -> new LinkedHashMap<>()),
                        SampleFormat.begin(point.time(), quantity, point.span()).toString());
                SampleFormat.append(line, id, point, point.limit() != limit);
                limit = point.limit();
                written = point;
            }
        }
    }

    /** A line that goes on with so many programs as fit in it. */
    private static StringBuilder line(Map<String, StringBuilder> lines, String begin) {
        StringBuilder line = lines.computeIfAbsent(begin, text -> new StringBuilder(text));
        if (line.length() > MAX_LINE) {
            lines.put(begin + " " + lines.size(), line);
            StringBuilder next = new StringBuilder(begin);
            lines.put(begin, next);
            return next;
        }
        return line;
    }

    private static boolean isTold(Quantity quantity, Point written, Point next) {
        return written.hasValue()
                && next.hasValue()
                && !written.ends()
                && !next.ends()
                && written.limit() == next.limit()
                && written.span() == next.span()
                && next.time() - written.time() < SampleThinner.HEARTBEAT
                && SampleThinner.isSimilar(quantity, written.min(), next.min(), SIMILAR_PARTS)
                && SampleThinner.isSimilar(quantity, written.max(), next.max(), SIMILAR_PARTS);
    }
}
