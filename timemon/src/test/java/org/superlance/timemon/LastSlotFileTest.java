package org.superlance.timemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.timemon.SlotTracker.LastSlotStore.LastSlotFile;

class LastSlotFileTest {

    private static final LocalDateTime SLOT = LocalDateTime.parse("2026-11-21T03:00");

    @TempDir
    Path directory;

    @Test
    void remembersTheSlot() {
        store("every 3 hours in UTC").write(SLOT);

        assertThat(store("every 3 hours in UTC").read()).contains(SLOT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-01-01T00:00", "2028-02-29T23:59:59", "2026-12-31T03:04:05.007"})
    @ValueSource(strings = {"2026-11-21T03:04:05.000060", "9999-12-31T23:59:59.999999999"})
    void remembersEachPartOfATime(String time) {
        store("every hour in UTC").write(LocalDateTime.parse(time));

        assertThat(store("every hour in UTC").read()).contains(LocalDateTime.parse(time));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-21T03:04:05.1", "2026-11-21t03:00", "+12026-11-21T03:00", "-0001-11-21T03:00:00"})
    void readsATimeThatOthersHaveWritten(String time) throws Exception {
        Files.writeString(directory.resolve("last-slot"), time + "\nevery hour in UTC\n");

        assertThat(store("every hour in UTC").read()).contains(LocalDateTime.parse(time));
    }

    @Test
    void knowsNothingAtFirst() {
        assertThat(store("every 3 hours in UTC").read()).isEmpty();
    }

    @Test
    void forgetsTheSlotOfAnotherSchedule() {
        store("every 3 hours in UTC").write(SLOT);

        assertThat(store("every 6 hours in UTC").read()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "2026-02-30T03:00\nevery hour in UTC\n",
                "2026-11-21T24:00\nevery hour in UTC\n",
                "soon\nevery hour in UTC\n",
                "2026-11-21T03:00",
                "2026-11-21T03:00\n\n\n",
                "\0\uFFFF"
            })
    void ignoresGarbage(String garbage) throws Exception {
        Files.writeString(directory.resolve("last-slot"), garbage);

        assertThat(store("every hour in UTC").read()).isEmpty();
    }

    @Test
    void readsNoMoreThanItNeeds() throws Exception {
        Files.writeString(directory.resolve("last-slot"), "x\n".repeat(1_000_000));

        assertThat(store("every hour in UTC").read()).isEmpty();
    }

    @Test
    void goesOnWithoutADirectory() throws IOException {
        LastSlotFile store = new LastSlotFile(Files.createFile(directory.resolve("file")), "every hour in UTC");

        store.write(SLOT);

        assertThat(store.read()).isEmpty();
    }

    private LastSlotFile store(String schedule) {
        return new LastSlotFile(directory, schedule);
    }
}
