package org.superlance.listener.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.process.ProcPidFiles.ProcPidStat;
import org.superlance.listener.process.ProcessTable.Measure;

/** Accidents that cannot be brought about with real processes: {@code ProcessTableContractIT} has those. */
class CpuMeterTest {

    private static final long TICKS_PER_SECOND = 100;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    @TempDir
    Path directory;

    private long now = -17 * MINUTE;
    private final CpuMeter meter = new CpuMeter(TICKS_PER_SECOND, () -> now);

    @BeforeEach
    void uptime() {
        proc().file("uptime", "5000.00 10000.00\n");
    }

    @Test
    void tellsWhatPartOfOneCoreWasUsed() throws Exception {
        proc().cpu(10, 1, 1_000, 70_000, 0);
        read(false, 10);
        assertThat(meter.thousandthsOfCore(10)).isEmpty();

        now += MINUTE;
        proc().cpu(10, 1, 1_000, 85_000, 0);
        read(false, 10);

        assertThat(meter.thousandthsOfCore(10)).hasValue(2_500);
    }

    @Test
    void knowsNothingOfANewProcessWithThePidOfAnOldOne() throws Exception {
        proc().cpu(10, 1, 1_000, 70_000, 0);
        read(false, 10);

        now += MINUTE;
        proc().cpu(10, 1, 1_001, 76_000, 0);
        read(false, 10);

        assertThat(meter.thousandthsOfCore(10)).isEmpty();
    }

    @Test
    void repeatsTheValueAtATickThatComesTwice() throws Exception {
        proc().cpu(10, 1, 1_000, 0, 0).cpu(11, 1, 1_000, 0, 0);
        read(false, 10, 11);
        now += MINUTE;
        proc().cpu(10, 1, 1_000, 3_000, 0).cpu(11, 1, 1_000, 3_000, 0);
        read(false, 10, 11);

        now += 1_000_000;
        proc().cpu(10, 1, 1_000, 3_001, 0).cpu(11, 1, 1_002, 0, 0);
        read(false, 10, 11);
        assertThat(meter.thousandthsOfCore(10)).hasValue(500);
        assertThat(meter.thousandthsOfCore(11)).as("another process by now").isEmpty();

        now += MINUTE - 1_000_000;
        proc().cpu(10, 1, 1_000, 6_000, 0);
        read(false, 10);
        assertThat(meter.thousandthsOfCore(10)).as("of the whole minute").hasValue(500);
    }

    @Test
    void countsChildrenOnlyWhenAskedTo() throws Exception {
        proc().cpu(10, 1, 1_000, 0, 0).cpu(11, 10, 1_000, 0, 0).cpu(12, 11, 1_000, 0, 0);
        read(false, 10);
        now += MINUTE;
        proc().cpu(10, 1, 1_000, 600, 900).cpu(11, 10, 1_000, 1_200, 0).cpu(12, 11, 1_000, 1_800, 0);
        read(false, 10);

        assertThat(meter.thousandthsOfCore(10)).hasValue(100);
    }

    @Test
    void countsChildrenThatCameAndWentInBetween() throws Exception {
        proc().cpu(10, 1, 1_000, 0, 500);
        read(true, 10);
        now += MINUTE;
        proc().cpu(10, 1, 1_000, 600, 500 + 5_400).cpu(12, 10, 500_100, 600, 600);
        read(true, 10);

        assertThat(meter.thousandthsOfCore(10)).hasValue(1_200);
    }

    @Test
    void countsWhatAChildUsedBeforeOnlyOnce() throws Exception {
        proc().cpu(10, 1, 1_000, 0, 0).cpu(11, 10, 1_000, 360_000, 40_000).cpu(12, 11, 1_000, 50_000, 0);
        read(true, 10);
        now += MINUTE;
        delete(11);
        delete(12);
        proc().cpu(10, 1, 1_000, 600, 450_000 + 2_400);
        read(true, 10);

        assertThat(meter.thousandthsOfCore(10)).hasValue(500);
    }

    @Test
    void aParentThatIgnoresSigchldGetsNothingOfItsChildren() throws Exception {
        proc().cpu(10, 1, 1_000, 0, 0).cpu(11, 10, 1_000, 360_000, 0);
        read(true, 10);
        now += MINUTE;
        delete(11);
        proc().cpu(10, 1, 1_000, 600, 0);
        read(true, 10);
        assertThat(meter.thousandthsOfCore(10)).hasValue(100);

        now += 2 * MINUTE;
        proc().cpu(10, 1, 1_000, 1_800, 0);
        read(true, 10);
        now += MINUTE;
        proc().cpu(10, 1, 1_000, 1_800, 3_000);
        read(true, 10);
        assertThat(meter.thousandthsOfCore(10)).as("a later child").hasValue(500);
    }

    /** The parent was read before it had waited for the child, and the child after that. */
    @Test
    void aChildThatEndsWhileTheTableIsReadDoesNotCountAtTheNextReading() throws Exception {
        proc().cpu(10, 1, 1_000, 0, 0).cpu(11, 10, 1_000, 360_000, 0);
        read(true, 10);
        now += MINUTE;
        delete(11);
        proc().cpu(10, 1, 1_000, 600, 0);
        read(true, 10);
        now += MINUTE;
        proc().cpu(10, 1, 1_000, 1_200, 360_000 + 60);
        read(true, 10);

        assertThat(meter.thousandthsOfCore(10)).hasValue(110);
    }

