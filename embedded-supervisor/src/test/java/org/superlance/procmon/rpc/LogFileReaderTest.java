package org.superlance.procmon.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.procmon.rpc.LogMethods.LogFileReader;

/** The expected values are those of supervisord for the same file. */
class LogFileReaderTest {

    @TempDir
    Path directory;

    private final LogFileReader reading = new LogFileReader(MemoryBudget.ofHeap());
    private Optional<Path> log = Optional.empty();

    @BeforeEach
    void write() throws Exception {
        log = Optional.of(Files.writeString(directory.resolve("x.log"), "0123456789"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0123456789", "2, 3, 234", "8, 9, 89", "-4, 0, 6789", "-40, 0, 0123456789", "20, 5, ''"})
    void readsFromAnOffsetOrTheEnd(int offset, int length, String text) throws Exception {
        assertThat(reading.read(log, offset, length)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 4, 6789, true",
        "0, 10, 0123456789, false",
        "8, 5, 56789, false",
        "10, 5, '', false",
        "0, 0, '', true"
    })
    void tailsAndTellsWhetherThereWasMore(int offset, int length, String text, boolean overflow) throws Exception {
        assertThat(reading.tail(log, offset, length)).isEqualTo(List.of(text, 10, overflow));
    }

    @Test
    void refusesWhatMakesNoSense() throws Exception {
        assertThatThrownBy(() -> reading.read(log, -5, 3)).hasMessage("BAD_ARGUMENTS");
        assertThatThrownBy(() -> reading.read(log, 0, -1)).hasMessage("BAD_ARGUMENTS");
        assertThatThrownBy(() -> reading.read(Optional.of(Path.of("/no/such")), 0, 0))
                .hasMessage("NO_FILE: /no/such");
        assertThatThrownBy(() -> reading.read(Optional.of(Path.of("/dev/zero")), 0, 0))
                .hasMessageStartingWith("NO_FILE");
        assertThat(reading.tail(Optional.empty(), 0, 5)).isEqualTo(List.of("", 0, false));
    }

    @Test
    void readsTwoMegabytesOfAHugeLogTheLastOnesOfItsEnd() throws Exception {
        Path huge = Files.writeString(directory.resolve("huge.log"), "a".repeat(3 << 20) + "end");

        assertThat(reading.read(Optional.of(huge), 0, 0)).hasSize(2 << 20);
        assertThat(reading.read(Optional.of(huge), Integer.MIN_VALUE, 0))
                .hasSize(2 << 20)
                .endsWith("end");
    }

    @Test
    void halfACharacterIsLeftOut() throws Exception {
        Path text = Files.writeString(directory.resolve("utf8.log"), "öüt");

        assertThat(reading.read(Optional.of(text), -4, 0)).isEqualTo("üt");
    }
}
