package org.superlance.listener.configcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.config.SectionConfigFixtures;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;

class ProcessNameCheckTest {

    private static final Instant NOW = Instant.parse("2026-11-21T02:54:56Z");

    @TempDir
    Path directory;

    @Test
    void namesThatFitNoProcessAreProblemsOnceEach() {
        ProcessNameCheck inspection = new ProcessNameCheck(List.of(process("web:w1", ProcessState.RUNNING, "")));
        List<ProcessPattern> named = List.of(
                ProcessPattern.parse("w1"),
                ProcessPattern.parse("web:*"),
                ProcessPattern.parse("w2"),
                ProcessPattern.parse("w2"),
                ProcessPattern.ofGroup("db"));

        assertThat(inspection.names(named))
                .extracting(Diagnostic::sentence)
                .satisfiesExactly(
                        one -> assertThat(one).contains("'w2'"),
                        two -> assertThat(two).contains("'db'"));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "x:x, RUNNING, ",
        "x:x, STARTING, ",
        "x:x, FATAL, x:x is FATAL (can't find command 'memmon'); see the end of its log",
        "x:x, STOPPED, supervisorctl start x:x",
        "y:y, RUNNING, supervisorctl update"
    })
    void theListenerItselfMustRun(String name, ProcessState state, String complaint) {
        String error = state == ProcessState.FATAL ? "can't find command 'memmon'" : "";

        List<Diagnostic> diagnostics = new ProcessNameCheck(List.of(process(name, state, error)))
                .running(SectionConfigFixtures.section(directory, "command=memmon"));

        if (complaint == null) {
            assertThat(diagnostics).isEmpty();
        } else {
            assertThat(diagnostics)
                    .singleElement()
                    .satisfies(diagnostic -> assertThat(diagnostic.sentence()).contains(complaint));
        }
    }

    private static ProcessInfo process(String name, ProcessState state, String spawnError) {
        return new ProcessInfo(
                Namespec.parse(name), state, 7, NOW.minusSeconds(60), Instant.EPOCH, NOW, 0, spawnError, "", "");
    }
}
