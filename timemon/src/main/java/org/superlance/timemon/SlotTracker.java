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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.AtomicFile;

/**
 * Tells of every slot once that it has begun: by the clock on the wall, whether ticks come late, twice or not at all.
 * An hour that comes twice has its slots once, at its first coming; a slot that begins in an hour that is left out has
 * begun at the next tick.
 */
final class SlotTracker {

    private static final Logger LOG = LoggerFactory.getLogger(SlotTracker.class);

    /** No clock is set back by more for the summer's end: by more, it was wrong before. */
    private static final Duration DST_OVERLAP = Duration.ofHours(3);

    private final String title;
    private final Schedule schedule;
    private final ZoneId zone;
    private final LastSlotStore store;
    private final Instant start;
    private LocalDateTime judged;
    private boolean catchingUp;

    /**
     * @param title what people call the schedule
     * @param start what counts as the tick before the first one, unless the bookmark knows a slot
     */
    SlotTracker(String title, Schedule schedule, ZoneId zone, LastSlotStore store, Instant start) {
        this.title = title;
        this.schedule = schedule;
        this.zone = zone;
        this.store = store;
        this.start = start;
        Optional<LocalDateTime> earlier = store.read();
        this.catchingUp = earlier.isPresent();
        this.judged = earlier.orElseGet(() -> LocalDateTime.ofInstant(start, zone));
        if (!catchingUp) {
            store.write(judged);
        }
    }

    /** The latest slot that has begun since the last one that this told of. */
    Optional<Slot> begun(Instant tick) {
        LocalDateTime now = LocalDateTime.ofInstant(tick, zone);
        if (now.isBefore(judged.minus(DST_OVERLAP))) {
            LOG.warn("the clock shows {}, and {} was judged already: it was set back; going on from here", now, judged);
            recordSlot(now);
        }
        Optional<LocalDateTime> begin = schedule.latest(judged, now);
        begin.ifPresent(this::recordSlot);
        boolean afterPause = catchingUp;
        catchingUp = false;
        return begin.map(time -> slot(time, afterPause));
    }

    /** When, by the clock on the wall, the next slot begins. */
    Optional<LocalDateTime> next(Instant tick) {
        LocalDateTime now = LocalDateTime.ofInstant(tick, zone);
        return schedule.next(now.isAfter(judged) ? now : judged);
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
        judged = time;
        store.write(time);
    }

    /**
     * A slot that has begun.
     *
     * @param begin by the clock on the wall
     * @param since the same as an instant
     * @param missed whether it began before this listener was there to see it
     */
    record Slot(LocalDateTime begin, Instant since, boolean missed) {}

    /** Remembers, past the death of the listener, which slot was judged last. */
    interface LastSlotStore {

        Optional<LocalDateTime> read();

        void write(LocalDateTime judged);

        /** For a listener without a state directory: remembers nothing. */
        static LastSlotStore none() {
            return new LastSlotStore() {
                @Override
                public Optional<LocalDateTime> read() {
                    return Optional.empty();
                }

                @Override
                public void write(LocalDateTime judged) {}
            };
        }

        /** A file of two lines: the time of the last slot judged, and the schedule that it is a slot of. */
        static final class LastSlotFile implements LastSlotStore {

            private static final Logger LOG = LoggerFactory.getLogger(LastSlotStore.class);
            private static final String NAME = "last-slot";
            private static final int MAX_SIZE = 4_096;

            private final Path file;
            private final String schedule;

            /** @param schedule a slot of any other is of no use */
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
                    LOG.warn(
                            "{} does not tell which slot was judged last ({}); counting from now",
                            file,
                            e.getMessage());
                    return Optional.empty();
                }
            }

            @Override
            public void write(LocalDateTime judged) {
                try {
                    AtomicFile.write(file, judged + "\n" + schedule + "\n");
                } catch (IOException e) {
                    LOG.error(
                            "cannot write {} ({}); a slot that begins while this listener does not run may be missed, or"
                                    + " acted on twice: see that the directory can be written and the disk is not full",
                            file,
                            e.getMessage());
                }
            }

            private Optional<LocalDateTime> parse(String text) throws IOException {
                List<String> lines = text.lines().toList();
                if (lines.size() != 2) {
                    throw new IOException("it has " + lines.size() + " lines instead of 2");
                }
                LocalDateTime judged = LocalDateTime.parse(lines.get(0));
                if (!lines.get(1).equals(schedule)) {
                    LOG.info("the schedule was '{}' and is '{}' now: counting from now", lines.get(1), schedule);
                    return Optional.empty();
                }
                return Optional.of(judged);
            }
        }
    }
}
