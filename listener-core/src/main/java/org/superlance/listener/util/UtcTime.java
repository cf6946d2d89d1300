package org.superlance.listener.util;

import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;

/**
 * Times for files and logs, without {@link java.time.format.DateTimeFormatter} and {@link java.time.LocalDateTime}: they
 * take the first of them some milliseconds, and 70 classes in every listener.
 */
public final class UtcTime {

    private static final int SECONDS_PER_MINUTE = 60;
    private static final int MINUTES_PER_HOUR = 60;
    private static final int SECONDS_PER_DAY = (int) TimeUnit.DAYS.toSeconds(1);
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int MAX_YEAR = 9999;

    /** From 1 March of the year 0 to the first day of 1970. Years that begin in March have their leap day at the end. */
    private static final long DAYS_TO_1970 = 719_468;

    private static final int DAYS_PER_YEAR = 365;
    private static final int DAYS_PER_4_YEARS = 1_461;
    private static final int DAYS_PER_100_YEARS = 36_524;
    private static final int DAYS_PER_400_YEARS = 146_097;

    /** Of March to July, August to December, and January and February with what would follow. */
    private static final int DAYS_PER_5_MONTHS = 153;

    private UtcTime() {}

    /** The same as {@link Instant#toString()} for the years 0 to 9999. */
    public static String format(Instant time) {
        StringBuilder text = new StringBuilder("2026-11-29T13:45:00.123Z".length());
        appendDateTime(text, time.getEpochSecond());
        appendFraction(text, time.getNano());
        return text.append('Z').toString();
    }

    /**
     * Appends a date and the time of day, such as {@code 2026-11-29T13:45:00}.
     *
     * @param epochSecond seconds since 1970-01-01; of local time, for one that is to be local
     */
    public static void appendDateTime(StringBuilder text, long epochSecond) {
        appendDate(text, Math.floorDiv(epochSecond, SECONDS_PER_DAY));
        int second = Math.floorMod(epochSecond, SECONDS_PER_DAY);
        appendMinutes(text.append('T'), second / SECONDS_PER_MINUTE);
        appendDigits(text.append(':'), second % SECONDS_PER_MINUTE, 2);
    }

    /**
     * Appends hours and minutes, such as {@code 13:45}.
     *
     * @param minutes not negative
     */
    public static void appendMinutes(StringBuilder text, int minutes) {
        appendDigits(text, minutes / MINUTES_PER_HOUR, 2);
        appendDigits(text.append(':'), minutes % MINUTES_PER_HOUR, 2);
    }

    private static void appendFraction(StringBuilder text, int nanos) {
        if (nanos == 0) {
            return;
        }
        text.append('.');
        if (nanos % NANOS_PER_MILLI == 0) {
            appendDigits(text, nanos / NANOS_PER_MILLI, 3);
        } else if (nanos % NANOS_PER_MICRO == 0) {
            appendDigits(text, nanos / NANOS_PER_MICRO, 6);
        } else {
            appendDigits(text, nanos, 9);
        }
    }

    /**
     * Appends the date of a day, such as {@code 2026-11-29}, in the calendar of ISO 8601.
     *
     * @param epochDay days since 1970-01-01
     */
    static void appendDate(StringBuilder text, long epochDay) {
        long day = epochDay + DAYS_TO_1970;
        int ofEra = (int) Math.floorMod(day, (long) DAYS_PER_400_YEARS);
        // the last day of four, of a hundred and of four hundred years belongs to the year before
        int years =
                (ofEra - ofEra / (DAYS_PER_4_YEARS - 1) + ofEra / DAYS_PER_100_YEARS - ofEra / (DAYS_PER_400_YEARS - 1))
                        / DAYS_PER_YEAR;
        int ofYear = ofEra - (years * DAYS_PER_YEAR + years / 4 - years / 100);
        int monthFromMarch = (5 * ofYear + 2) / DAYS_PER_5_MONTHS;
        boolean isNextYear = monthFromMarch >= 10;
        long year = Math.floorDiv(day, (long) DAYS_PER_400_YEARS) * 400 + years + (isNextYear ? 1 : 0);
        if (year < 0 || year > MAX_YEAR) {
            text.append(LocalDate.ofEpochDay(epochDay));
            return;
        }
        appendDigits(text, (int) year, 4);
        appendDigits(text.append('-'), monthFromMarch + (isNextYear ? -9 : 3), 2);
        appendDigits(text.append('-'), ofYear - (DAYS_PER_5_MONTHS * monthFromMarch + 2) / 5 + 1, 2);
    }

    /**
     * The days since 1970-01-01 of a day in the calendar of ISO 8601.
     *
     * @param year from 1 to 9999
     * @param month from 1 to 12
     * @param day of the month, which may be longer than the calendar has it
     */
    public static long epochDay(int year, int month, int day) {
        boolean isNextYear = month < 3;
        int years = isNextYear ? year - 1 : year;
        int monthFromMarch = month - (isNextYear ? -9 : 3);
        int ofYear = (DAYS_PER_5_MONTHS * monthFromMarch + 2) / 5 + day - 1;
        return (long) years * DAYS_PER_YEAR + years / 4 - years / 100 + years / 400 + ofYear - DAYS_TO_1970;
    }

    /**
     * Appends a number with leading zeros.
     *
     * @param number not negative
     * @param width the least number of digits
     */
    public static void appendDigits(StringBuilder text, int number, int width) {
        String digits = Integer.toString(number);
        for (int missing = width - digits.length(); missing > 0; missing--) {
            text.append('0');
        }
        text.append(digits);
    }
}
