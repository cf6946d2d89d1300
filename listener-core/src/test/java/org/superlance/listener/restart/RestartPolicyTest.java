package org.superlance.listener.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.restart.Processes.NOW;
import static org.superlance.listener.restart.Processes.process;
import static org.superlance.listener.restart.Processes.running;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;

class RestartPolicyTest {

    /** {@code s} is a sick tick, {@code .} a good one; {@code R} restarts, {@code w} waits, {@code o} is fine. */
    @ParameterizedTest(name = "cycles {0}: {1} gives {2}")
    @CsvSource({
        "1, ss.s, RRoR",
        "3, ssss, wwRw",
        "3, ss.sss, wwowwR",
        "3/5, s.s.s, wowoR",
        "3/5, ss...ss, wwoooww",
        "2/3, s.s, woR"
    })
    void countsTicks(String cycles, String seen, String decided) {
        RestartPolicy policy = new RestartPolicy(
                new RestartRules(Cycles.parse(cycles), Duration.ZERO, Optional.empty(), RestartRules.ANY_NUMBER));

        StringBuilder verdicts = new StringBuilder();
        for (int tick = 0; tick < seen.length(); tick++) {
            Verdict verdict = decide(policy, running("web:w1", 7), seen.charAt(tick) == 's', NOW);
            verdicts.append(verdict == Verdict.RESTART ? "R" : verdict == Verdict.WAIT ? "w" : "o");
        }

        assertThat(verdicts).hasToString(decided);
    }

    @Test
    void beginsToCountAnewForANewProcess() {
        RestartPolicy policy = new RestartPolicy(
                new RestartRules(Cycles.parse("2"), Duration.ZERO, Optional.empty(), RestartRules.ANY_NUMBER));

        decide(policy, running("web:w1", 7), true, NOW);

        assertThat(decide(policy, running("web:w1", 8), true, NOW)).isEqualTo(Verdict.WAIT);
    }

    @Test
    void leavesAYoungProcessAlone() {
        RestartPolicy policy = new RestartPolicy(
                new RestartRules(Cycles.ONE, Duration.ofMinutes(5), Optional.empty(), RestartRules.ANY_NUMBER));
        ProcessInfo young = process("web:w1", ProcessState.RUNNING, 7, Duration.ofMinutes(4));
        ProcessInfo old = process("web:w1", ProcessState.RUNNING, 7, Duration.ofMinutes(5));

        assertThat(decide(policy, young, true, NOW)).isEqualTo(Verdict.YOUNG);
        assertThat(decide(policy, old, true, NOW)).isEqualTo(Verdict.RESTART);
    }

    @Test
    void holdsWhenTheBudgetIsSpentAndGoesOnWhenItsTimeHasPassed() {
        RestartPolicy policy = budget("2/1h");

        List<Verdict> verdicts = List.of(
                decide(policy, running("web:w1", 1), true, NOW),
                decide(policy, running("web:w1", 2), true, NOW.plusSeconds(60)),
                decide(policy, running("web:w1", 3), true, NOW.plusSeconds(120)),
                decide(policy, running("web:w1", 3), true, NOW.plusSeconds(3600)));

        assertThat(verdicts).containsExactly(Verdict.RESTART, Verdict.RESTART, Verdict.HOLD, Verdict.RESTART);
    }

    @Test
    void remembersTheBudgetOfAProcessThatIsGoneForATick() {
        RestartPolicy policy = budget("1/1h");

        decide(policy, running("web:w1", 1), true, NOW);
        policy.decide(List.of(), name -> false, 0, NOW.plusSeconds(5));

        assertThat(decide(policy, running("web:w1", 2), true, NOW.plusSeconds(10)))
                .isEqualTo(Verdict.HOLD);
    }

    @Test
    void saysThatItHoldsOnlyOnce() {
        RestartPolicy policy = budget("1/1h");
        decide(policy, running("web:w1", 1), true, NOW);

        Decision first = decision(policy, running("web:w1", 2), true, NOW.plusSeconds(5));
        Decision second = decision(policy, running("web:w1", 2), true, NOW.plusSeconds(10));

        assertThat(first.news()).isTrue();
        assertThat(second.news()).isFalse();
        assertThat(second.verdict()).isEqualTo(Verdict.HOLD);
    }

    @Test
    void countsTheBudgetOfEachProcessByItself() {
        RestartPolicy policy = budget("1/1h");
        decide(policy, running("web:w1", 1), true, NOW);

        assertThat(decide(policy, running("web:w2", 2), true, NOW)).isEqualTo(Verdict.RESTART);
    }

    @Test
    void doesNotRestartWhatIsBeingRestarted() {
        RestartPolicy policy = new RestartPolicy(RestartRules.ALWAYS);

        List<Decision> decisions = policy.decide(List.of(finding(running("web:w1", 1), true)), name -> true, 0, NOW);

        assertThat(decisions).singleElement().extracting(Decision::verdict).isEqualTo(Verdict.BUSY);
    }

    @Test
    void saysWhoAndWhyInOneSentence() {
        Decision decision = decision(new RestartPolicy(RestartRules.ALWAYS), running("web:w1", 4711), true, NOW);

        assertThat(decision.sentence()).isEqualTo("restart web:w1: it is sick; pid 4711, up 1h");
    }

    private static RestartPolicy budget(String budget) {
        return new RestartPolicy(new RestartRules(
                Cycles.ONE, Duration.ZERO, Optional.of(RestartBudget.parse(budget)), RestartRules.ANY_NUMBER));
    }

    private static Verdict decide(RestartPolicy policy, ProcessInfo process, boolean sick, Instant now) {
        return decision(policy, process, sick, now).verdict();
    }

    private static Decision decision(RestartPolicy policy, ProcessInfo process, boolean sick, Instant now) {
        return policy.decide(List.of(finding(process, sick)), name -> false, 0, now)
                .get(0);
    }

    private static Finding finding(ProcessInfo process, boolean sick) {
        return new Finding(process, sick, "value", "limit", sick ? "it is sick" : "it is well");
    }
}
