package org.superlance.listener.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.restart.ProcessInfos.NOW;
import static org.superlance.listener.restart.ProcessInfos.process;
import static org.superlance.listener.restart.ProcessInfos.running;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.restart.Decision.DecisionType;
import org.superlance.listener.restart.RestartRules.CycleThreshold;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.util.RateLimit;

class RestartPolicyTest {

    /** {@code s} is a sick tick, {@code .} a good one; {@code R} restarts, {@code w} waits, {@code o} is fine. */
    private Optional<String> pause = Optional.empty();

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
        RestartPolicy policy = new RestartPolicy(new RestartRules(
                CycleThreshold.parse(cycles), Duration.ZERO, Optional.empty(), RestartRules.UNLIMITED));

        StringBuilder verdicts = new StringBuilder();
        for (int tick = 0; tick < seen.length(); tick++) {
            DecisionType type = decide(policy, running("web:w1", 7), seen.charAt(tick) == 's', NOW);
            verdicts.append(type == DecisionType.RESTART ? "R" : type == DecisionType.WAIT ? "w" : "o");
        }

        assertThat(verdicts).hasToString(decided);
    }

    /** {@code m} is a tick with too much memory, {@code c} one with too much CPU time, {@code b} one with both. */
    @ParameterizedTest(name = "cycles {0}: {1} gives {2}")
    @CsvSource({
        "1, m.cb, RoRR, memory; cpu; memory cpu",
        "2, mcmc, wwww, ''",
        "2, mmcc, wRwR, memory; cpu",
        "2, mbb, wRw, memory",
        "2, mbc, wRw, memory",
        "2, cbm, wRw, cpu",
        "2, bb, wR, memory cpu",
        "2/3, mcmc, wwRw, memory",
        "2/3, m.bc, woRw, memory",
        "2/3, cmc, wwR, cpu"
    })
    void countsEachLimitByItself(String cycles, String seen, String decided, String reasons) {
        RestartPolicy policy = new RestartPolicy(new RestartRules(
                CycleThreshold.parse(cycles), Duration.ZERO, Optional.empty(), RestartRules.UNLIMITED));

        StringBuilder verdicts = new StringBuilder();
        List<String> told = new ArrayList<>();
        for (int tick = 0; tick < seen.length(); tick++) {
            Decision decision = policy.decide(List.of(twoLimits(seen.charAt(tick))), name -> false, 0, NOW)
                    .get(0);
            verdicts.append(decision.isActionable() ? "R" : decision.type() == DecisionType.WAIT ? "w" : "o");
            if (decision.isActionable()) {
                assertThat(decision.reason()).startsWith(decision.result().cause());
                told.add(decision.reason().replace(" exceeded", "").replace(",", ""));
            }
        }

        assertThat(verdicts).hasToString(decided);
        assertThat(String.join("; ", told)).isEqualTo(reasons);
    }

    /** {@code ?} is a tick at which the check could not be made. */
    @ParameterizedTest(name = "cycles {0}: {1} gives {2}")
    @CsvSource({"2, s?s, woR", "2, s?.?s, wooow", "2/3, s?.?s, woooR", "2, ?ss, owR"})
    void aCheckThatCannotBeMadeCountsForNeither(String cycles, String seen, String decided) {
        RestartPolicy policy = new RestartPolicy(new RestartRules(
                CycleThreshold.parse(cycles), Duration.ZERO, Optional.empty(), RestartRules.UNLIMITED));

        StringBuilder verdicts = new StringBuilder();
        for (int i = 0; i < seen.length(); i++) {
            char tick = seen.charAt(i);
            CheckResult result = tick == '?'
                    ? new CheckResult(running("web:w1", 7), false, "-", "limit", "unknown", CheckResult.INDETERMINATE)
                    : result(running("web:w1", 7), tick == 's');
            DecisionType type =
                    policy.decide(List.of(result), name -> false, 0, NOW).get(0).type();
            verdicts.append(type == DecisionType.RESTART ? "R" : type == DecisionType.WAIT ? "w" : "o");
        }

        assertThat(verdicts).hasToString(decided);
    }

    private static CheckResult twoLimits(char tick) {
        return CheckResult.of(List.of(part("memory", "mb".indexOf(tick) >= 0), part("cpu", "cb".indexOf(tick) >= 0)));
    }

    private static CheckResult part(String cause, boolean sick) {
        String reason = cause + (sick ? " exceeded" : " is well");
        return new CheckResult(running("web:w1", 7), sick, cause, "limit", reason, cause);
    }

    @Test
    void beginsToCountAnewForANewProcess() {
        RestartPolicy policy = new RestartPolicy(
                new RestartRules(CycleThreshold.parse("2"), Duration.ZERO, Optional.empty(), RestartRules.UNLIMITED));

        decide(policy, running("web:w1", 7), true, NOW);

        assertThat(decide(policy, running("web:w1", 8), true, NOW)).isEqualTo(DecisionType.WAIT);
    }

    /** supervisord refuses each stop and each start of it, so a restart would fail at every tick. */
    @Test
    void tellsOnceWhatToDoAboutAProcessThatSupervisordCannotKill() {
        RestartPolicy policy = new RestartPolicy(
                new RestartRules(CycleThreshold.ONE, Duration.ZERO, Optional.empty(), RestartRules.UNLIMITED));
        ProcessInfo lost = process("web:w1", ProcessState.UNKNOWN, 7, Duration.ofMinutes(4));
        CheckResult result = new CheckResult(lost, true, "", "", "too large");

        Decision first = policy.decide(List.of(result), name -> false, 0, NOW).get(0);
        Decision second = policy.decide(List.of(result), name -> false, 0, NOW).get(0);

        assertThat(first.type()).isEqualTo(DecisionType.HOLD);
        assertThat(first.changed()).isTrue();
        assertThat(first.reason()).endsWith("stop supervisord, kill pid 7 as root, and start supervisord again");
        assertThat(second.changed()).isFalse();
    }

    @Test
    void leavesAYoungProcessAlone() {
        RestartPolicy policy = new RestartPolicy(
                new RestartRules(CycleThreshold.ONE, Duration.ofMinutes(5), Optional.empty(), RestartRules.UNLIMITED));
        ProcessInfo young = process("web:w1", ProcessState.RUNNING, 7, Duration.ofMinutes(4));
        ProcessInfo old = process("web:w1", ProcessState.RUNNING, 7, Duration.ofMinutes(5));

        assertThat(decide(policy, young, true, NOW)).isEqualTo(DecisionType.YOUNG);
        assertThat(decide(policy, old, true, NOW)).isEqualTo(DecisionType.RESTART);
    }

    @Test
    void holdsWhenTheBudgetIsSpentAndGoesOnWhenItsTimeHasPassed() {
        RestartPolicy policy = budget("2/1h");

        List<DecisionType> types = List.of(
                decide(policy, running("web:w1", 1), true, NOW),
                decide(policy, running("web:w1", 2), true, NOW.plusSeconds(60)),
                decide(policy, running("web:w1", 3), true, NOW.plusSeconds(120)),
                decide(policy, running("web:w1", 3), true, NOW.plusSeconds(3600)));

        assertThat(types)
                .containsExactly(DecisionType.RESTART, DecisionType.RESTART, DecisionType.HOLD, DecisionType.RESTART);
    }

    @Test
    void doesNotCountARestartThatWasNotMade() {
        RestartPolicy policy = budget("2/1h");
        decide(policy, running("web:w1", 1), true, NOW);
        decide(policy, running("web:w1", 2), true, NOW.plusSeconds(1));

        policy.takeBack(Namespec.parse("web:w1"), NOW.plusSeconds(2));
        policy.takeBack(Namespec.parse("web:w2"), NOW.plusSeconds(2));

        assertThat(decide(policy, running("web:w1", 2), true, NOW.plusSeconds(3)))
                .isEqualTo(DecisionType.RESTART);
        assertThat(decide(policy, running("web:w1", 3), true, NOW.plusSeconds(4)))
                .isEqualTo(DecisionType.HOLD);
    }

    @Test
    void remembersTheBudgetOfAProcessThatIsGoneForATick() {
        RestartPolicy policy = budget("1/1h");

        decide(policy, running("web:w1", 1), true, NOW);
        policy.decide(List.of(), name -> false, 0, NOW.plusSeconds(5));

        assertThat(decide(policy, running("web:w1", 2), true, NOW.plusSeconds(10)))
                .isEqualTo(DecisionType.HOLD);
    }

    @Test
    void saysThatItHoldsOnlyOnce() {
        RestartPolicy policy = budget("1/1h");
        decide(policy, running("web:w1", 1), true, NOW);

        Decision first = decision(policy, running("web:w1", 2), true, NOW.plusSeconds(5));
        Decision second = decision(policy, running("web:w1", 2), true, NOW.plusSeconds(10));

        assertThat(first.changed()).isTrue();
        assertThat(second.changed()).isFalse();
        assertThat(second.type()).isEqualTo(DecisionType.HOLD);
    }

    @Test
    void countsTheBudgetOfEachProcessByItself() {
        RestartPolicy policy = budget("1/1h");
        decide(policy, running("web:w1", 1), true, NOW);

        assertThat(decide(policy, running("web:w2", 2), true, NOW)).isEqualTo(DecisionType.RESTART);
    }

    @Test
    void doesNotRestartWhatIsBeingRestarted() {
        RestartPolicy policy = new RestartPolicy(RestartRules.ALWAYS);

        List<Decision> decisions = policy.decide(List.of(result(running("web:w1", 1), true)), name -> true, 0, NOW);

        assertThat(decisions).singleElement().extracting(Decision::type).isEqualTo(DecisionType.BUSY);
    }

    @Test
    void restartsNothingThatIsPausedAndSaysSoOnce() {
        pause = Optional.of("paused until 22:10 by root");
        RestartPolicy policy = new RestartPolicy(RestartRules.ALWAYS, RestartTimes.none(), name -> pause);

        Decision first = decision(policy, running("web:w1", 1), true, NOW);
        Decision second = decision(policy, running("web:w1", 1), true, NOW);
        Decision anotherProcess = decision(policy, running("web:w1", 2), true, NOW);
        pause = Optional.empty();

        assertThat(first.type()).isEqualTo(DecisionType.PAUSED);
        assertThat(first.sentence())
                .isEqualTo("not restarting web:w1: it is sick; paused until 22:10 by root; pid 1, up 1h");
        assertThat(List.of(first.changed(), second.changed(), anotherProcess.changed()))
                .containsExactly(true, false, true);
        assertThat(decide(policy, running("web:w1", 2), true, NOW)).isEqualTo(DecisionType.RESTART);
    }

    @Test
    void whatIsPausedAndWellIsLeftAlone() {
        RestartPolicy policy =
                new RestartPolicy(RestartRules.ALWAYS, RestartTimes.none(), name -> Optional.of("paused"));

        assertThat(decide(policy, running("web:w1", 1), false, NOW)).isEqualTo(DecisionType.OK);
    }

    @Test
    void saysWhoAndWhyInOneSentence() {
        Decision decision = decision(new RestartPolicy(RestartRules.ALWAYS), running("web:w1", 4711), true, NOW);

        assertThat(decision.sentence()).isEqualTo("restarting web:w1: it is sick; pid 4711, up 1h");
    }

    private static RestartPolicy budget(String budget) {
        return new RestartPolicy(new RestartRules(
                CycleThreshold.ONE, Duration.ZERO, Optional.of(RateLimit.parse(budget)), RestartRules.UNLIMITED));
    }

    private static DecisionType decide(RestartPolicy policy, ProcessInfo process, boolean sick, Instant now) {
        return decision(policy, process, sick, now).type();
    }

    private static Decision decision(RestartPolicy policy, ProcessInfo process, boolean sick, Instant now) {
        return policy.decide(List.of(result(process, sick)), name -> false, 0, now)
                .get(0);
    }

    private static CheckResult result(ProcessInfo process, boolean sick) {
        return new CheckResult(process, sick, "value", "limit", sick ? "it is sick" : "it is well");
    }
}
