package org.superlance.procmon.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.supervisor.ProcessState.BACKOFF;
import static org.superlance.listener.supervisor.ProcessState.EXITED;
import static org.superlance.listener.supervisor.ProcessState.FATAL;
import static org.superlance.listener.supervisor.ProcessState.RUNNING;
import static org.superlance.listener.supervisor.ProcessState.STARTING;
import static org.superlance.listener.supervisor.ProcessState.STOPPED;
import static org.superlance.listener.supervisor.ProcessState.STOPPING;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.util.RateLimit;
import org.superlance.procmon.policy.BackoffPolicy;
import org.superlance.procmon.policy.FailureHistory;
import org.superlance.procmon.policy.RestartSettings;
import org.superlance.procmon.watch.ProcessStateTracker.ObservedState;
import org.superlance.procmon.watch.WatchConfig.ExitedPolicy;

class ProcessStateTrackerTest {

    private static final FailureHistory THREE = new FailureHistory(3, List.of(), false);

    private final WatchedProcess process = new WatchedProcess(Namespec.parse("web:w1"), THREE, null);
    private ProcessStateTracker tracker = tracker(ExitedPolicy.NO, Optional.empty());

    @Test
    void countsARunFromRunningOn() {
        see(STARTING, 0);
        see(RUNNING, 1_003);
        see(EXITED, 1_003);

        assertThat(process.failures()).isEqualTo(THREE);
    }

    @Test
    void aRunWithUnknownStartIsNotSuccessful() {
        see(STARTING, 0);
        see(EXITED, 5_000);

        assertThat(process.failures()).isEqualTo(THREE);
    }

    @Test
    void aSuccessfulRunResetsFailures() {
        see(STARTING, 0);
        see(RUNNING, 1_000);
        see(EXITED, 2_000);

        assertThat(process.failures()).isEqualTo(FailureHistory.NONE);
    }

    @Test
    void aSuccessfulRunSeenByAQueryResetsFailures() {
        tracker.update(process, new ObservedState(RUNNING, at(0), Optional.of(Duration.ofSeconds(3)), true));

        assertThat(process.failures()).isEqualTo(FailureHistory.NONE);
    }

    @Test
    void aStopResetsFailuresAndCancelsTheStart() {
        see(FATAL, 0);
        see(STARTING, 100);
        see(STOPPING, 200);
        see(STOPPED, 300);

        assertThat(process.next()).isEmpty();
        assertThat(process.failures()).isEqualTo(FailureHistory.NONE);
    }

    @Test
    void doesNotStartWhatOthersStartButKeepsItsFailures() {
        see(FATAL, 0);
        Optional<WatchDecision> started = see(STARTING, 100);
        see(BACKOFF, 200);
        Optional<WatchDecision> failed = see(FATAL, 1_300);

        assertThat(started.map(WatchDecision::sentence)).contains("leave web:w1: STARTING, not started by procmon");
        assertThat(failed.map(WatchDecision::sentence)).contains("start web:w1 in 16s: FATAL, failure 5 in a row");
    }

    @Test
    void countsARepeatedFatalOnce() {
        see(FATAL, 0);

        assertThat(see(FATAL, 10)).isEmpty();
        assertThat(process.failures().consecutive()).isEqualTo(4);
    }

    @Test
    void aProgramThatWasGivenUpStaysDownUntilItIsStarted() {
        tracker = tracker(ExitedPolicy.NO, Optional.of(RateLimit.parse("1/1h")));
        Optional<WatchDecision> givenUp = see(FATAL, 0);

        assertThat(givenUp.map(WatchDecision::sentence))
                .contains("give up web:w1: FATAL, failure 4 in a row; limit max-failures 1/1h reached; to"
                        + " start it: supervisorctl start web:w1");
        assertThat(see(FATAL, 1_000)).isEmpty();
        assertThat(process.next()).isEmpty();
        see(STARTING, 2_000);
        assertThat(process.failures()).isEqualTo(FailureHistory.NONE);
    }

    @Test
    void restartsAnExpectedExitOnlyWithPolicyAny() {
        tracker = tracker(ExitedPolicy.UNEXPECTED, Optional.empty());
        exits(true);
        assertThat(process.unjudgedRun()).isEmpty();

        tracker = tracker(ExitedPolicy.ANY, Optional.empty());
        exits(true);
        assertThat(process.unjudgedRun()).isPresent();
    }

    @Test
    void aRapidExitIncreasesTheDelay() {
        tracker = tracker(ExitedPolicy.UNEXPECTED, Optional.empty());
        see(RUNNING, 0);
        see(EXITED, 300);

        Optional<WatchDecision> decision = tracker.onFinalExit(process, at(2_300));

        assertThat(decision.map(WatchDecision::sentence))
                .contains("start web:w1 in 8s: ran 0.3s, less than the threshold 1s, failure 4 in a row");
    }

    @Test
    void keepsTheScheduleOfAPreviousRun() {
        WatchedProcess remembered = WatchedProcess.unknown(Namespec.parse("web:w1"));
        see(FATAL, 0);
        process.next().ifPresent(remembered::schedule);

        Optional<WatchDecision> decision = tracker.update(remembered, observed(FATAL, 500));

        assertThat(decision).isEmpty();
        assertThat(remembered.next()).isEqualTo(process.next());
    }

    @Test
    void settingTheClockBackDoesNotLengthenADelay() {
        see(FATAL, 0);

        process.postponeRestart(at(0).minus(Duration.ofDays(1)));

        assertThat(process.next().orElseThrow().at())
                .isEqualTo(at(0).minus(Duration.ofDays(1)).plusSeconds(8));
    }

    @Test
    void ignoresEventsOlderThanItsOwnStart() {
        see(FATAL, 0);
        process.beginAttempt(at(8_000));

        assertThat(process.isFollowedBy(WatchFixture.event("web:w1", BACKOFF, STARTING), at(7_990)))
                .isFalse();
        assertThat(process.isFollowedBy(WatchFixture.event("web:w1", STARTING, FATAL), at(8_010)))
                .isTrue();
    }

    private void exits(boolean expected) {
        process.enter(RUNNING, at(0));
        tracker.update(process, new ObservedState(EXITED, at(100), Optional.empty(), expected));
    }

    private Optional<WatchDecision> see(ProcessState state, int millis) {
        return tracker.update(process, observed(state, millis));
    }

    private static ObservedState observed(ProcessState state, int millis) {
        return new ObservedState(state, at(millis), Optional.empty(), false);
    }

    private static Instant at(int millis) {
        return SettableClock.START.plusMillis(millis);
    }

    private static ProcessStateTracker tracker(ExitedPolicy exitedPolicy, Optional<RateLimit> maxFailures) {
        RestartSettings.Builder builder = RestartSettings.builder().jitter(0);
        maxFailures.ifPresent(builder::maxFailures);
        RestartSettings policy = builder.build();
        WatchConfig config =
                WatchFixture.config(policy, exitedPolicy, false, Optional.empty(), ShutdownConditions.NONE);
        return new ProcessStateTracker(new BackoffPolicy(policy, new Random(1)), config);
    }
}
