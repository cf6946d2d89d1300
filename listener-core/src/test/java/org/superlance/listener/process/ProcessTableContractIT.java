package org.superlance.listener.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.superlance.listener.process.ProcessTable.Measure;
import org.superlance.listener.process.ProcessTable.MemorySnapshot;
import org.superlance.listener.process.ProcessTable.ProcessTableException;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.GrowingProgram;
import org.superlance.listener.util.ByteSize;

/** Both tables, of processes that really are there. */
class ProcessTableContractIT {

    private static final long MEGABYTE = 1 << 20;

    private final List<Process> started = new ArrayList<>();

    static Stream<ProcessTable> tables() {
        return Stream.of(new ProcFs(), new PsTable());
    }

    @BeforeAll
    static void psIsHere() {
        assertThat(new File("/bin/ps").canExecute() || new File("/usr/bin/ps").canExecute())
                .as("ps is not installed: bin/test installs procps")
                .isTrue();
    }

    @AfterEach
    void endAll() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void seesAProcessGrow(ProcessTable table) throws Exception {
        Process hog = start(GrowingProgram.growing(20, 20, Duration.ofMillis(20), 100)
                .builder()
                .redirectOutput(ProcessBuilder.Redirect.DISCARD));

        Await.until("100 MB", () -> size(table, hog.pid(), false) > 100 * MEGABYTE);

        assertThat(size(table, hog.pid(), false)).isLessThan(200 * MEGABYTE);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void addsChildrenAndGrandchildren(ProcessTable table) throws Exception {
        List<String> nested = new ArrayList<>(List.of("sh", "-c", "sh -c '\"$@\" & wait' sh \"$@\" & wait", "sh"));
        nested.addAll(GrowingProgram.python(40).words());
        Process shell = start(new ProcessBuilder(nested));

        Await.until("40 MB in the grandchild", () -> size(table, shell.pid(), true) > 40 * MEGABYTE);

        assertThat(shell.descendants()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(size(table, shell.pid(), false)).isLessThan(20 * MEGABYTE);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void whatHasEndedIsAbsent(ProcessTable table) throws Exception {
        Process gone = start(new ProcessBuilder("true"));
        gone.waitFor();
        Process sleep = start(new ProcessBuilder("sleep", "600"));

        MemorySnapshot reading = table.memory(List.of(gone.pid(), sleep.pid(), -5L, 0L), Measure.RSS, true);

        assertThat(reading.sizes()).containsOnlyKeys(sleep.pid());
    }

    @Test
    void bothTablesAgree() throws Exception {
        ProcFs proc = new ProcFs();
        Process python = startHolding64Megabytes();

        assertThat(size(new PsTable(), python.pid(), false))
                .isCloseTo(size(proc, python.pid(), false), within(4 * MEGABYTE));
    }

    @Test
    void uniqueMemoryIsPartOfProportionalMemoryIsPartOfResidentMemory() throws Exception {
        ProcFs proc = new ProcFs();
        Process python = startHolding64Megabytes();

        MemorySnapshot unique = proc.memory(List.of(python.pid()), Measure.USS, true);
        MemorySnapshot proportional = proc.memory(List.of(python.pid()), Measure.PSS, true);
        long resident = size(proc, python.pid(), true);

        long uss = unique.of(python.pid()).orElseThrow().bytes();
        long pss = proportional.of(python.pid()).orElseThrow().bytes();
        assertThat(uss).isBetween(64 * MEGABYTE, pss);
        // the kernel counts the resident pages of each processor separately and adds them up late
        assertThat(pss).isLessThan(resident + MEGABYTE);
        assertThat(unique.fellBackToRss()).isEmpty();
    }

    @Test
    void hugePagesAreMemoryByEveryMeasure() throws Exception {
        assumeTrue(
                freeHugePages() >= 4, "no free huge pages on this machine; to see this test: sysctl vm.nr_hugepages=8");
        Process python = start(new ProcessBuilder("python3", "-c", """
                        import mmap, time
                        MAP_HUGETLB = 0x40000
                        pages = mmap.mmap(-1, 8 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | MAP_HUGETLB)
                        pages.write(b"x" * (8 << 20))
                        print("written", flush=True)
                        time.sleep(1000000)
                        """).redirectError(ProcessBuilder.Redirect.INHERIT));
        try (var output = python.inputReader()) {
            assertThat(output.readLine()).isEqualTo("written");
        }
        long proportional = rollup(python.pid(), "Pss:");
        ProcFs proc = new ProcFs();

        // all else of such a process is its own code and data, a part of which the others of its kind have too
        assertThat(size(proc, python.pid(), Measure.PSS, false)).isEqualTo(proportional + 8 * MEGABYTE);
        assertThat(size(proc, python.pid(), Measure.RSS, false)).isGreaterThan(proportional + 8 * MEGABYTE);
        assertThat(size(proc, python.pid(), Measure.USS, false)).isGreaterThan(8 * MEGABYTE);
    }

    private static long freeHugePages() throws IOException {
        return number(Path.of("/proc/meminfo"), "HugePages_Free:");
    }

    private static long rollup(long pid, String key) throws IOException {
        return number(Path.of("/proc/" + pid + "/smaps_rollup"), key) * 1024;
    }

    private static long number(Path file, String key) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }

    @Test
    void psKnowsNoOtherMeasureAndSaysSo() throws Exception {
        Process sleep = start(new ProcessBuilder("sleep", "600"));

        MemorySnapshot reading = new PsTable().memory(List.of(sleep.pid()), Measure.PSS, false);

        assertThat(reading.fellBackToRss()).containsExactly(sleep.pid());
    }

    @Test
    void thisMachineHasProc() {
        assertThat(ProcessTable.ofThisMachine()).isInstanceOf(ProcFs.class);
    }

    @Test
    void thereIsMemoryInTheMachineForThisTest() throws Exception {
        long self = ProcessHandle.current().pid();

        assertThat(SystemMemory.total().bytes()).isGreaterThan(size(new ProcFs(), self, false));
    }

    private Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.redirectInput(new File("/dev/null")).start();
        started.add(process);
        return process;
    }

    private Process startHolding64Megabytes() throws IOException {
        Process python = start(GrowingProgram.python(64).builder());
        Await.until("64 MB", () -> size(new ProcFs(), python.pid(), Measure.USS, false) >= 64 * MEGABYTE);
        return python;
    }

    private static long size(ProcessTable table, long pid, boolean withDescendants) {
        return size(table, pid, Measure.RSS, withDescendants);
    }

    private static long size(ProcessTable table, long pid, Measure measure, boolean withDescendants) {
        try {
            return table.memory(List.of(pid), measure, withDescendants)
                    .of(pid)
                    .map(ByteSize::bytes)
                    .orElse(0L);
        } catch (ProcessTableException e) {
            throw new AssertionError(e);
        }
    }
}
