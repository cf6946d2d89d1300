package org.superlance.memmon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.history.History;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.process.CpuMeter;
import org.superlance.listener.process.ProcessTable;
import org.superlance.listener.process.ProcessTable.Measure;
import org.superlance.listener.process.ProcessTable.MemorySnapshot;
import org.superlance.listener.process.ProcessTable.ProcessTableException;
import org.superlance.listener.restart.Check.CheckException;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.RecordedMetrics;
import org.superlance.listener.util.ByteSize;

class MemoryCheckTest {

    private static final Instant NOW = Instant.parse("2026-11-21T02:54:56Z");

    private final Map<Long, ByteSize> sizes = new HashMap<>();
    private final Set<Long> fallenBack = new HashSet<>();
    private final ProcessTable table = (pids, measure, withDescendants) -> new MemorySnapshot(sizes, fallenBack);

    @ParameterizedTest(name = "{0} against 200MB: too large is {1}")
    @CsvSource({"209715199, false", "209715200, false", "209715201, true"})
    void findsAProcessTooLargeOnlyAboveItsLimit(long bytes, boolean sick) throws Exception {
        sizes.put(7L, ByteSize.ofBytes(bytes));

        List<CheckResult> results = check("200MB").check(List.of(process("web:w1", ProcessState.RUNNING, 7)), NOW);

        assertThat(results).singleElement().extracting(CheckResult::unhealthy).isEqualTo(sick);
    }

    @Test
    void saysWhatItMeasuredAndWhatItIsHeldAgainst() throws Exception {
        sizes.put(7L, ByteSize.parse("312.4MB"));

        List<CheckResult> results = check("200MB").check(List.of(process("web:w1", ProcessState.RUNNING, 7)), NOW);

        assertThat(results).singleElement().extracting(CheckResult::reason).isEqualTo("RSS 312.4MB exceeds 200MB (-a)");
    }

    @Test
    void findsOneThingPerProcessHoweverManyLimitsItBreaks() throws Exception {
        sizes.put(7L, ByteSize.parse("1GB"));
        List<MemoryLimit> limits = List.of(
                MemoryLimit.ofProgram("w1=1MB"),
                MemoryLimit.ofProgram("web:w1=2MB"),
                MemoryLimit.ofGroup("web=3MB"),
                MemoryLimit.ofAny(ByteSize.parse("4MB")));

        List<CheckResult> results = new MemoryCheck(table, limits, Measure.RSS, false, Metrics.none())
                .check(List.of(process("web:w1", ProcessState.RUNNING, 7)), NOW);

        assertThat(results).hasSize(1);
    }

    @Test
    void passesOverWhatHasVanishedAndWhatIsStoppedOrStopping() throws Exception {
        sizes.put(8L, ByteSize.parse("1GB"));

        List<CheckResult> results = check("1MB")
                .check(
                        List.of(
                                process("web:gone", ProcessState.RUNNING, 7),
                                process("web:stopping", ProcessState.STOPPING, 8),
                                process("web:stopped", ProcessState.STOPPED, 0)),
                        NOW);

        assertThat(results).isEmpty();
    }

    @Test
    void takesDownMemoryAndTheTightestLimit() throws Exception {
        sizes.put(7L, ByteSize.parse("1GB"));
        RecordedMetrics metrics = new RecordedMetrics();
        List<MemoryLimit> limits = List.of(MemoryLimit.ofProgram("w1=2KB"), MemoryLimit.ofAny(ByteSize.parse("1KB")));

        new MemoryCheck(table, limits, Measure.RSS, false, metrics)
                .check(List.of(process("web:w1", ProcessState.RUNNING, 7)), NOW);

        assertThat(metrics.values())
                .containsOnly(Map.entry("MEMORY web:w1", 1_073_741_824.0), Map.entry("MEMORY_LIMIT web:w1", 1_024.0));
    }

    @Test
    void looksOnlyAtWhatALimitAppliesTo() throws Exception {
        sizes.put(7L, ByteSize.parse("1GB"));

        List<CheckResult> results = new MemoryCheck(
                        table, List.of(MemoryLimit.ofProgram("other=1MB")), Measure.RSS, false, Metrics.none())
                .check(List.of(process("web:w1", ProcessState.RUNNING, 7)), NOW);

        assertThat(results).isEmpty();
    }

    @Test
    void showsEverythingWhenThereAreNoLimits() throws Exception {
        sizes.put(7L, ByteSize.parse("1GB"));

        List<CheckResult> results = new MemoryCheck(table, List.of(), Measure.RSS, false, Metrics.none())
                .check(List.of(process("web:w1", ProcessState.RUNNING, 7)), NOW);

        assertThat(results).singleElement().extracting(CheckResult::unhealthy).isEqualTo(false);
    }

