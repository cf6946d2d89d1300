package org.superlance.listener.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.restart.ProcessInfos.process;
import static org.superlance.listener.restart.ProcessInfos.running;
import static org.superlance.listener.testkit.ScriptedSupervisor.done;
import static org.superlance.listener.testkit.ScriptedSupervisor.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.restart.Decision.DecisionType;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.testkit.ScriptedSupervisor;
import org.superlance.listener.testkit.VirtualTime;

class RestartQueueTest {

    private final ScriptedSupervisor supervisor = new ScriptedSupervisor();
    private final VirtualTime time = new VirtualTime();
    private final List<RestartResult> letters = new ArrayList<>();
    private final RestartQueue executor = RestartQueue.rolling(
            RestartManagers.of(supervisor, time), decision -> RestartHooks.NONE, new RestartNotifier() {
                @Override
                public void onFinished(Decision decision, RestartResult report, Runnable told) {
                    letters.add(report);
                }

                @Override
                public void onRateLimited(Decision decision) {}
            });

    @Test
    void restartsTheNextOnlyWhenTheOneBeforeRuns() {
        supervisor
                .answers("stop", done(true))
                .answers("process", done(running("web:w1", 7)))
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", in(ProcessState.STARTING))
                .answers("process", done(running("web:w1", 8)))
                .answers("process", done(running("web:w2", 7)))
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", done(running("web:w2", 9)))
                .answers("start", done(true));

        executor.execute(List.of(decision("web:w1"), decision("web:w2")));
        time.pass(Duration.ofMinutes(1));

        assertThat(supervisor.calls())
                .filteredOn(call -> !call.startsWith("process"))
                .containsExactly("stop web:w1", "start web:w1", "stop web:w2", "start web:w2");
        assertThat(letters).extracting(RestartResult::outcome).containsOnly(Outcome.RESTARTED);
    }

    @Test
    void tellsThatARestartWasNotMade() {
        List<Namespec> skipped = new ArrayList<>();
        executor.onSkipped(skipped::add);
        supervisor.answers("process", in(ProcessState.EXITED));

        executor.execute(List.of(decision("web:w1")));
        time.pass(Duration.ofMinutes(1));

        assertThat(letters).extracting(RestartResult::outcome).containsExactly(Outcome.SKIPPED);
        assertThat(skipped).containsExactly(Namespec.parse("web:w1"));
    }

    @Test
    void tellsInTheLetterThatTheRoundEndsWithTheOneThatDoesNotComeBack() {
        supervisor
                .answers("stop", done(true))
                .answers("process", done(running("web:w1", 7)))
                .answers("process", in(ProcessState.STOPPED))
                .answers("start", fault(Fault.SPAWN_ERROR));

        executor.execute(List.of(decision("web:w1"), decision("web:w2"), decision("web:w3")));
        time.pass(Duration.ofHours(1));

        assertThat(supervisor.calls()).doesNotContain("stop web:w2", "stop web:w3");
        assertThat(letters)
                .singleElement()
                .extracting(RestartResult::sentence)
                .asString()
                .endsWith("; rolling restart aborted, not restarting web:w2, web:w3");
        assertThat(executor.isInProgress(Namespec.parse("web:w2"))).isFalse();
    }

    @Test
    void keepsWhatIsDecidedMeanwhileUntilTheOneThatIsDownRuns() {
        supervisor
                .answers("stop", done(true))
                .answers("process", done(running("web:w1", 7)))
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", done(running("web:w1", 8)))
                .answers("process", done(running("web:w2", 7)))
                .answers("process", in(ProcessState.STOPPED))
                .answers("process", done(running("web:w2", 9)))
                .answers("start", fault(Fault.SPAWN_ERROR))
                .answers("start", done(true));
        executor.execute(List.of(decision("web:w1")));
        time.pass(Duration.ofMillis(500));

        executor.execute(List.of(decision("web:w2")));
        assertThat(supervisor.calls()).doesNotContain("stop web:w2");
        time.pass(Duration.ofMinutes(1));

        assertThat(supervisor.calls()).containsSubsequence("start web:w1", "start web:w1", "stop web:w2");
    }

    private static Decision decision(String name) {
        CheckResult result = new CheckResult(running(name, 7), true, "", "", "it is time");
        return new Decision(result, DecisionType.RESTART, result.reason(), true);
    }

    private static RpcResult<ProcessInfo> in(ProcessState state) {
        return done(process("web:w1", state, 0, Duration.ZERO));
    }
}
