package org.superlance.listener.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.restart.ProcessInfos.NOW;
import static org.superlance.listener.restart.ProcessInfos.running;
import static org.superlance.listener.testkit.ScriptedSupervisor.done;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.superlance.listener.history.History;
import org.superlance.listener.history.HistoryEvent;
import org.superlance.listener.history.HistoryEvent.DecisionEvent;
import org.superlance.listener.history.Quantity;
import org.superlance.listener.history.Sample;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.restart.RestartExecutor.DryRunExecutor;
import org.superlance.listener.restart.RestartRules.CycleThreshold;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.testkit.ScriptedSupervisor;
import org.superlance.listener.util.RateLimit;

class CheckCycleTest {

    private final ScriptedSupervisor supervisor = new ScriptedSupervisor();
    private final List<ProcessInfo> checked = new ArrayList<>();
    private final List<HistoryEvent> events = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();

    @Test
    void checksNeitherItselfNorWhatIsExcludedAndRemembersNamesThatMatchNothing() throws Exception {
        ProcessInfo web = running("web:w1", 7);
        ProcessInfo idle = running("db:db", 0);
        supervisor.answers("processes", done(List.of(web, running("web:w2", 8), idle, running("memmon:memmon", 10))));
        CheckCycle cycle = cycle();

        cycle.runCycle(NOW);

        assertThat(checked).containsExactly(web, idle);
        assertThat(samples).containsExactly(new Sample(web.name(), 1), new Sample(idle.name(), 0));
        assertThat(cycle.unknownNames()).containsExactly(ProcessPattern.parse("wbe"));
    }

    @Test
    void takesDownOnceThatAProcessIsHeldBack() throws Exception {
        for (int tick = 0; tick < 3; tick++) {
            supervisor.answers("processes", done(List.of(running("web:w1", 7))));
        }
        CheckCycle cycle = cycle();

        for (int tick = 0; tick < 3; tick++) {
            cycle.runCycle(NOW.plusSeconds(60L * tick));
        }

        assertThat(events)
                .containsExactly(new DecisionEvent(
                        NOW.plusSeconds(60), "web:w1", "hold", "too large; restart limit 1/1h reached"));
    }

    /** Finds each process unhealthy that has a pid. */
    private CheckCycle cycle() {
        Check check = (processes, when) -> {
            checked.addAll(processes);
            return processes.stream()
                    .map(process -> new CheckResult(process, process.hasPid(), "", "", "too large"))
                    .toList();
        };
        ProcessSelector selector = new ProcessSelector(
                Optional.of(Namespec.parse("memmon:memmon")),
                List.of(ProcessPattern.parse("x"), ProcessPattern.parse("web:w2")),
                List.of(ProcessPattern.parse("db"), ProcessPattern.parse("wbe"), ProcessPattern.parse("web:*")));
        RestartRules rules = new RestartRules(
                CycleThreshold.ONE, Duration.ZERO, Optional.of(RateLimit.parse("1/1h")), RestartRules.UNLIMITED);
        return new CheckCycle(
                supervisor,
                selector,
                check,
                new RestartPolicy(rules),
                new DryRunExecutor(),
                InstantSource.fixed(NOW),
                new RecordedHistory(),
                Optional.empty());
    }

    private final class RecordedHistory implements History {

        @Override
        public void record(HistoryEvent event) {
            events.add(event);
        }

        @Override
        public void record(Quantity quantity, Instant time, Collection<Sample> found) {
            samples.addAll(found);
        }
    }
}