    @Test
    void saysRssWhereTheKernelDoesNotTellThePss() throws Exception {
        sizes.put(7L, ByteSize.parse("1GB"));
        fallenBack.add(7L);

        List<CheckResult> results = new MemoryCheck(
                        table, List.of(MemoryLimit.ofAny(ByteSize.parse("1MB"))), Measure.PSS, true, Metrics.none())
                .check(List.of(process("web:w1", ProcessState.RUNNING, 7)), NOW);

        assertThat(results).singleElement().extracting(CheckResult::value).isEqualTo("RSS with children 1GB");
    }

    @Test
    void tellsOfMemoryAndCpuTimeInOneResult() throws Exception {
        Process busy = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        try {
            RecordedMetrics metrics = new RecordedMetrics();
            MemoryCheck check = withCpu("1KB", "0.1", metrics);
            ProcessInfo process = process("web:w1", ProcessState.RUNNING, busy.pid());

            CheckResult first = check.check(List.of(process), NOW).get(0);
            assertThat(first.reason()).contains("exceeds 1KB (-a)").doesNotContain("CPU");
            assertThat(first.parts()).extracting(CheckResult::reason).element(1).isEqualTo("CPU not measured yet");
            assertThat(metrics.values()).doesNotContainKey("CPU_USAGE web:w1");

            Await.until("CPU time", () -> isOverCpu(check, process));

            CheckResult second = check.check(List.of(process), NOW).get(0);
            assertThat(second.reason())
                    .matches("RSS \\S+ exceeds 1KB \\(-a\\), CPU [\\d.]+% exceeds 0\\.1% \\(--cpu\\)");
            assertThat(second.cause()).isEqualTo("memory");
            assertThat(second.parts()).extracting(CheckResult::cause).containsExactly("memory", "cpu");
            assertThat(metrics.values())
                    .containsEntry("CPU_LIMIT web:w1", 0.001)
                    .containsKey("CPU_USAGE web:w1");
        } finally {
            busy.destroyForcibly();
        }
    }

    @Test
    void tellsWhatIsExceededElseWhatIsNearElseWhatApplies() {
        assertThat(told(0.5, 0.2)).isEqualTo("memory 0.5, cpu 0.2");
        assertThat(told(0.95, 0.2)).isEqualTo("memory 0.95");
        assertThat(told(0.95, 1.2)).isEqualTo("cpu 1.2");
        assertThat(told(1.1, 1.2)).isEqualTo("memory 1.1, cpu 1.2");
        assertThat(told(0, 0.2)).as("no limit of memory").isEqualTo("cpu 0.2");
        assertThat(told(0, 0)).isEqualTo("memory 0.0, cpu 0.0");
    }

    private static String told(double memory, double cpu) {
        return CheckResult.of(List.of(part("memory", memory), part("cpu", cpu))).reason();
    }

    private static CheckResult part(String cause, double usage) {
        return new CheckResult(
                        process("web:w1", ProcessState.RUNNING, 7),
                        usage > 1,
                        "",
                        usage == 0 ? "" : "limit",
                        cause + " " + usage,
                        cause)
                .withUsage(usage);
    }

    private static boolean isOverCpu(MemoryCheck check, ProcessInfo process) {
        try {
            return check.check(List.of(process), NOW).get(0).parts().get(1).unhealthy();
        } catch (CheckException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void saysWhyThereIsNoCpuTimeWithoutProc() {
        MemoryCheck check = new MemoryCheck(
                table, List.of(), Measure.RSS, false, cpu("50", Metrics.none()), Metrics.none(), History.none());

        assertThatThrownBy(() -> check.check(List.of(process("web:w1", ProcessState.RUNNING, 7)), NOW))
                .isInstanceOf(CheckException.class)
                .hasMessageContaining("CPU time can be measured only where there is /proc");
    }

    private static MemoryCheck withCpu(String any, String cpu, Metrics metrics) {
        return new MemoryCheck(
                ProcessTable.ofThisMachine(),
                List.of(MemoryLimit.ofAny(ByteSize.parse(any))),
                Measure.RSS,
                false,
                cpu(cpu, metrics),
                metrics,
                History.none());
    }

    private static CpuCheck cpu(String limit, Metrics metrics) {
        return new CpuCheck(List.of(CpuLimit.of(limit)), new CpuMeter(), false, Duration.ZERO, metrics, History.none());
    }

    @Test
    void saysWhyItCannotLook() {
        ProcessTable broken = (pids, measure, withDescendants) -> {
            throw new ProcessTableException("ps is missing");
        };
        MemoryCheck check = new MemoryCheck(
                broken, List.of(MemoryLimit.ofAny(ByteSize.parse("1MB"))), Measure.RSS, false, Metrics.none());

        assertThatThrownBy(() -> check.check(List.of(), NOW))
                .isInstanceOf(CheckException.class)
                .hasMessage("ps is missing");
    }

    private MemoryCheck check(String any) {
        return new MemoryCheck(
                table, List.of(MemoryLimit.ofAny(ByteSize.parse(any))), Measure.RSS, false, Metrics.none());
    }

    private static ProcessInfo process(String name, ProcessState state, long pid) {
        return new ProcessInfo(
                Namespec.parse(name), state, pid, NOW.minusSeconds(60), Instant.EPOCH, NOW, 0, "", "", "");
    }
}
