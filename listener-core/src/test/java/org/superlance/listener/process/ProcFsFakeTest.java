package org.superlance.listener.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.process.ProcessTable.Measure;
import org.superlance.listener.process.ProcessTable.MemorySnapshot;
import org.superlance.listener.process.ProcessTable.ProcessTableException;
import org.superlance.listener.util.ByteSize;

class ProcFsFakeTest {

    private static final long PAGE = 4096;

    @TempDir
    Path directory;

    @Test
    void addsChildrenAndTheirChildrenAndNobodyElse() throws Exception {
        forged().process(10, 1, 5)
                .process(11, 10, 7)
                .process(12, 11, 11)
                .process(13, 10, 13)
                .process(20, 1, 1000);

        MemorySnapshot reading = read(10, Measure.RSS, true);

        assertThat(reading.sizes()).isEqualTo(Map.of(10L, ByteSize.ofBytes(36 * PAGE)));
    }

    @Test
    void aParentAndItsChildAreEachCountedInFull() throws Exception {
        forged().process(10, 1, 5).process(11, 10, 7);

        MemorySnapshot reading = new ProcFs(directory).memory(List.of(11L, 10L), Measure.RSS, true);

        assertThat(reading.sizes())
                .isEqualTo(Map.of(10L, ByteSize.ofBytes(12 * PAGE), 11L, ByteSize.ofBytes(7 * PAGE)));
    }

    @Test
    void withoutDescendantsReadsOnlyTheProcessItself() throws Exception {
        forged().process(10, 1, 5).process(11, 10, 7);

        assertThat(read(10, Measure.RSS, false).of(10)).hasValue(ByteSize.ofBytes(5 * PAGE));
    }

