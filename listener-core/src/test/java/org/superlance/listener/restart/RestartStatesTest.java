package org.superlance.listener.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.testkit.ScriptedSupervisor.done;
import static org.superlance.listener.testkit.ScriptedSupervisor.fault;
import static org.superlance.listener.testkit.ScriptedSupervisor.silence;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.Alert.Phase;
import org.superlance.listener.notify.AlertBook;
import org.superlance.listener.notify.OpenState;
import org.superlance.listener.notify.RecordingQueue;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.restart.Decision.DecisionType;
import org.superlance.listener.restart.RestartNotifier.RestartMessages;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.ScriptedSupervisor;

class RestartStatesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T02:54:56Z");
    private static final Namespec W1 = new Namespec("web", "w1");

    private final ScriptedSupervisor supervisor = new ScriptedSupervisor();
    private final RecordingQueue told = new RecordingQueue();
    private final AlertBook book = AlertBook.inMemory(told, InstantSource.fixed(NOW));
    private final RestartNotifier notifier =
            RestartNotifier.perRestart(new RestartMessages("memmon [site]", "host", InstantSource.fixed(NOW)), book);
    private final RestartStates states = new RestartStates(book);
    private int results;

    @Test
    void tellsEachRestart() {
        finished(Outcome.RESTARTED);
        finished(Outcome.RESTARTED);

        assertThat(told.accepted()).extracting(Alert::phase).containsExactly(Phase.INCIDENT, Phase.INCIDENT);
        assertThat(told.accepted().get(0).labels())
                .containsEntry("outcome", "restarted")
                .containsEntry("severity", "warning");
    }

    @Test
    void isNotUrgentAboutARestartThatIsDoneAfterThePause() {
        notifier.onPaused(decision(DecisionType.RESTART));

        assertThat(told.accepted())
                .singleElement()
                .satisfies(alert -> assertThat(alert.labels())
                        .containsEntry("outcome", "paused")
                        .containsEntry("severity", "warning"));
    }

    @ParameterizedTest
    @CsvSource({"START_FAILED, start_failed", "STOP_FAILED, stop_failed"})
    void tellsAFailureOnceAndThatItWasRestartedAfterAll(Outcome outcome, String label) {
        finished(outcome);
        finished(outcome);
        finished(Outcome.RESTARTED);
        finished(Outcome.RESTARTED);

        assertThat(told.accepted()).extracting(Alert::phase).containsExactly(Phase.BEGIN, Phase.END, Phase.INCIDENT);
        assertThat(told.accepted().get(0).labels())
                .containsEntry("outcome", label)
                .containsEntry("severity", "critical");
        assertThat(told.accepted().get(1).subject()).isEqualTo("memmon [site]: process web:w1 restarted");
        assertThat(told.accepted().get(1).id())
                .as("as the next life would tell it, if this one were killed now")
                .isEqualTo("id-2");
        assertThat(told.accepted().get(1).labels())
                .containsEntry("outcome", label)
                .containsEntry("state", "resolved");
    }

    @ParameterizedTest
    @CsvSource({
        "START_FAILED, RUNNING, 8, is running", "START_FAILED, EXITED, 0, could be started",
        "START_FAILED, STOPPED, 0, was stopped by somebody", "STOP_FAILED, STOPPED, 0, has stopped",
        "STOP_FAILED, RUNNING, 8, was restarted by somebody else"
    })
    void tellsWhatSomebodyElseHasDone(Outcome outcome, ProcessState state, long pid, String clause) {
        finished(outcome);
        supervisor.answers("process", done(process(state, pid)));

        states.look(supervisor, name -> true);
        assertThat(told.accepted())
                .as("a restart that is under way tells it itself")
                .hasSize(1);
        states.look(supervisor, name -> false);
        states.look(supervisor, name -> false);

        assertThat(told.accepted()).extracting(Alert::phase).containsExactly(Phase.BEGIN, Phase.END);
        assertThat(told.accepted().get(1).subject()).isEqualTo("memmon [site]: process web:w1 " + clause);
    }

    @ParameterizedTest
    @CsvSource({"START_FAILED, FATAL, 0", "START_FAILED, BACKOFF, 0", "STOP_FAILED, RUNNING, 7"})
    void isSilentWhileItLasts(Outcome outcome, ProcessState state, long pid) {
        finished(outcome);
        supervisor.answers("process", done(process(state, pid)));

        states.look(supervisor, name -> false);

        assertThat(told.accepted()).hasSize(1);
    }

    @Test
    void tellsThatTheProcessWasRemoved() {
        finished(Outcome.START_FAILED);
        supervisor.answers("process", fault(Fault.BAD_NAME));

        states.look(supervisor, name -> false);

        assertThat(told.accepted().get(1).subject()).isEqualTo("memmon [site]: process web:w1 was removed");
    }

    @Test
    void asksForTheTableOfAllWhereManyRestartsHaveFailed() {
        IntStream.range(0, 11)
                .mapToObj(number -> Map.of("group", "web", "process", "w" + number))
                .forEach(labels -> states.beginGivenUp(Alert.of(NOW, "memmon: process", "", labels)));
        told.accepted().clear();
        supervisor
                .answers("processes", silence(false))
                .answers("processes", done(List.of(process(ProcessState.FATAL, 0))));

        states.look(supervisor, name -> false);
        assertThat(told.accepted()).as("no answer").isEmpty();
        states.look(supervisor, name -> false);

        assertThat(supervisor.calls()).containsExactly("processes", "processes");
        assertThat(told.accepted()).hasSize(10).allMatch(end -> end.subject().endsWith("was removed"));
        assertThat(book.open()).extracting(OpenState::process).containsExactly("w1");
    }

    @Test
    void tellsThatAProcessIsHeldBackAndWhenItIsNotAnyMore() {
        notifier.onCycle(List.of(decision(DecisionType.HOLD)), List.of());
        notifier.onCycle(List.of(decision(DecisionType.HOLD)), List.of());
        notifier.onCycle(List.of(decision(DecisionType.OK)), List.of());
        notifier.onCycle(List.of(decision(DecisionType.HOLD)), List.of());
        notifier.onCycle(List.of(), List.of());

        assertThat(told.accepted())
                .extracting(Alert::phase)
                .containsExactly(Phase.BEGIN, Phase.END, Phase.BEGIN, Phase.END);
        assertThat(told.accepted().get(1).subject())
                .isEqualTo("memmon [site]: process web:w1 is not held back any more");
        assertThat(told.accepted().get(0).labels()).containsEntry("outcome", "held");
    }

    @Test
    void aProcessThatIsSickIsHeldBackStillWhileItsTicksAreCountedAnew() {
        notifier.onCycle(List.of(decision(DecisionType.HOLD)), List.of());
        notifier.onCycle(List.of(decision(DecisionType.WAIT)), List.of());
        notifier.onCycle(List.of(decision(DecisionType.YOUNG)), List.of());
        notifier.onCycle(List.of(decision(DecisionType.HOLD)), List.of());

        assertThat(told.accepted()).extracting(Alert::phase).containsExactly(Phase.BEGIN);
    }

    @Test
    void theMailAboutTheNextRestartSaysThatItIsNotHeldBackAnyMore() {
        notifier.onCycle(List.of(decision(DecisionType.HOLD)), List.of());
        notifier.onCycle(List.of(decision(DecisionType.RESTART)), List.of());

        assertThat(told.accepted()).hasSize(1);
        assertThat(book.isEmpty()).isTrue();
    }

    @Test
    void aProcessThatIsHealthyNeedNotBeStoppedAnyMore() {
        finished(Outcome.STOP_FAILED);

        notifier.onCycle(List.of(decision(DecisionType.OK)), List.of());

        assertThat(told.accepted()).extracting(Alert::phase).containsExactly(Phase.BEGIN, Phase.END);
    }

    @Test
    void tellsOfASkippedRestartThatIsStillNeededAndOfNoOther() {
        finished(Outcome.SKIPPED);
        assertThat(told.accepted()).isEmpty();

        skippedThoughNeeded();
        skippedThoughNeeded();
        finished(Outcome.RESTARTED);

        assertThat(told.accepted()).extracting(Alert::phase).containsExactly(Phase.BEGIN, Phase.END);
        assertThat(told.accepted().get(0).subject()).isEqualTo("memmon [site]: process web:w1 not restarted");
        assertThat(told.accepted().get(0).labels())
                .containsEntry("outcome", "skipped")
                .containsEntry("severity", "critical");
    }

    @Test
    void aProcessThatCannotBeCheckedIsNotWell() {
        notifier.onCycle(List.of(decision(DecisionType.HOLD)), List.of());
        skippedThoughNeeded();

        notifier.onCycle(List.of(decision(DecisionType.OK, CheckResult.INDETERMINATE)), List.of());
        assertThat(told.accepted()).extracting(Alert::phase).containsExactly(Phase.BEGIN, Phase.BEGIN);

        notifier.onCycle(List.of(decision(DecisionType.OK)), List.of());
        assertThat(book.isEmpty()).isTrue();
    }

    @Test
    void endsASkippedRestartWhenTheProcessIsWell() {
        skippedThoughNeeded();

        notifier.onCycle(List.of(decision(DecisionType.OK)), List.of());

        assertThat(told.accepted())
                .last()
                .extracting(Alert::subject)
                .isEqualTo("memmon [site]: process web:w1 need not be restarted any more");
    }

    @ParameterizedTest
    @ValueSource(strings = {CheckResult.SCHEDULE, CheckResult.DEPENDENCY})
    void whatNoCheckFindsAgainLastsUntilTheProcessIsRestarted(String cause) {
        skippedThoughNeeded(cause);
        notifier.onCycle(List.of(decision(DecisionType.OK)), List.of());
        supervisor
                .answers("process", done(process(ProcessState.RUNNING, 7)))
                .answers("process", done(process(ProcessState.RUNNING, 8)));
        states.look(supervisor, name -> false);
        skippedThoughNeeded(cause);
        assertThat(told.accepted()).extracting(Alert::phase).containsExactly(Phase.BEGIN);

        states.look(supervisor, name -> false);

        assertThat(told.accepted())
                .last()
                .extracting(Alert::subject)
                .isEqualTo("memmon [site]: process web:w1 was restarted by somebody else");
    }

    private void skippedThoughNeeded() {
        skippedThoughNeeded("memory");
    }

    private void skippedThoughNeeded(String cause) {
        RestartResult result = new RestartResult(W1, Outcome.SKIPPED, "said", "id-" + results++, true);
        notifier.onFinished(decision(DecisionType.RESTART, cause), result, () -> {});
    }

    private void finished(Outcome outcome) {
        RestartResult result = new RestartResult(W1, outcome, "said", "id-" + results++);
        notifier.onFinished(decision(DecisionType.RESTART), result, () -> {});
    }

    private static Decision decision(DecisionType type) {
        return decision(type, "memory");
    }

    private static Decision decision(DecisionType type, String cause) {
        ProcessInfo process = process(ProcessState.RUNNING, 7);
        CheckResult result = new CheckResult(process, type != DecisionType.OK, "251MB", "200MB", "it grew", cause);
        return new Decision(result, type, "it grew", false);
    }

    private static ProcessInfo process(ProcessState state, long pid) {
        return new ProcessInfo(W1, state, pid, NOW, Instant.EPOCH, NOW, 0, "", "", "");
    }
}
