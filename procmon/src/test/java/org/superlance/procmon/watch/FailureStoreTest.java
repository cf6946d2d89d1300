package org.superlance.procmon.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.procmon.policy.FailureHistory;
import org.superlance.procmon.policy.RestartDecision.ScheduledRestart;

class FailureStoreTest {

    private static final Instant NOW = SettableClock.START;
    private static final String GOOD = "web%3Aw1\t-\t-\t2 trying\n";

    @TempDir
    private Path directory;

    @Test
    void nextRunReadsWhatWasWritten() {
        FailureHistory failures = new FailureHistory(3, List.of(NOW), false);
        ScheduledRestart next =
                new ScheduledRestart(failures, Duration.ofSeconds(4), NOW.plusSeconds(4), "FATAL, failure 3 in a row");
        WatchedProcess waiting = new WatchedProcess(Namespec.parse("web:prógrammé\t1"), failures, next);
        WatchedProcess givenUp =
                new WatchedProcess(Namespec.parse("db:db"), new FailureHistory(9, List.of(), true), null);

        store().write(List.of(waiting, givenUp));
        List<WatchedProcess> read = store().read();

        assertThat(read).extracting(WatchedProcess::name).containsExactly(waiting.name(), givenUp.name());
        assertThat(read.get(0).failures()).isEqualTo(failures);
        assertThat(read.get(0).next().orElseThrow().at()).isEqualTo(next.at());
        assertThat(read.get(0).next().orElseThrow().delay()).isEqualTo(next.delay());
        assertThat(read.get(1).failures().givenUp()).isTrue();
        assertThat(read.get(1).next()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "web%3Aw1\t-\t-",
                "web%zz\t-\t-\t2 trying",
                "web%3Aw1\tsoon\tPT1S\t2 trying",
                "web%3Aw1\t2026-11-21T02:54:56Z\tPT-1S\t2 trying",
                "web%3Aw1\t2026-11-21T02:54:56Z\tPT99999999999H\t2 trying",
                "web%3Aw1\t-\t-\t-5 trying",
                "\u0000\u0001\u0002"
            })
    void skipsInvalidLines(String line) throws Exception {
        Files.writeString(directory.resolve("programs"), line + "\n" + GOOD);

        assertThat(store().read())
                .singleElement()
                .extracting(p -> p.failures().consecutive())
                .isEqualTo(2);
    }

    @Test
    void doesNotReadAFileThatIsTooLarge() throws Exception {
        byte[] large = new byte[(8 << 20) + 1];
        System.arraycopy(GOOD.getBytes(StandardCharsets.UTF_8), 0, large, 0, GOOD.length());
        Files.write(directory.resolve("programs"), large);

        assertThat(store().read()).isEmpty();
    }

    @Test
    void worksWithoutAWritableDirectory() throws IOException {
        WatchedProcess process =
                new WatchedProcess(Namespec.parse("db:db"), new FailureHistory(9, List.of(), true), null);

        new FailureStore(Optional.empty()).write(List.of(process));
        FailureStore gone = new FailureStore(Optional.of(Files.createFile(directory.resolve("file"))));
        gone.write(List.of(process));

        assertThat(new FailureStore(Optional.empty()).read()).isEmpty();
        assertThat(gone.read()).isEmpty();
    }

    private FailureStore store() {
        return new FailureStore(Optional.of(directory));
    }
}