    @Test
    void withoutDescendantsReadsTheShorterFile() throws Exception {
        forged().process(10, 1, 5).file(10, "statm", "900 6 3 1 0 2 0\n").process(11, 10, 7);

        assertThat(read(10, Measure.RSS, false).of(10)).hasValue(ByteSize.ofBytes(6 * PAGE));
        assertThat(read(10, Measure.RSS, true).of(10)).hasValue(ByteSize.ofBytes(12 * PAGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "900", "900 ", "900 x", "x"})
    void withoutDescendantsReadsTheLongerFileIfTheShorterIsBroken(String text) throws Exception {
        forged().process(10, 1, 5).file(10, "statm", text);

        assertThat(read(10, Measure.RSS, false).of(10)).hasValue(ByteSize.ofBytes(5 * PAGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b c", "x) S 99 (", ") R 1 1", "two\nlines", "", "((((", "émoji 😀"})
    void theNameOfAProgramMayHoldAnything(String name) throws Exception {
        forged().process(10, 1, 5).process(11, name, 10, "7");

        assertThat(read(10, Measure.RSS, true).of(10)).hasValue(ByteSize.ofBytes(12 * PAGE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n", "10", "10 (cat", "10 (cat)", "10 (cat) S", "10 (cat) S 1 2 3", "10 (cat) S x y z"})
    void aProcessWhoseLineIsBrokenIsAbsent(String line) throws Exception {
        forged().stat(10, line).process(11, 1, 7);

        assertThat(read(10, Measure.RSS, true).sizes()).isEmpty();
        assertThat(read(10, Measure.RSS, false).sizes()).isEmpty();
    }

    @Test
    void impossiblyManyPagesDoNotOverflow() throws Exception {
        forged().process(10, "p", 1, "999999999999999999").process(11, "p", 10, "999999999999999999");
        forged().process(12, "p", 1, "18446744073709551626");

        assertThat(read(10, Measure.RSS, true).of(10))
                .hasValueSatisfying(size -> assertThat(size.bytes()).isGreaterThan(Long.MAX_VALUE - PAGE));
        assertThat(read(12, Measure.RSS, true).of(12)).isEmpty();
    }

    @Test
    void aCircleOfParentsIsCountedOnce() throws Exception {
        forged().process(10, 12, 5).process(11, 10, 7).process(12, 11, 11).process(13, 13, 3);

        assertThat(read(11, Measure.RSS, true).of(11)).hasValue(ByteSize.ofBytes(23 * PAGE));
        assertThat(read(13, Measure.RSS, true).of(13)).hasValue(ByteSize.ofBytes(3 * PAGE));
    }

    @Test
    void thousandsOfGenerationsFitASmallStack() throws Exception {
        for (long pid = 10; pid < 3_010; pid++) {
            forged().process(pid, pid - 1, 1);
        }
        FutureTask<MemorySnapshot> task = new FutureTask<>(() -> read(10, Measure.RSS, true));
        Thread small = new Thread(null, task, "small stack", 160 << 10);
        small.setDaemon(true);
        small.start();

        assertThat(task.get().of(10)).hasValue(ByteSize.ofBytes(3_000 * PAGE));
    }

    @Test
    void readsProportionalAndUniqueMemoryFromTheRollup() throws Exception {
        forged().process(10, 1, 500).file(10, "smaps_rollup", """
                55d0c0000000-7ffd00000000 ---p 00000000 00:00 0                  [rollup]
                Rss:                2000 kB
                Pss:                1200 kB
                Pss_Dirty:           900 kB
                Private_Clean:       300 kB
                Private_Dirty:       400 kB
                Shared_Hugetlb:       77 kB
                Private_Hugetlb:     100 kB
                """);

        assertThat(read(10, Measure.PSS, false).of(10)).hasValue(ByteSize.ofKilobytes(1377));
        assertThat(read(10, Measure.USS, true).of(10)).hasValue(ByteSize.ofKilobytes(800));
        assertThat(read(10, Measure.USS, true).fellBackToRss()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HugePages_Total:  20\nHugetlb:  40960 kB\n", "HugePages_Total:      20\n", ""})
    void countsHugePagesWhichTheResidentSizeLeavesOut(String machine) throws Exception {
        forged().file("meminfo", "MemTotal: 8 kB\n" + machine)
                .process(10, 1, 500)
                .file(10, "status", "VmRSS:\t    2000 kB\nHugetlbPages:\t   20480 kB\nThreads:\t1\n")
                .process(11, 10, 1);

        assertThat(read(10, Measure.RSS, false).of(10)).hasValue(ByteSize.ofBytes(500 * PAGE + 20480 * 1024));
        assertThat(read(10, Measure.RSS, true).of(10)).hasValue(ByteSize.ofBytes(501 * PAGE + 20480 * 1024));
        assertThat(read(10, Measure.PSS, false).of(10)).hasValue(ByteSize.ofBytes(500 * PAGE + 20480 * 1024));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HugePages_Total:  0\nHugetlb:  0 kB\n", "HugePages_Total:  0\n"})
    void asksNoProcessForHugePagesWhereTheMachineHasNone(String machine) throws Exception {
        forged().file("meminfo", machine).process(10, 1, 500).file(10, "status", "HugetlbPages:\t   20480 kB\n");

        assertThat(read(10, Measure.RSS, false).of(10)).hasValue(ByteSize.ofBytes(500 * PAGE));
    }

    @Test
    void asksTheProcessWhereOnlyHugePagesOfAnotherSizeThanTheDefaultAreReserved() throws Exception {
        forged().file("meminfo", "HugePages_Total:       0\nHugetlb:         1048576 kB\n")
                .process(10, 1, 0)
                .file(10, "status", "HugetlbPages:\t 1048576 kB\n");

        assertThat(read(10, Measure.RSS, false).of(10)).hasValue(ByteSize.ofKilobytes(1 << 20));
    }

    @Test
    void countsHugePagesThatAFamilySharesOnce() throws Exception {
        String shared =
                "Pss: 100 kB\nPrivate_Clean: 0 kB\nPrivate_Dirty: 50 kB\nShared_Hugetlb: 8192 kB\nPrivate_Hugetlb: 2048 kB\n";
        forged().process(10, 1, 500).file(10, "smaps_rollup", shared);
        forged().process(11, 10, 500).file(11, "smaps_rollup", shared);

        assertThat(read(10, Measure.PSS, true).of(10)).hasValue(ByteSize.ofKilobytes(8192 + 2 * 2148));
        assertThat(read(10, Measure.USS, true).of(10)).hasValue(ByteSize.ofKilobytes(2 * 2098));
    }

    @Test
    void fallsBackToTheResidentSizeWhereThereIsNoRollupAndSaysSo() throws Exception {
        forged().process(10, 1, 500).file(10, "smaps_rollup", "Pss: 4 kB\n");
        forged().process(11, 10, 3).process(12, 1, 9);

        MemorySnapshot reading = new ProcFs(directory).memory(List.of(10L, 12L), Measure.PSS, true);

        assertThat(reading.of(10)).hasValue(ByteSize.ofBytes(4096 + 3 * PAGE));
        assertThat(reading.of(12)).hasValue(ByteSize.ofBytes(9 * PAGE));
        assertThat(reading.fellBackToRss()).containsExactlyInAnyOrder(10L, 12L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Pss:", "Pss: kB", "Pss: -1 kB", "Pss: 99999999999999999999 kB", "Pss: 9999999999999999 kB"})
    void aBrokenRollupIsNone(String rollup) throws Exception {
        forged().process(10, 1, 500).file(10, "smaps_rollup", rollup);

        assertThat(read(10, Measure.PSS, false).fellBackToRss()).containsExactly(10L);
    }

    @Test
    void aZombieHasNoMemoryAndIsNotAFallback() throws Exception {
        forged().process(10, 1, 0).file(10, "smaps_rollup", "");

        MemorySnapshot reading = read(10, Measure.PSS, false);

        assertThat(reading.of(10)).hasValue(ByteSize.ofBytes(0));
        assertThat(reading.fellBackToRss()).isEmpty();
    }

    @Test
    void countsInTheKernelsPages() throws Exception {
        ByteBuffer vector = ByteBuffer.allocate(48).order(ByteOrder.nativeOrder());
        vector.putLong(33).putLong(1).putLong(6).putLong(65_536).putLong(0).putLong(0);
        Files.createDirectory(directory.resolve("self"));
        Files.write(directory.resolve("self/auxv"), vector.array());
        forged().process(10, 1, 2);

        assertThat(read(10, Measure.RSS, false).of(10)).hasValue(ByteSize.ofKilobytes(128));
    }

    @Test
    void saysWhenThereIsNoTableAtAll() {
        ProcFs none = new ProcFs(directory.resolve("nothing"));

        for (boolean withDescendants : new boolean[] {true, false}) {
            assertThatThrownBy(() -> none.memory(List.of(1L), Measure.RSS, withDescendants))
                    .isInstanceOf(ProcessTableException.class)
                    .hasMessageContaining("is proc mounted there?");
        }
    }

    private FakeProcFs forged() {
        return new FakeProcFs(directory);
    }

    private MemorySnapshot read(long pid, Measure measure, boolean withDescendants) throws ProcessTableException {
        return new ProcFs(directory).memory(List.of(pid), measure, withDescendants);
    }
}
