package org.superlance.memmon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.process.ProcessTable;
import org.superlance.listener.process.ProcessTable.Measure;
import org.superlance.listener.process.ProcessTable.MemorySnapshot;
import org.superlance.listener.process.ProcessTable.ProcessTableException;
import org.superlance.listener.restart.Check.CheckException;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
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
