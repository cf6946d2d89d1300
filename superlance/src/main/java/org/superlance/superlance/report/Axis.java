package org.superlance.superlance.report;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import org.superlance.listener.process.CpuMeter;
import org.superlance.listener.util.ByteSize;

/**
 * The marks of an axis.
 *
 * @param end the value at its end
 */
record Axis(long end, List<Tick> ticks) {

    private static final int MAX_TICKS = 7;
    private static final int MAX_VALUE_TICKS = 4;
    private static final long[] STEPS = {1, 2, 5, 10, 20, 50, 100, 200, 500};
    private static final List<Duration> PERIODS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(2),
            Duration.ofDays(7),
            Duration.ofDays(28),
            Duration.ofDays(366));

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MMM d", Locale.ENGLISH);
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

    Axis {
        ticks = List.copyOf(ticks);
    }

    /** @param at where on the axis, from 0 to 1 */
    record Tick(double at, String label) {}

    /** From 0 to at least that many KiB, with sizes that people write. */
    static Axis ofMemory(long max) {
        return ofValues(max, 1_024, kib -> ByteSize.ofKilobytes(kib).toString());
    }

    /** From 0 to at least that many milliseconds. */
    static Axis ofMillis(long max) {
        return ofValues(max, 1_000, Axis::duration);
    }

    /** From 0 to at least that many thousandths of one core. */
    static Axis ofCpu(long max) {
        return ofValues(max, 1_000, CpuMeter::percent);
    }

    /** From 0 to at least that many thousandths. */
    static Axis ofThousandths(long max) {
        return ofValues(max, 1_000, Axis::thousandths);
    }

    /** {@code 12}, {@code 0.25}. */
    static String thousandths(long value) {
        return BigDecimal.valueOf(value, 3).stripTrailingZeros().toPlainString();
    }

    private static Axis ofValues(long max, long unit, LongFunction<String> label) {
        long step = 1;
        for (long power = 1; power <= 1L << 50; power *= unit) {
            for (long factor : STEPS) {
                step = factor * power;
                if (max <= step * MAX_VALUE_TICKS) {
                    return ofSteps(max, step, label);
                }
            }
        }
        return ofSteps(max, step, label);
    }

    private static Axis ofSteps(long max, long step, LongFunction<String> label) {
        long number = Math.max(1, (max + step - 1) / step);
        List<Tick> ticks = new ArrayList<>();
        for (long i = 0; i <= number; i++) {
            ticks.add(new Tick((double) i / number, label.apply(i * step)));
        }
        return new Axis(number * step, ticks);
    }

    /** {@code 250 ms}, {@code 1.5 s}. */
    static String duration(long millis) {
        if (millis < 1_000) {
            return millis + " ms";
        }
        long tenths = (millis + 50) / 100;
        return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + " s";
    }

    /** The times between two, in a time zone. */
    static Axis ofTime(Instant from, Instant to, ZoneId zone) {
        Duration whole = Duration.between(from, to);
        Duration step = PERIODS.stream()
                .filter(period -> whole.dividedBy(period) <= MAX_TICKS)
                .findFirst()
                .orElse(PERIODS.get(PERIODS.size() - 1));
        List<Tick> ticks = new ArrayList<>();
        LocalDate day = from.atZone(zone).toLocalDate();
        ZonedDateTime time = day.atStartOfDay(zone);
        for (; !time.toInstant().isAfter(to); time = next(time, step)) {
            if (!time.toInstant().isBefore(from)) {
                double at = (double) Duration.between(from, time.toInstant()).toSeconds() / whole.toSeconds();
                boolean midnight = time.getHour() == 0 && time.getMinute() == 0;
                ticks.add(new Tick(at, (midnight ? DAY : HOUR).format(time)));
            }
        }
        return new Axis(whole.toSeconds(), ticks);
    }

    private static ZonedDateTime next(ZonedDateTime time, Duration step) {
        return step.toDays() > 0 ? time.plusDays(step.toDays()) : time.plus(step);
    }
}
