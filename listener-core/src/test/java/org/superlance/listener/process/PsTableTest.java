package org.superlance.listener.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.superlance.listener.process.ProcessTable.Measure;
import org.superlance.listener.process.ProcessTable.MemorySnapshot;
import org.superlance.listener.process.ProcessTable.ProcessTableException;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.util.ByteSize;

/** A ps that does what no real one should. */
class PsTableTest {

    @Test
    void readsColumnsOfAnyWidthAndPassesOverWhatIsNoProcess() throws Exception {
        PsTable ps = ps("printf '    7     1    12\\n1234567 7 30\\nwarning: bad locale\\n\\n 8 7\\n9 7 x\\n 10 1 5'");

        MemorySnapshot reading = ps.memory(List.of(7L, 8L, 9L, 10L), Measure.RSS, true);

        assertThat(reading.sizes()).isEqualTo(Map.of(7L, ByteSize.ofKilobytes(42), 10L, ByteSize.ofKilobytes(5)));
    }

    @Test
    void impossiblyLargeSizesDoNotOverflow() throws Exception {
        PsTable ps = ps("echo 7 1 999999999999999999; echo 8 7 999999999999999999");

        assertThat(ps.memory(List.of(7L), Measure.RSS, true).of(7)).isPresent();
    }

    @Test
    void isGivenUpWhenItHangs() {
        PsTable hangs = new PsTable(List.of("sh", "-c", "sleep 600; echo 1 1 1"), Duration.ofMillis(200));

        assertThatThrownBy(() -> hangs.memory(List.of(1L), Measure.RSS, true))
                .isInstanceOf(ProcessTableException.class)
                .hasMessageContaining("did not finish within");
    }

    @Test
    void isGivenUpWhenItTalksWithoutEnd() {
        assertThatThrownBy(() -> ps("yes 1 1 1").memory(List.of(1L), Measure.RSS, true))
                .isInstanceOf(ProcessTableException.class)
                .hasMessageContaining("more than 16MB");
    }

    @Test
    void itsFailureIsToldInItsOwnWords() {
        assertThatThrownBy(() -> ps("echo unknown option >&2; exit 3").memory(List.of(1L), Measure.RSS, true))
                .isInstanceOf(ProcessTableException.class)
                .hasMessageContaining("exited with status 3: unknown option");
    }

    @Test
    void silenceIsNotAMachineWithoutProcesses() {
        assertThatThrownBy(() -> ps("true").memory(List.of(1L), Measure.RSS, true))
                .isInstanceOf(ProcessTableException.class)
                .hasMessageContaining("printed no process");
    }

    @Test
    void itsAbsenceNamesTheRemedy() {
        PsTable none = new PsTable(List.of("/nowhere/ps"), Await.LIMIT);

        assertThatThrownBy(() -> none.memory(List.of(1L), Measure.RSS, true))
                .isInstanceOf(ProcessTableException.class)
                .hasMessageContaining("install the package procps");
    }

    @Test
    void doesNotReadOurInput() throws Exception {
        PsTable ps = ps("readlink /proc/self/fd/0 | grep -qx /dev/null && echo 7 1 1");

        assertThat(ps.memory(List.of(7L), Measure.RSS, false).of(7)).isPresent();
    }

    @Test
    void isNotAskedAboutNobody() throws Exception {
        assertThat(ps("exit 1").memory(List.of(), Measure.RSS, true).sizes()).isEmpty();
    }

    private static PsTable ps(String script) {
        return new PsTable(List.of("sh", "-c", script), Await.LIMIT);
    }
}