    /** The same the other way round, where the child has the lower pid. */
    @Test
    void aChildThatIsReapedWhileTheTableIsReadDoesNotCountTwice() {
        CpuTimes before = new CpuTimes(0, 0);
        add(before, 100, 1, 0, 1);
        add(before, 50, 100, 360_000, 2);
        CpuTimes reading = new CpuTimes(MINUTE, 0);
        add(reading, 50, 100, 360_100, MINUTE);
        add(reading, 60, 77, 360_100, MINUTE);
        reading.add(100, line(100, 1, 0, 360_100), MINUTE + 1);
        proc().cpu(60, 77, 1_000, 0, 0).cpu(100, 1, 1_000, 0, 360_100);

        CpuInterval.removeReapedWhileReading(before, reading, new ProcPidFiles(directory));

        assertThat(reading.rows()).extracting(CpuTimes.Row::pid).containsExactlyInAnyOrder(60L, 100L);
        CpuInterval interval = new CpuInterval(before, reading, before.endedByHeir(reading), Map.of());
        assertThat(interval.ticksPerNano(100, List.of(100L, 50L)) * MINUTE).isEqualTo(100);
    }

    /** As it happens to a listener that is out of file descriptors. */
    @Test
    void aProcessThatCouldNotBeReadBeforeDoesNotCountWithAllThatItEverUsed() throws Exception {
        proc().cpu(10, 1, 1_000, 0, 0).cpu(11, 10, 1_000, 360_000, 0);
        Path hidden = Files.move(directory.resolve("11"), directory.resolve("hidden"));
        read(true, 10);
        now += MINUTE;
        Files.move(hidden, directory.resolve("11"));
        proc().cpu(10, 1, 1_000, 600, 0);
        read(true, 10);

        assertThat(meter.thousandthsOfCore(10)).hasValue(100);
    }

    @Test
    void aChildThatAnotherProcessTakesOverCountsForNobodyTwice() throws Exception {
        proc().cpu(1, 0, 1, 0, 0).cpu(10, 1, 1_000, 0, 0).cpu(11, 10, 1_000, 360_000, 0);
        read(true, 10, 1);
        now += MINUTE;
        proc().cpu(10, 1, 1_000, 600, 0).cpu(11, 1, 1_000, 366_000, 0);
        read(true, 10, 1);

        assertThat(meter.thousandthsOfCore(10)).hasValue(100);
        assertThat(meter.thousandthsOfCore(1)).hasValue(1_100);
    }

    @Test
    void thousandsOfGenerationsAndCirclesEnd() throws Exception {
        FakeProcFs proc = proc().cpu(1, 0, 1, 0, 0);
        LongStream.rangeClosed(2, 3_000).forEach(pid -> proc.cpu(pid, pid - 1, 1_000, 10, 0));
        proc.cpu(4_001, 4_002, 1_000, 10, 0).cpu(4_002, 4_001, 1_000, 10, 0);
        proc.cpu(4_003, 4_004, 1_000, 10, 0).cpu(4_004, 4_003, 1_000, 10, 0);
        read(true, 1, 4_001);
        now += MINUTE;
        LongStream.rangeClosed(2, 3_000).forEach(this::delete);
        LongStream.rangeClosed(4_002, 4_004).forEach(this::delete);
        proc.cpu(1, 0, 1, 0, 2_999 * 10 + 6_000);
        read(true, 1, 4_001);

        assertThat(meter.thousandthsOfCore(1)).hasValue(1_000);
        assertThat(meter.thousandthsOfCore(4_001)).hasValue(0);
    }

    @Test
    void brokenAndImpossibleTimesGiveNoImpossibleValue() throws Exception {
        proc().stat(10, "10 (x) S 1 7 7 0 -1 0 0 0 0 0 -1 -1 -1 -1 20 0 1 0 1000 0 5 0\n");
        proc().file("uptime", "soon\n");
        read(true, 10);
        now += MINUTE;
        proc().stat(10, "10 (x) S 1 7 7 0 -1 0 0 0 0 0 " + "999999999999999999 ".repeat(4) + "20 0 1 0 1000 0 5 0\n");
        read(true, 10);
        assertThat(meter.thousandthsOfCore(10).orElseThrow()).isPositive();

        now += MINUTE;
        proc().cpu(10, 1, 1_000, 5, 5);
        read(true, 10);
        assertThat(meter.thousandthsOfCore(10)).hasValue(0);
    }

    private FakeProcFs proc() {
        return new FakeProcFs(directory);
    }

    private void read(boolean withDescendants, int... pids) throws Exception {
        new ProcFs(directory)
                .memory(Arrays.stream(pids).mapToObj(Long::valueOf).toList(), Measure.RSS, withDescendants, meter);
    }

    private static void add(CpuTimes reading, long pid, long parent, long own, long nanos) {
        reading.add(pid, line(pid, parent, own, 0), nanos);
    }

    private static ProcPidStat line(long pid, long parent, long own, long reaped) {
        byte[] line = FakeProcFs.cpuLine(pid, parent, 1_000, own, reaped).getBytes(StandardCharsets.UTF_8);
        return new ProcPidStat(line, line.length);
    }

    private void delete(long pid) {
        try {
            Files.delete(directory.resolve(pid + "/stat"));
            Files.delete(directory.resolve(Long.toString(pid)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
