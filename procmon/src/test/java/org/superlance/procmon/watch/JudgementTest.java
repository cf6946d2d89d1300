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
import org.superlance.listener.restart.RestartLimit;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.procmon.policy.BackoffPolicy;
import org.superlance.procmon.policy.FailureHistory;
import org.superlance.procmon.policy.RestartSettings;
import org.superlance.procmon.policy.RestartSettingsBuilder;

class JudgementTest {

    private static final FailureHistory THREE = new FailureHistory(3, List.of(), false);

    private final Program program = new Program(Namespec.parse("web:w1"), THREE, null);
    private Judgement judgement = judgement(Exits.NO, Optional.empty());

    @Test
    void aRunCountsFromRunningOnBecauseAnEndIsNoticedLate() {
        see(STARTING, 0);
        see(RUNNING, 1_003);
        see(EXITED, 1_003);

        assertThat(program.failures()).isEqualTo(THREE);
    }

    @Test
    void aRunWhoseBeginningWasNotSeenIsNoSuccess() {
        see(STARTING, 0);
        see(EXITED, 5_000);

        assertThat(program.failures()).isEqualTo(THREE);
    }

    @Test
    void aSuccessfulRunForgetsFailures() {
        see(STARTING, 0);
        see(RUNNING, 1_000);
        see(EXITED, 2_000);

        assertThat(program.failures()).isEqualTo(FailureHistory.NONE);
    }

    @Test
    void aRunThatOnlyALookHasSeenForgetsFailuresToo() {
        judgement.see(program, new Sighting(RUNNING, at(0), Optional.of(Duration.ofSeconds(3)), true, 7));

        assertThat(program.failures()).isEqualTo(FailureHistory.NONE);
    }

    @Test
    void whatSomebodyStopsIsForgottenAndNotStarted() {
        see(FATAL, 0);
        see(STARTING, 100);
        see(STOPPING, 200);
        see(STOPPED, 300);

        assertThat(program.next()).isEmpty();
        assertThat(program.failures()).isEqualTo(FailureHistory.NONE);
    }

    @Test
    void whatSomebodyElseStartsIsLeftAloneButItsFailuresAreRemembered() {
        see(FATAL, 0);
        Optional<Notice> started = see(STARTING, 100);
        see(BACKOFF, 200);
        Optional<Notice> failed = see(FATAL, 1_300);

        assertThat(started.map(Notice::sentence)).contains("leave web:w1: it is STARTING, started by somebody else");
        assertThat(failed.map(Notice::sentence)).contains("start web:w1 in 16s: FATAL, failure 5 in a row");
    }

    @Test
    void aFatalThatIsSeenAgainIsNoOtherFailure() {
        see(FATAL, 0);

        assertThat(see(FATAL, 10)).isEmpty();
        assertThat(program.failures().consecutive()).isEqualTo(4);
    }

    @Test
    void whatIsGivenUpStaysDownUntilSomebodyStartsIt() {
        judgement = judgement(Exits.NO, Optional.of(RestartLimit.parse("1/1h")));
        Optional<Notice> givenUp = see(FATAL, 0);

        assertThat(givenUp.map(Notice::sentence))
                .contains("give up web:w1: FATAL, failure 4 in a row; failed as often as max-failures 1/1h allows; it"
                        + " stays down until somebody starts it: supervisorctl start web:w1");
        assertThat(see(FATAL, 1_000)).isEmpty();
        assertThat(program.next()).isEmpty();
        see(STARTING, 2_000);
        assertThat(program.failures()).isEqualTo(FailureHistory.NONE);
    }

    @Test
    void anExitThatWasExpectedIsBroughtBackOnlyWhereAnyIs() {
        judgement = judgement(Exits.UNEXPECTED, Optional.empty());
        exits(true);
        assertThat(program.unjudgedRun()).isEmpty();

        judgement = judgement(Exits.ANY, Optional.empty());
        exits(true);
        assertThat(program.unjudgedRun()).isPresent();
    }

    @Test
    void anInstantExitMakesTheDelayGrow() {
        judgement = judgement(Exits.UNEXPECTED, Optional.empty());
        see(RUNNING, 0);
        see(EXITED, 300);

        Optional<Notice> notice = judgement.exitIsFinal(program, at(2_300));

        assertThat(notice.map(Notice::sentence))
                .contains("start web:w1 in 8s: it ran 0.3s, less than the threshold 1s, failure 4 in a row");
    }

    @Test
    void whatAnEarlierLifePlannedStillHolds() {
        Program remembered = Program.unknown(Namespec.parse("web:w1"));
        see(FATAL, 0);
        program.next().ifPresent(remembered::plan);

        Optional<Notice> notice = judgement.see(remembered, sighting(FATAL, 500));

        assertThat(notice).isEmpty();
        assertThat(remembered.next()).isEqualTo(program.next());
    }

    @Test
    void aClockThatIsSetBackMakesNoDelayLonger() {
        see(FATAL, 0);

        program.holdPlanTo(at(0).minus(Duration.ofDays(1)));

        assertThat(program.next().orElseThrow().at())
                .isEqualTo(at(0).minus(Duration.ofDays(1)).plusSeconds(8));
    }

    @Test
    void anEventThatCameBeforeTheStartWeGaveTellsNothingOfIt() {
        see(FATAL, 0);
        program.startTrial(at(8_000));

        assertThat(program.isFollowedBy(WatchFixture.event("web:w1", BACKOFF, STARTING), at(7_990)))
                .isFalse();
        assertThat(program.isFollowedBy(WatchFixture.event("web:w1", STARTING, FATAL), at(8_010)))
                .isTrue();
    }

    private void exits(boolean expected) {
        program.enter(RUNNING, at(0));
        judgement.see(program, new Sighting(EXITED, at(100), Optional.empty(), expected, 0));
    }

    private Optional<Notice> see(ProcessState state, int millis) {
        return judgement.see(program, sighting(state, millis));
    }

    private static Sighting sighting(ProcessState state, int millis) {
        return new Sighting(state, at(millis), Optional.empty(), false, 0);
    }

    private static Instant at(int millis) {
        return SetClock.START.plusMillis(millis);
    }

    private static Judgement judgement(Exits exits, Optional<RestartLimit> maxFailures) {
        RestartSettingsBuilder builder = RestartSettings.builder().jitter(0);
        maxFailures.ifPresent(builder::maxFailures);
        RestartSettings policy = builder.build();
        WatchSettings settings = new WatchSettings(
                policy, List.of(ProcessPattern.parse("*")), exits, false, 10, Optional.empty(), "procmon", false);
        return new Judgement(new BackoffPolicy(policy, new Random(1)), settings);
    }
}
