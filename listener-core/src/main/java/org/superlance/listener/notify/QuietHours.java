package org.superlance.listener.notify;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.superlance.listener.util.TextSanitizer;

/**
 * When somebody wants to be left alone: {@code 22:00-07:00}, {@code Sat}, or several of these. All is local time, also on a
 * day on which the clocks are changed: 02:30 that comes twice is quiet twice.
 *
 * @param hours of each day
 * @param days from midnight to midnight
 */
public record QuietHours(List<Hours> hours, Set<DayOfWeek> days) {

    public QuietHours {
        hours = List.copyOf(hours);
        days = Set.copyOf(days);
    }

    /**
     * Hours of each day; where the end is not after the begin, it is on the next day.
     *
     * @param end midnight for the end of the day
     */
    public record Hours(LocalTime begin, LocalTime end) {

        private boolean contain(LocalTime time) {
            return begin.isBefore(end)
                    ? !time.isBefore(begin) && time.isBefore(end)
                    : !time.isBefore(begin) || time.isBefore(end);
        }
    }

    /**
     * Reads {@code 22:00-07:00,Sat,Sun}.
     *
     * @throws IllegalArgumentException with a sentence for people if it is something else
     */
    public static QuietHours parse(String text) {
        List<Hours> hours = new ArrayList<>();
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",", -1)) {
            Optional<DayOfWeek> day = day(part.strip());
            if (day.isPresent()) {
                days.add(day.get());
            } else {
                hours.add(hours(part.strip(), text));
            }
        }
        return new QuietHours(hours, days);
    }

    private static Optional<DayOfWeek> day(String name) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (name.length() >= 3 && day.name().startsWith(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(day);
            }
        }
        return Optional.empty();
    }

    private static Hours hours(String part, String text) {
        int dash = part.indexOf('-');
        Optional<LocalTime> begin = time(dash < 0 ? "" : part.substring(0, dash).strip());
        Optional<LocalTime> end = time(part.substring(dash + 1).strip());
        if (begin.isEmpty() || end.isEmpty() || begin.equals(end)) {
            throw new IllegalArgumentException("'" + TextSanitizer.excerpt(text)
                    + "' are no hours; write HH:MM-HH:MM and days of the week, such as 22:00-07:00,Sat,Sun");
        }
        return new Hours(begin.get(), end.get());
    }

    /** By hand: before READY, a formatter costs milliseconds. */
    private static Optional<LocalTime> time(String text) {
        int colon = text.indexOf(':');
        int hour = number(colon < 0 ? "" : text.substring(0, colon));
        int minute = number(text.substring(colon + 1));
        if (hour == 24 && minute == 0) {
            return Optional.of(LocalTime.MIDNIGHT);
        }
        return hour < 0 || hour > 23 || minute < 0 || minute > 59
                ? Optional.empty()
                : Optional.of(LocalTime.of(hour, minute));
    }

    private static int number(String text) {
        boolean digits = text.length() == 2 || text.length() == 1;
        for (int i = 0; i < text.length(); i++) {
            digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return digits ? Integer.parseInt(text) : -1;
    }

    /** Whether it is quiet then, there. */
    public boolean contain(Instant time, ZoneId zone) {
        ZonedDateTime local = time.atZone(zone);
        return days.contains(local.getDayOfWeek())
                || hours.stream().anyMatch(some -> some.contain(local.toLocalTime()));
    }

    /** As it is written on a command line: {@code 22:00-07:00,Sat,Sun}. */
    @Override
    public String toString() {
        return Stream.concat(
                        hours.stream().map(some -> some.begin() + "-" + some.end()),
                        days.stream()
                                .sorted()
                                .map(day -> day.name().charAt(0)
                                        + day.name().substring(1, 3).toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(","));
    }
}
