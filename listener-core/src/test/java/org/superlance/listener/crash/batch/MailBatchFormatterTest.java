package org.superlance.listener.crash.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.crash.batch.FailureFixtures.TIME;
import static org.superlance.listener.crash.batch.FailureFixtures.entry;
import static org.superlance.listener.crash.batch.FailureFixtures.exit;
import static org.superlance.listener.crash.batch.FailureFixtures.fatal;
import static org.superlance.listener.crash.batch.FailureFixtures.found;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.superlance.listener.crash.FailureDetails;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.supervisor.Namespec;

class MailBatchFormatterTest {

    private static final FailureLineFormatter LINES = new FailureLineFormatter(Clock.systemUTC());

    @Test
    void aCrashIsToldAsSuperlanceDidAndBehindItWhatIsKnown() {
        FailureDetails found =
                new FailureDetails(Optional.of("terminated by SIGKILL"), Optional.of(Duration.ofHours(3)), true, "");

        assertThat(lines(OptionalInt.empty(), entry(exit("web:w3", TIME), found, 4)))
                .containsExactly("2026-11-21 02:54:56,192 -- Process web:w3 (pid 12) died unexpectedly:"
                        + " terminated by SIGKILL, likely killed for memory, up 3h, 4 times in the last hour");
    }

    @Test
    void anExitStatusThatIsNotKnownIsNotMadeUp() {
        assertThat(lines(OptionalInt.empty(), entry(exit("web:w3", TIME), FailureDetails.UNKNOWN, 1)))
                .containsExactly(
                        "2026-11-21 02:54:56,192 -- Process web:w3 (pid 12) died unexpectedly: exit status unknown");
    }

    @Test
    void aProgramThatCannotBeStartedIsToldAsSuperlanceDid() {
        assertThat(lines(
                        OptionalInt.empty(),
                        entry(fatal("web:w3", TIME), FailureDetails.UNKNOWN, 1),
                        entry(fatal("web:w4", TIME), found("exit status 1"), 2)))
                .containsExactly(
                        "2026-11-21 02:54:56,192 -- Process web:w3 failed to start too many times",
                        "2026-11-21 02:54:56,192 -- Process web:w4 failed to start too many times: exit status 1,"
                                + " 2 times in the last hour");
    }

    @Test
    void moreRepeatsThanAskedForAreToldInOneLineWhereTheFirstWas() {
        Batch.Entry other = entry(exit("web:w1", TIME.plusSeconds(1)), found("exit status 1"), 1);

        assertThat(lines(OptionalInt.of(2), repeat(0), other, repeat(1), repeat(2)))
                .containsExactly(
                        "web:w3 died 3 times (02:54:56 to 02:54:58): exit status 7",
                        "2026-11-21 02:54:57,192 -- Process web:w1 (pid 12) died unexpectedly: exit status 1");
    }

    @Test
    void asManyRepeatsAsAskedForAreToldOneByOne() {
        assertThat(lines(OptionalInt.of(3), repeat(0), repeat(1), repeat(2))).hasSize(3);
    }

    @Test
    void repeatsOfDifferentCausesOverMidnightAreCounted() {
        Instant late = TIME.plus(Duration.ofHours(22));

        assertThat(lines(
                        OptionalInt.of(1),
                        repeat(0),
                        repeat(1),
                        entry(exit("web:w3", late), found("terminated by SIGKILL"), 1)))
                .containsExactly("web:w3 died 3 times (2026-11-21 02:54:56 to 2026-11-22 00:54:56):"
                        + " exit status 7 (2), terminated by SIGKILL (1)");
    }

    @Test
    void aHundredThousandRepeatsAreCollapsedByThemselves() {
        Batch.Entry[] entries = IntStream.range(0, 100_000)
                .mapToObj(MailBatchFormatterTest::repeat)
                .toArray(Batch.Entry[]::new);

        assertThat(lines(OptionalInt.empty(), entries))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("web:w3 died 100000");
    }

    @Test
    void aHundredThousandProcessesAreCountedBeyondTheFirstFiveHundred() {
        List<Batch.Entry> entries = new ArrayList<>();
        IntStream.range(0, 50_000).forEach(number -> {
            entries.add(entry(exit("web:w" + number, TIME), FailureDetails.UNKNOWN, 1));
            entries.add(entry(exit("web:w" + number, TIME), FailureDetails.UNKNOWN, 1));
        });

        List<String> lines = lines(OptionalInt.empty(), entries.toArray(Batch.Entry[]::new));

        assertThat(lines).hasSize(501).last().isEqualTo("and 99000 more, of 49500 other processes");
    }

    @Test
    void namesAndCausesAreBoundedAndCannotMakeLinesOfTheirOwn() {
        ProcessFailure hostile = new ProcessFailure(
                ProcessFailure.FailureType.EXITED,
                new Namespec("web\r\n.\r\nSubject: x", "w".repeat(10_000)),
                OptionalLong.empty(),
                "RUNNING",
                TIME);

        List<String> lines = lines(OptionalInt.empty(), entry(hostile, found("exit\nFrom x" + "!".repeat(10_000)), 1));

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0))
                .contains("Process web . Subject: x:www")
                .contains("(pid unknown)")
                .hasSizeLessThan(600);
    }

    @Test
    void theHostAndWhatWasLostStandBelow() {
        String text =
                new MailBatchFormatter(LINES, OptionalInt.empty(), "vm1").format(new Batch(List.of(repeat(0)), 3));

        assertThat(text).contains("\n\nHost: vm1\nLost: 3 more event(s)").contains("raise buffer_size");
    }

    private static Batch.Entry repeat(int second) {
        return entry(exit("web:w3", TIME.plusSeconds(second % 60)), found("exit status 7"), 1);
    }

    /** Those above the empty line. */
    private static List<String> lines(OptionalInt collapse, Batch.Entry... entries) {
        String text = new MailBatchFormatter(LINES, collapse, "vm1").format(new Batch(List.of(entries), 0));
        assertThat(text).endsWith("\n\nHost: vm1\n");
        return text.lines().takeWhile(line -> !line.isEmpty()).toList();
    }
}
