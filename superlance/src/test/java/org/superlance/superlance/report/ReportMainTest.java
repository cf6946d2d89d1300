package org.superlance.superlance.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.testkit.CommandLineFixture;

class ReportMainTest extends CommandLineFixture {

    private static final Instant NOW = Instant.parse("2026-11-21T02:54:56Z");

    @TempDir
    Path base;

    @Override
    protected int command(CommandContext context, String... arguments) {
        return ReportMain.run(context, arguments);
    }

    @BeforeEach
    void write() throws IOException {
        new SampleHistories(base, NOW).write(4, Duration.ofDays(4));
    }

    @Test
    void showsTheLastFailedDeliveryOfAnAlert() {
        assertThat(report()).isZero();
        assertThat(out.toString(UTF_8))
                .contains("550 no such user: ops@example.com; at least 2 attempts")
                .doesNotContain("mail.example.com: connection refused")
                .contains("<b>1</b> alert with a failed delivery");
    }

    @Test
    void tellsTimesToTheSecond() {
        assertThat(report()).isZero();
        assertThat(out.toString(UTF_8))
                .contains("<time datetime=\"2026-11-21T01:54:56Z\" title=\"2026-11-21 01:54:56\">Nov 21, 01:54</time>");
    }

    @Test
    void tellsHowFastAProgramGrowsThatIsRestartedForMemory() {
        assertThat(report()).isZero();
        assertThat(out.toString(UTF_8))
                .containsOnlyOnce(" an hour between restarts")
                .containsPattern("restarted 2 times for memory; grows by about 9\\.\\dMB an hour between restarts");
    }

    @Test
    void showsCpuTimeOfWhatItWasMeasuredOf() {
        assertThat(report()).isZero();
        assertThat(out.toString(UTF_8))
                .containsOnlyOnce("<h4>CPU (per cent of one core)</h4>")
                .containsPattern("highest CPU 3\\d(\\.\\d)?% on ")
                .contains("\">50%</span>", "\">100%</span>");
    }

    @Test
    void showsWhatAPluginHasToldOfAProgram() {
        assertThat(report()).isZero();
        assertThat(out.toString(UTF_8))
                .containsOnlyOnce("<h4>check_load/load1</h4>")
                .containsPattern("check_load/load1 of \\S+: highest 1\\.25")
                .doesNotContain(" - check_load");
    }

    @Test
    void showsTwentyOfManyValuesAndHowManyMoreThereAre() {
        assertThat(report()).isZero();
        String page = out.toString(UTF_8);
        assertThat(page.split("<h4>check_", -1)).hasSize(21);
        assertThat(page).containsOnlyOnce("<p>5 more values of checks are not shown.</p>");
    }

    @Test
    void saysThatNothingCouldBeRead() throws IOException {
        List<Path> listeners;
        try (Stream<Path> directories = Files.list(base)) {
            listeners = directories.toList();
        }
        for (Path listener : listeners) {
            Path history = listener.resolve("history");
            Files.move(history, listener.resolve("elsewhere"));
            Files.writeString(history, "no directory");
        }

        assertThat(report()).isEqualTo(1);
        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(err.toString(UTF_8))
                .contains("superlance report: cannot read the history in memmon-memmon-")
                .endsWith("superlance report: nothing could be read; run this as the user of the listeners, or root\n");
    }

    @Test
    void tellsOfPausesOfAllThatAProgramBelongsTo() throws IOException {
        try (Stream<Path> directories = Files.list(base)) {
            Path listener = directories
                    .filter(directory -> directory.getFileName().toString().startsWith("memmon-"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(listener.resolve("history/events-000001.log"), """
                    2026-11-21T02:00:00Z pause program=web:* phase=begin detail="until noon"
                    2026-11-21T02:10:00Z pause program=db:* phase=begin detail="until night"
                    """, StandardOpenOption.APPEND);
        }

        assertThat(report("web:web_1")).isZero();
        assertThat(out.toString(UTF_8))
                .contains("begin: until noon", "<title>paused</title>")
                .doesNotContain("until night");
    }

    private int report(String... names) {
        List<String> all = new ArrayList<>(List.of("-o", "-", "--state-dir", base.toString()));
        all.addAll(List.of(names));
        return run(Map.of(), true, all.toArray(String[]::new));
    }
}
