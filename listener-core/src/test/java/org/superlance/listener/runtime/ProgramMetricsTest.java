package org.superlance.listener.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.RecordedMetrics;
import org.superlance.listener.testkit.ScriptedSupervisor;

class ProgramMetricsTest {

    private static final Namespec WEB = new Namespec("web", "w0");
    private static final Namespec DB = new Namespec("db", "db");

    private final ScriptedSupervisor supervisor = new ScriptedSupervisor();
    private final RecordedMetrics metrics = new RecordedMetrics();
    private final ProgramMetrics states = new ProgramMetrics(
            supervisor, metrics, name -> WEB.equals(name) ? List.of("memory", "dependency") : List.of());

    @Test
    void exportsStateStartAndExitStatusOfEachProgram() {
        answers(process(WEB, ProcessState.RUNNING, 7, 100, 50, 0), process(DB, ProcessState.FATAL, 0, 200, 201, 3));

        states.run();

        assertThat(metrics.values())
                .containsEntry("PROGRAM_STATE web:w0 RUNNING", 1.0)
                .containsEntry("PROGRAM_STATE web:w0 FATAL", 0.0)
                .containsEntry("PROGRAM_STATE db:db RUNNING", 0.0)
                .containsEntry("PROGRAM_STATE db:db FATAL", 1.0)
                .containsEntry("PROGRAM_START_TIME web:w0", 100.0)
                .containsEntry("PROGRAM_START_TIME db:db", 200.0)
                .containsEntry("PROGRAM_EXIT_STATUS db:db", 3.0)
                .doesNotContainKey("PROGRAM_EXIT_STATUS web:w0");
    }

    @Test
    void exportsNoTimesOfAProgramThatNeverRan() {
        answers(process(WEB, ProcessState.STOPPED, 0, 0, 0, 0));

        states.run();

        assertThat(metrics.values().keySet())
                .contains("PROGRAM_STATE web:w0 STOPPED")
                .noneMatch(key -> key.startsWith("PROGRAM_START") || key.startsWith("PROGRAM_EXIT"));
    }

    @Test
    void restartsThatMayComeAreThereBeforeTheFirst() {
        answers(process(WEB, ProcessState.RUNNING, 7, 100, 50, 0), process(DB, ProcessState.RUNNING, 8, 100, 50, 0));

        states.run();

        assertThat(metrics.values())
                .containsEntry("RESTARTS web:w0 memory restarted", 0.0)
                .containsEntry("RESTARTS web:w0 memory stop_failed", 0.0)
                .containsEntry("RESTARTS web:w0 memory start_failed", 0.0)
                .containsEntry("RESTARTS web:w0 memory skipped", 0.0)
                .containsEntry("RESTARTS web:w0 dependency restarted", 0.0);
        assertThat(metrics.values().keySet()).noneMatch(key -> key.startsWith("RESTARTS db:db"));
    }

    @Test
    void keepsTheLastStatesForAWhileWhenSupervisordDoesNotAnswer() {
        answers(process(WEB, ProcessState.RUNNING, 7, 100, 50, 0));
        states.run();
        Map<String, Double> known = Map.copyOf(metrics.values());
        supervisor.answers("processes", ScriptedSupervisor.silence(false));

        states.run();
        assertThat(metrics.values()).isEqualTo(known);

        for (int silent = 0; silent < 4; silent++) {
            states.run();
        }
        assertThat(metrics.values().keySet()).noneMatch(key -> key.startsWith("PROGRAM_"));
    }

    private void answers(ProcessInfo... processes) {
        supervisor.answers("processes", ScriptedSupervisor.done(List.of(processes)));
    }

    private static ProcessInfo process(
            Namespec name, ProcessState state, long pid, long start, long stop, int exitStatus) {
        Instant now = Instant.ofEpochSecond(1_000);
        return new ProcessInfo(
                name,
                state,
                pid,
                Instant.ofEpochSecond(start),
                Instant.ofEpochSecond(stop),
                now,
                exitStatus,
                "",
                "",
                "");
    }
}
