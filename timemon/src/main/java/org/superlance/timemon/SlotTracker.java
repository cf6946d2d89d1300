package org.superlance.timemon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.util.Ascii;
import org.superlance.listener.util.TextLines;

/**
 * Reports every slot once, when it has begun in local time, whether ticks are late, duplicated or lost. An hour that
 * occurs twice has its slots once, the first time; a slot that begins in a skipped hour has begun at the next tick.
 */
final class SlotTracker {

    private static final Logger LOG = LoggerFactory.getLogger(SlotTracker.class);

    /** The end of summer time sets no clock back by more: a clock that is, was wrong before. */
    private static final Duration DST_OVERLAP = Duration.ofHours(3);

    private final String title;
    private final Schedule schedule;
    private final ZoneId zone;
    private final LastSlotStore store;
    private final Instant start;
    private LocalDateTime handled;
    private boolean catchingUp;

    /**
     * @param title the schedule for people
     * @param start counts as the tick before the first one, unless the store has a slot
     */
    SlotTracker(String title, Schedule schedule, ZoneId zone, LastSlotStore store, Instant start) {
        this.title = title;
        this.schedule = schedule;
        this.zone = zone;
        this.store = store;
        this.start = start;
        Optional<LocalDateTime> earlier = store.read();
        this.catchingUp = earlier.isPresent();
        this.handled = earlier.orElseGet(() -> LocalDateTime.ofInstant(start, zone));
        if (!catchingUp) {
            store.write(handled);
        }
    }

    /** The latest slot that has begun since the last one that this returned. */
    Optional<Slot> begun(Instant tick) {
        LocalDateTime now = LocalDateTime.ofInstant(tick, zone);
        if (now.isBefore(handled.minus(DST_OVERLAP))) {
            LOG.warn("clock set back: it is {}, and slots until {} were handled; continuing from now", now, handled);
            recordSlot(now);
        }
        Optional<LocalDateTime> begin = schedule.latest(handled, now);
        begin.ifPresent(this::recordSlot);
        boolean afterPause = catchingUp;
        catchingUp = false;
        return begin.map(time -> slot(time, afterPause));
    }

    /** When the next slot begins, in local time. */
    Optional<LocalDateTime> next(Instant tick) {
        LocalDateTime now = LocalDateTime.ofInstant(tick, zone);
        return schedule.next(now.isAfter(handled) ? now : handled);
    }

    @Override
    public String toString() {
        return title;
    }

    private Slot slot(LocalDateTime begin, boolean afterPause) {
        Instant since = begin.atZone(zone).toInstant();
        return new Slot(begin, since, afterPause && since.isBefore(start));
    }

    private void recordSlot(LocalDateTime time) {
        handled = time;
        store.write(time);
    }

    /**
     * A slot that has begun.
     *
     * @param begin in local time
     * @param since the same as an instant
     * @param missed whether it began before this listener was started
     */
    record Slot(LocalDateTime begin, Instant since, boolean missed) {}

    /** Remembers, across restarts of the listener, the last slot handled. */
    interface LastSlotStore {

        Optional<LocalDateTime> read();

        void write(LocalDateTime handled);

        /** For a listener without a state directory: remembers nothing. */
        static LastSlotStore none() {
            return new LastSlotStore() {
                @Override
                public Optional<LocalDateTime> read() {
                    return Optional.empty();
                }

                @Override
                public void write(LocalDateTime handled) {}
            };
        }

        /** A file of two lines: the time of the last slot handled, and its schedule. */
        static final class LastSlotFile implements LastSlotStore {

            private static final Logger LOG = LoggerFactory.getLogger(LastSlotStore.class);
            private static final String NAME = "last-slot";
            private static final int MAX_SIZE = 4_096;

            /** What {@link LocalDateTime#toString()} makes of a time, up to one of these lengths; with a d for each digit. */
            private static final String TIME = "dddd-dd-ddTdd:dd:dd.ddddddddd";

            private static final Set<Integer> TIME_LENGTHS = Set.of(16, 19, 23, 26, 29);

            private final Path file;
            private final String schedule;

            /** @param schedule a slot of any other schedule is ignored */
            LastSlotFile(Path directory, String schedule) {
                this.file = directory.resolve(NAME);
                this.schedule = schedule;
            }

            @Override
            public Optional<LocalDateTime> read() {
                if (!Files.exists(file)) {
                    return Optional.empty();
                }
                try (InputStream in = Files.newInputStream(file)) {
                    return parse(new String(in.readNBytes(MAX_SIZE), StandardCharsets.UTF_8));
                } catch (IOException | DateTimeException e) {
                    LOG.warn("cannot read the last slot from {}: {}; counting from now", file, e.getMessage());
                    return Optional.empty();
                }
            }

            @Override
            public void write(LocalDateTime handled) {
                try {
                    AtomicFile.write(file, handled + "\n" + schedule + "\n");
                } catch (IOException e) {
                    LOG.error(
                            "cannot write {}: {}; a slot that begins while timemon is not running may be missed or"
                                    + " handled twice",
                            file,
                            e.getMessage());
                }
            }

            private Optional<LocalDateTime> parse(String text) throws IOException {
                List<String> lines = TextLines.of(text);
                if (lines.size() != 2) {
                    throw new IOException(lines.size() + " lines instead of 2");
                }
                LocalDateTime handled = time(lines.get(0));
                if (!lines.get(1).equals(schedule)) {
                    LOG.info("schedule changed from '{}' to '{}'; counting from now", lines.get(1), schedule);
                    return Optional.empty();
                }
                return Optional.of(handled);
            }

            /** What this class writes is read without a {@link java.time.format.DateTimeFormatter}, which loads 70 classes. */
            private static LocalDateTime time(String text) {
                int length = text.length();
                if (!TIME_LENGTHS.contains(length) || !Ascii.startsWithShape(text, TIME.substring(0, length))) {
                    return LocalDateTime.parse(text);
                }
                int second = length < 19 ? 0 : number(text, 17, 19);
                int nanos = length < 23 ? 0 : number(text + "0".repeat(TIME.length() - length), 20, TIME.length());
                return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 7),
                        number(text, 8, 10),
                        number(text, 11, 13),
                        number(text, 14, 16),
                        second,
                        nanos);
            }

            private static int number(String text, int start, int end) {
                return Integer.parseInt(text, start, end, 10);
            }
        }
    }
}
