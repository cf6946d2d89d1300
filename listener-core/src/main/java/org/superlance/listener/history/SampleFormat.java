package org.superlance.listener.history;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file of samples. A line {@code … start} begins a life of its listener: programs have new numbers from there
 * on. A line {@code … name 1=web:w1} gives a program a number. {@code … rss_kib 1=312000/204800 2=1024 3=-} tells values by
 * number: one value, or the lowest and the highest as {@code 300..312}; a minus after it, or alone, says that nothing is
 * measured any more; after a slash is the limit that holds from then on, a minus for none. {@code … rss_kib/300} tells what
 * is true of the 300 seconds that begin then.
 */
final class SampleFormat {

    static final String START = "start";
    static final String NAME = "name";

    /** Longer names are not kept. */
    static final int MAX_NAME = 300;
    /** More programs of one listener are not kept. */
    static final int MAX_PROGRAMS = 2_000;

    private static final int MAX_ID = 1_000_000;
    private static final int MAX_SPAN = 7 * 86_400;

    private SampleFormat() {}

    /** Receives what a file tells, in its order. */
    @FunctionalInterface
    interface Receiver {

        void accept(Quantity quantity, String program, Point point);
    }

    /** {@code 1=312000/204800}, with a blank before it. */
    static void append(StringBuilder line, int id, Point point, boolean withLimit) {
        line.append(' ').append(id).append('=');
        if (point.hasValue()) {
            line.append(point.min());
            if (point.max() != point.min()) {
                line.append("..").append(point.max());
            }
        }
        if (point.ends() || !point.hasValue()) {
            line.append('-');
        }
        if (withLimit) {
            line.append('/');
            if (point.limit() == Sample.NO_LIMIT) {
                line.append('-');
            } else {
                line.append(point.limit());
            }
        }
    }

    /** What a line begins with. */
    static StringBuilder begin(long time, Quantity quantity, int span) {
        StringBuilder line = new StringBuilder(HistoryLine.time(Instant.ofEpochSecond(time)))
                .append(' ')
                .append(quantity.label());
        if (span > 0) {
            line.append('/').append(span);
        }
        return line;
    }

    /** {@code … name 1=web:w1}. */
    static String name(long time, int id, String program) {
        StringBuilder line = new StringBuilder(HistoryLine.time(Instant.ofEpochSecond(time)))
                .append(' ')
                .append(NAME)
                .append(' ')
                .append(id)
                .append('=');
        HistoryLine.appendValue(line, program);
        return line.toString();
    }

    static String start(long time) {
        return HistoryLine.time(Instant.ofEpochSecond(time)) + " " + START;
    }

    /** Reads the lines of one file, one after the other. */
    static final class Parser {

        private final Receiver receiver;
        private final Map<Integer, String> names = new HashMap<>();
        private final Map<Quantity, Map<Integer, Long>> limits = new HashMap<>();

        Parser(Receiver receiver) {
            this.receiver = receiver;
        }

        /** Returns false for a line that is torn, or something else; what of it can be read is told all the same. */
        boolean accept(String text) {
            int afterTime = text.indexOf(' ');
            Optional<Instant> time =
                    afterTime < 0 ? Optional.empty() : HistoryLine.instant(text.substring(0, afterTime));
            if (time.isEmpty() || text.length() > HistoryLine.MAX_LENGTH) {
                return false;
            }
            int afterKind = text.indexOf(' ', afterTime + 1);
            String kind = text.substring(afterTime + 1, afterKind < 0 ? text.length() : afterKind);
            if (kind.equals(START)) {
                names.clear();
                limits.clear();
                return true;
            }
            if (kind.equals(NAME)) {
                return HistoryLine.parse(text).map(this::name).orElse(false);
            }
            return afterKind > 0 && values(time.get().getEpochSecond(), kind, text.substring(afterKind + 1));
        }

        private boolean name(HistoryLine line) {
            for (Map.Entry<String, String> entry : new LinkedHashMap<>(line.fields()).entrySet()) {
                long id = number(entry.getKey());
                if (id < 0
                        || id > MAX_ID
                        || names.size() >= MAX_PROGRAMS
                        || entry.getValue().length() > MAX_NAME) {
                    return false;
                }
                names.put((int) id, entry.getValue());
                limits.values().forEach(known -> known.remove((int) id));
            }
            return true;
        }

        private boolean values(long time, String kind, String rest) {
            int slash = kind.indexOf('/');
            Optional<Quantity> quantity = Quantity.of(slash < 0 ? kind : kind.substring(0, slash));
            long span = slash < 0 ? 0 : number(kind.substring(slash + 1));
            if (quantity.isEmpty() || span < 0 || span > MAX_SPAN) {
                return false;
            }
            boolean whole = true;
            int at = 0;
            while (at < rest.length()) {
                int blank = rest.indexOf(' ', at);
                int end = blank < 0 ? rest.length() : blank;
                whole &= value(quantity.get(), time, (int) span, rest.substring(at, end));
                at = end + 1;
            }
            return whole;
        }

        private boolean value(Quantity quantity, long time, int span, String entry) {
            int equals = entry.indexOf('=');
            long id = equals < 0 ? -1 : number(entry.substring(0, equals));
            String name = id < 0 || id > MAX_ID ? null : names.get((int) id);
            if (name == null) {
                return false;
            }
            int slash = entry.indexOf('/', equals);
            String values = entry.substring(equals + 1, slash < 0 ? entry.length() : slash);
            Map<Integer, Long> known = limits.computeIfAbsent(quantity, unknown -> new HashMap<>());
            if (slash >= 0) {
                String limit = entry.substring(slash + 1);
                long parsed = limit.equals("-") ? Sample.NO_LIMIT : number(limit);
                if (parsed < 0 && !limit.equals("-")) {
                    return false;
                }
                known.put((int) id, parsed);
            }
            Point point = point(time, span, values, known.getOrDefault((int) id, Sample.NO_LIMIT));
            if (point != null) {
                receiver.accept(quantity, name, point);
            }
            return point != null;
        }

        private static @Nullable Point point(long time, int span, String values, long limit) {
            if (values.equals("-")) {
                return new Point(time, span, Point.NONE, Point.NONE, true, limit);
            }
            boolean ends = values.endsWith("-");
            String bounds = ends ? values.substring(0, values.length() - 1) : values;
            int dots = bounds.indexOf("..");
            long min = number(dots < 0 ? bounds : bounds.substring(0, dots));
            long max = dots < 0 ? min : number(bounds.substring(dots + 2));
            return min < 0 || max < min ? null : new Point(time, span, min, max, ends, limit);
        }

        /** A number of at most fifteen digits; -1 for anything else. */
        private static long number(String text) {
            if (text.isEmpty() || text.length() > 15) {
                return -1;
            }
            long number = 0;
            for (int i = 0; i < text.length(); i++) {
                int digit = text.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    return -1;
                }
                number = number * 10 + digit;
            }
            return number;
        }
    }
}
