package org.superlance.timemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.timemon.IntervalSchedule.Interval;
import org.superlance.timemon.SlotTracker.LastSlotStore;
import org.superlance.timemon.SlotTracker.Slot;

class SlotTrackerTest {

    private final List<LocalDateTime> written = new ArrayList<>();
    private Optional<LocalDateTime> stored = Optional.empty();
    private final LastSlotStore store = new LastSlotStore() {
        @Override
        public Optional<LocalDateTime> read() {
            return stored;
        }

        @Override
        public void write(LocalDateTime judged) {
            written.add(judged);
        }
    };

    @ParameterizedTest(name = "every {1} {2}s from {0}: ticks at {3} find {4}")
    @CsvSource({
        // the moment of start counts before the first tick
        "02:59:58, 3,  hour,   03:00:00,                            03:00",
        "03:00:01, 3,  hour,   03:00:00 04:00:00 05:00:00 06:00:00, - - - 06:00",
        // late, lost, and sent twice
        "01:00:00, 3,  hour,   02:00:00 04:10:00 05:00:00,          - 03:00 -",
        "01:00:00, 1,  hour,   05:00:00 05:00:00 06:00:00,          05:00 - 06:00",
        "01:00:00, 3,  hour,   03:00:00 02:00:00 03:00:00 06:00:00, 03:00 - - 06:00",
        // no drift
        "01:00:00, 6,  minute, 01:05:55 01:06:00 01:11:55 01:12:05, - 01:06 - 01:12",
        "01:00:00, 10, second, 01:00:05 01:00:10 01:00:15 01:00:20, - 01:00:10 - 01:00:20",
        "23:00:00, 24, hour,   23:30:00,                            -",
    })
    void tellsOfEachSlotOnce(String start, int number, String interval, String ticks, String expected) {
        SlotTracker tracker =
                tracker(new IntervalSchedule(number, Interval.parse(interval)), ZoneOffset.UTC, at(start));

        List<String> found = Stream.of(ticks.split(" "))
                .map(tick -> tracker.begun(at(tick)))
                .map(slot -> slot.map(Slot::begin)
                        .map(begin -> begin.toLocalTime().toString())
                        .orElse("-"))
                .toList();

        assertThat(found).containsExactly(expected.split(" "));
    }

