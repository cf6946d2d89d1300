package org.superlance.listener.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.superlance.listener.process.ProcessTable.Measure;
import org.superlance.listener.process.ProcessTable.ProcessTableException;
import org.superlance.listener.testkit.Await;

/** CPU time of processes that really use it. However busy the machine is, they get some, and never more than it has. */
class CpuMeterIT {

    private static final long SOME = 20;
    private static final long ALL = Runtime.getRuntime().availableProcessors() * 1_000L;

    /** Time is counted in units of 10 ms, and a reading is half a second after the one before. */
    private static final long POSSIBLE = ALL + 100;

    private final List<Process> started = new ArrayList<>();
    private final CpuMeter meter = new CpuMeter();

    @AfterEach
    void endAll() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void seesABusyLoop() throws Exception {
        Process busy = sh("while :; do :; done");

        Await.until("some CPU time", () -> value(busy, false) >= SOME);
    }

    @Test
    void seesThatAProcessUsesNone() throws Exception {
        Process idle = sh("read line");

        Await.until("none", () -> value(idle, true) == 0 && value(idle, false) == 0);
    }

    @Test
    void seesABusyLoopAtTheLowestPriority() throws Exception {
        Process busy = start("nice", "-n", "19", "sh", "-c", "while :; do :; done");

        Await.until("some CPU time", () -> value(busy, false) >= SOME);
    }

    @Test
    void seesABusyLoopInAGrandchildOnlyWithDescendants() throws Exception {
        Process parent = sh("sh -c 'while :; do :; done & wait' & wait");

        Await.until("some CPU time", () -> value(parent, true) >= SOME);

        CpuMeter other = new CpuMeter();
        read(other, parent, false);
        Await.until("a value", () -> read(other, parent, false).isPresent());
        assertThat(read(other, parent, false)).hasValue(0);
    }

    @Test
    void seesWhatUsesCpuTimeAndEndsBetweenTwoReadings() throws Exception {
        Process parent = sh("while :; do (i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done) & wait; done");
        List<Long> values = new ArrayList<>();

        Await.until("twenty values", () -> {
            OptionalLong value = read(meter, parent, true);
            value.ifPresent(values::add);
            return values.size() >= 20;
        });

        assertThat(values).allMatch(value -> value <= POSSIBLE).anyMatch(value -> value >= SOME);
    }

    /** All that it ever used comes to its parent at once. */
    @Test
    void countsTheTimeOfAChildThatEndsNotAgain() throws Exception {
        Process parent = sh("(ulimit -t 3; while :; do :; done); read line");

        Await.until("the child at work", () -> value(parent, true) >= SOME);
        List<Long> values = new ArrayList<>();
        Await.until("the end of the child", () -> {
            values.add(value(parent, true));
            return parent.descendants().findAny().isEmpty();
        });
        Await.until("nothing more to count", () -> {
            values.add(value(parent, true));
            return values.get(values.size() - 1) == 0;
        });

        assertThat(values).allMatch(value -> value <= POSSIBLE);
    }

    private long value(Process process, boolean withDescendants) {
        return read(meter, process, withDescendants).orElse(-1);
    }

    private static OptionalLong read(CpuMeter meter, Process process, boolean withDescendants) {
        try {
            new ProcFs().memory(List.of(process.pid()), Measure.RSS, withDescendants, meter);
            return meter.thousandthsOfCore(process.pid());
        } catch (ProcessTableException e) {
            throw new AssertionError(e);
        }
    }

    private Process sh(String script) throws IOException {
        return start("sh", "-c", script);
    }

    private Process start(String... words) throws IOException {
        Process process = new ProcessBuilder(words).start();
        started.add(process);
        return process;
    }
}
