package org.superlance.memmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.history.FileHistory;
import org.superlance.listener.history.Quantity;
import org.superlance.listener.history.Sample;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.state.FileLocks;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.state.StateDirectory;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.testkit.CommandLineFixture;

class SuggestedLimitsTest extends CommandLineFixture {

    private static final Instant NOW = Instant.parse("2026-11-21T02:54:56Z");
    private static final long MB = 1_024;

    @TempDir
    Path base;

    @Override
    protected int command(CommandContext context, String... arguments) {
        return Memmon.run(context, arguments);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 5MB",
        "20480, 30MB",
        "40000, 60MB",
        "102400, 150MB",
        "307000, 450MB",
        "716800, 1.1GB",
        "8388608, 12GB"
    })
    void isHalfMoreRoundedUp(long kib, String limit) {
        assertThat(SuggestedLimits.limit(kib)).hasToString(limit);
    }

    @Test
    void printsOptionsToPaste() throws IOException {
        write(Duration.ofDays(2));

        assertThat(suggest("--exclude", "db:*")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        PROGRAM    99% OF TIME  HIGHEST  KNOWN FOR  LIMIT NOW  SUGGESTED
                        jobs:a %b  50MB         50MB     2d         -          75MB
                        web:w1     100MB        800MB    2d         400MB      150MB

                        -p "jobs:a %%b=75MB" -p web:w1=150MB
                        """);
        assertThat(err).asString().isEmpty();
    }

    @Test
    void saysThatADayIsNotSeen() throws IOException {
        write(Duration.ofHours(3));

        assertThat(suggest()).isZero();
        assertThat(out).asString().contains("db:db").contains("known for less than a day");
    }

    @Test
    void saysWhereAHistoryComesFromWhereThereIsNone() throws IOException {
        Files.createDirectories(base);

        assertThat(suggest()).isEqualTo(1);
        assertThat(err)
                .asString()
                .startsWith("memmon: no history of RSS in " + base)
                .contains("--state-dir DIR");
    }

    @Test
    void saysThatNothingCouldBeRead() throws IOException {
        write(Duration.ofDays(2));
        try (Stream<Path> listeners = Files.list(base)) {
            Path history = listeners.findFirst().orElseThrow().resolve("history");
            Files.move(history, history.resolveSibling("elsewhere"));
            Files.writeString(history, "no directory");
        }

        assertThat(suggest()).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("memmon: cannot read the history in memmon-memmon-"))
                .last()
                .asString()
                .isEqualTo("memmon: nothing could be read; run this as the user of the listeners, or root");
    }

    @Test
    void isNotForAListener() {
        assertRefused("memmon", listen("--suggest"), "--suggest", "works only from a shell");
    }

    private void write(Duration period) throws IOException {
        StateDirectory directory = new StateDirectory(
                base, new ListenerId("memmon", "memmon", "memmon", "unix:///s.sock"), new FileLocks());
        directory.own();
        try (FileHistory history = new FileHistory(directory.path(), directory, Runnable::run, () -> NOW, 1 << 20)) {
            for (Instant time = NOW.minus(period); !time.isAfter(NOW); time = time.plusSeconds(600)) {
                List<Sample> samples = new ArrayList<>();
                boolean peak = time.equals(NOW.minus(period).plusSeconds(600));
                samples.add(new Sample(new Namespec("web", "w1"), (peak ? 800 : 100) * MB, 400 * MB));
                samples.add(new Sample(new Namespec("jobs", "a %b"), 50 * MB));
                samples.add(new Sample(new Namespec("db", "db"), 70 * MB));
                history.record(Quantity.RSS, time, samples);
            }
        }
    }

    private int suggest(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--suggest", "--state-dir", base.toString()));
        return run(Map.of(), true, all.toArray(String[]::new));
    }
}
