package org.superlance.timemon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.AtomicFile;

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
                LOG.warn("{} does not tell which slot was judged last ({}); counting from now", file, e.getMessage());
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