    /** A tick a minute over the change: which slots are told of, and when in UTC. */
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "Europe/Berlin,    2026-03-28T23:30Z, 2026-03-29T03:00Z, every 1 hour,    01:00@00:00 03:00@01:00 04:00@02:00 05:00@03:00",
        "Europe/Berlin,    2026-03-28T23:30Z, 2026-03-29T03:00Z, every 2 hour,    02:00@01:00 04:00@02:00",
        "Europe/Berlin,    2026-03-29T00:25Z, 2026-03-29T01:31Z, every 30 minute, 01:30@00:30 03:00@01:00 03:30@01:30",
        "Europe/Berlin,    2026-03-28T22:30Z, 2026-03-29T03:00Z, 30 2 * * *,      02:30@01:00",
        "Europe/Berlin,    2026-10-24T23:30Z, 2026-10-25T03:00Z, every 1 hour,    02:00@00:00 03:00@02:00 04:00@03:00",
        "Europe/Berlin,    2026-10-24T23:30Z, 2026-10-25T03:00Z, every 2 hour,    02:00@00:00 04:00@03:00",
        "Europe/Berlin,    2026-10-25T00:25Z, 2026-10-25T02:31Z, every 30 minute, 02:30@00:30 03:00@02:00 03:30@02:30",
        "Europe/Berlin,    2026-10-24T22:30Z, 2026-10-25T03:00Z, 30 2 * * *,      02:30@00:30",
        "Europe/Berlin,    2026-10-24T21:30Z, 2026-10-25T23:30Z, every 1 day,     00:00@22:00 00:00@23:00",
        "America/New_York, 2026-03-08T05:30Z, 2026-03-08T09:00Z, every 1 hour,    01:00@06:00 03:00@07:00 04:00@08:00 05:00@09:00",
        "America/New_York, 2026-03-08T05:30Z, 2026-03-08T09:00Z, every 2 hour,    02:00@07:00 04:00@08:00",
        "America/New_York, 2026-03-08T06:25Z, 2026-03-08T07:31Z, every 30 minute, 01:30@06:30 03:00@07:00 03:30@07:30",
        "America/New_York, 2026-11-01T04:30Z, 2026-11-01T08:00Z, every 1 hour,    01:00@05:00 02:00@07:00 03:00@08:00",
        "America/New_York, 2026-11-01T04:30Z, 2026-11-01T08:00Z, 30 1 * * *,      01:30@05:30",
        "America/New_York, 2026-11-01T05:25Z, 2026-11-01T07:31Z, every 30 minute, 01:30@05:30 02:00@07:00 02:30@07:30",
        "Asia/Kolkata,     2026-11-21T00:00Z, 2026-11-21T04:00Z, every 3 hour,    06:00@00:30 09:00@03:30",
    })
    void keepsToTheClockOnTheWallWhenItChanges(String zone, Instants from, Instants to, String when, String expected) {
        SlotTracker tracker = tracker(schedule(when), ZoneId.of(zone), from.time());

        List<String> found = new ArrayList<>();
        for (Instant tick = from.time(); !tick.isAfter(to.time()); tick = tick.plusSeconds(60)) {
            String utc = tick.atOffset(ZoneOffset.UTC).toLocalTime().toString();
            tracker.begun(tick).ifPresent(slot -> found.add(slot.begin().toLocalTime() + "@" + utc));
        }

        assertThat(found).containsExactly(expected.split(" "));
    }

    @Test
    void knowsTheInstantAtWhichARepeatedSlotFirstBegan() {
        SlotTracker tracker = tracker(
                new IntervalSchedule(1, Interval.HOUR),
                ZoneId.of("Europe/Berlin"),
                Instant.parse("2026-10-24T23:30:00Z"));

        assertThat(tracker.begun(Instant.parse("2026-10-25T01:30:00Z")))
                .hasValueSatisfying(slot -> assertThat(slot.since()).isEqualTo("2026-10-25T00:00:00Z"));
    }

    @Test
    void goesOnFromTheNewTimeWhenAClockThatWasWrongIsSetBack() {
        SlotTracker tracker =
                tracker(new IntervalSchedule(3, Interval.HOUR), ZoneOffset.UTC, Instant.parse("2036-11-21T01:00:00Z"));

        assertThat(tracker.begun(at("05:00:00"))).isEmpty();
        assertThat(tracker.begun(at("06:00:00"))).isPresent();
    }

    @Test
    void tellsOfASlotThatBeganWhileItWasNotThere() {
        stored = Optional.of(LocalDateTime.parse("2026-11-21T00:00"));
        SlotTracker tracker = tracker(new IntervalSchedule(3, Interval.HOUR), ZoneOffset.UTC, at("07:10:00"));

        Optional<Slot> first = tracker.begun(at("07:11:00"));
        Optional<Slot> second = tracker.begun(at("09:00:00"));

        assertThat(first).contains(new Slot(LocalDateTime.parse("2026-11-21T06:00"), at("06:00:00"), true));
        assertThat(second).contains(new Slot(LocalDateTime.parse("2026-11-21T09:00"), at("09:00:00"), false));
    }

    @Test
    void writesItsStartAndThenOnlyTheSlotsThatItTellsOf() {
        SlotTracker tracker = tracker(new IntervalSchedule(3, Interval.HOUR), ZoneOffset.UTC, at("02:50:00"));

        Stream.of("02:55:00", "03:00:00", "03:05:00").forEach(tick -> tracker.begun(at(tick)));

        assertThat(written)
                .containsExactly(LocalDateTime.parse("2026-11-21T02:50"), LocalDateTime.parse("2026-11-21T03:00"));
    }

    @Test
    void knowsTheNextSlotAlsoInTheHourThatComesTwice() {
        SlotTracker tracker = tracker(
                new IntervalSchedule(1, Interval.HOUR),
                ZoneId.of("Europe/Berlin"),
                Instant.parse("2026-10-24T23:30:00Z"));
        tracker.begun(Instant.parse("2026-10-25T00:00:00Z"));

        Duration intoTheSecondHour = Duration.ofMinutes(70);
        Instant tick = Instant.parse("2026-10-25T00:00:00Z").plus(intoTheSecondHour);

        assertThat(tracker.begun(tick)).isEmpty();
        assertThat(tracker.next(tick)).contains(LocalDateTime.parse("2026-10-25T03:00"));
    }

    private SlotTracker tracker(Schedule schedule, ZoneId zone, Instant start) {
        return new SlotTracker(schedule.toString(), schedule, zone, store, start);
    }

    private static Schedule schedule(String text) {
        String[] words = text.split(" ", -1);
        return words[0].equals("every")
                ? new IntervalSchedule(Integer.parseInt(words[1]), Interval.parse(words[2]))
                : CronSchedule.parse(text);
    }

    private static Instant at(String time) {
        return Instant.parse("2026-11-21T" + time + "Z");
    }

    /** JUnit makes it from the text of the table. */
    record Instants(Instant time) {
        static Instants of(String text) {
            return new Instants(Instant.parse(text.replace("Z", ":00Z")));
        }
    }
}
