package org.superlance.procmon.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.superlance.listener.util.RateLimit;
import org.superlance.procmon.policy.RestartDecision.GiveUp;
import org.superlance.procmon.policy.RestartDecision.ScheduledRestart;

class BackoffPolicyTest {

    private static final Instant NOW = Instant.parse("2026-11-21T02:54:56Z");

    private final Random random = new Random(5);

    @Test
    void doublesTheDelayWithEachRapidFailureUpToTheMaximum() {
        BackoffPolicy policy = policy(settings(Optional.empty(), 0, Optional.empty()));

        assertThat(delays(policy, 14, Duration.ofMillis(999)))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 1024L, 2048L, 3600L, 3600L);
    }

    @Test
    void restartsAtOnceAfterASuccessfulRun() {
        BackoffPolicy policy = policy(settings(Optional.empty(), 0, Optional.empty()));
        FailureHistory three = after(policy, FailureHistory.NONE, Duration.ZERO, Duration.ZERO, Duration.ZERO);

        RestartDecision decision = policy.ended(three, Duration.ofSeconds(1), NOW);

        assertThat(decision)
                .isEqualTo(new ScheduledRestart(FailureHistory.NONE, Duration.ZERO, NOW, "ran 1s, a successful run"));
        assertThat(decision.sentence()).isEqualTo("ran 1s, a successful run; next start now");
        assertThat(delays(policy, 1, Duration.ZERO)).containsExactly(1L);
    }

    @Test
    void keepsTheDelayAfterARunThatIsNeitherRapidNorSuccessful() {
        BackoffPolicy policy = policy(settings(Optional.of(Duration.ofMinutes(1)), 0, Optional.empty()));
        FailureHistory two = after(policy, FailureHistory.NONE, Duration.ZERO, Duration.ZERO);

        RestartDecision decision = policy.ended(two, Duration.ofSeconds(59), NOW);

        assertThat(decision)
                .isEqualTo(new ScheduledRestart(
                        two, Duration.ofSeconds(2), NOW.plusSeconds(2), "ran 59s, less than a successful run of 1m"));
    }

    @Test
    void tellsWhatHappenedHowOftenAndWhenTheNextStartIs() {
        BackoffPolicy policy = policy(settings(Optional.empty(), 0, Optional.empty()));
        FailureHistory two = after(policy, FailureHistory.NONE, Duration.ZERO, Duration.ZERO);

        assertThat(policy.ended(two, Duration.ofMillis(200), NOW).sentence())
                .isEqualTo("ran 0.2s, less than the threshold 1s, failure 3 in a row; next start in 4s");
        assertThat(policy.failed(two, "there is no command 'wbe'", NOW).sentence())
                .isEqualTo("there is no command 'wbe', failure 3 in a row; next start in 4s");
    }

    @Test
    void resetsFailuresWhileAProgramRunsLongEnough() {
        BackoffPolicy policy = policy(settings(Optional.of(Duration.ofSeconds(10)), 0, Optional.empty()));
        FailureHistory two = after(policy, FailureHistory.NONE, Duration.ZERO, Duration.ZERO);

        assertThat(policy.running(two, Duration.ofMillis(9_999))).isEqualTo(two);
        assertThat(policy.running(two, Duration.ofSeconds(10))).isEqualTo(FailureHistory.NONE);
    }

    @Test
    void jitterShortensDelaysOnly() {
        BackoffPolicy policy = policy(settings(Optional.empty(), 30, Optional.empty()));

        List<Duration> delays = Stream.generate(() -> policy.failed(failures(99), "it died", NOW))
                .limit(1_000)
                .map(decision -> ((ScheduledRestart) decision).delay())
                .toList();

        assertThat(delays).allMatch(delay -> delay.compareTo(Duration.ofMinutes(42)) >= 0);
        assertThat(delays).allMatch(delay -> delay.compareTo(Duration.ofHours(1)) <= 0);
        assertThat(delays.stream().map(Duration::toSeconds).distinct().count()).isGreaterThan(500);
    }

    @Test
    void givesUpWhenMaxFailuresIsReachedWithinItsTime() {
        BackoffPolicy policy = policy(settings(Optional.empty(), 0, Optional.of(RateLimit.parse("3/10s"))));

        FailureHistory two = after(policy, FailureHistory.NONE, Duration.ZERO, Duration.ZERO);

        assertThat(policy.failed(two, "it died", NOW.plusSeconds(10)))
                .as("the first two do not count any more")
                .isInstanceOf(ScheduledRestart.class);
        RestartDecision third = policy.failed(two, "it died", NOW.plusSeconds(9));
        assertThat(third).isInstanceOf(GiveUp.class);
        assertThat(third.failures().givenUp()).isTrue();
        assertThat(third.sentence())
                .isEqualTo("it died, failure 3 in a row; limit max-failures 3/10s reached; given up");
    }

    @Test
    void countsUnsuccessfulRunsAcrossSuccessfulOnes() {
        BackoffPolicy policy = policy(settings(Optional.empty(), 0, Optional.of(RateLimit.parse("2/1h"))));

        FailureHistory first = after(policy, FailureHistory.NONE, Duration.ZERO, Duration.ofMinutes(5));

        assertThat(first.consecutive()).isZero();
        assertThat(policy.ended(first, Duration.ZERO, NOW)).isInstanceOf(GiveUp.class);
    }

    private BackoffPolicy policy(RestartSettings settings) {
        return new BackoffPolicy(settings, random);
    }

    private static RestartSettings settings(
            Optional<Duration> resetAfter, int jitter, Optional<RateLimit> maxFailures) {
        RestartSettings defaultValue = RestartSettings.DEFAULT;
        return new RestartSettings(
                defaultValue.threshold(),
                defaultValue.killTime(),
                defaultValue.minRestartDelay(),
                defaultValue.maxRestartDelay(),
                defaultValue.consistencyDelay(),
                resetAfter,
                jitter,
                maxFailures);
    }

    private static FailureHistory failures(int inARow) {
        return new FailureHistory(inARow, List.of(), false);
    }

    private static FailureHistory after(BackoffPolicy policy, FailureHistory before, Duration... runs) {
        FailureHistory failures = before;
        for (Duration lasted : runs) {
            failures = policy.ended(failures, lasted, NOW).failures();
        }
        return failures;
    }

    private static List<Long> delays(BackoffPolicy policy, int deaths, Duration lasted) {
        List<Long> delays = new ArrayList<>();
        FailureHistory failures = FailureHistory.NONE;
        for (int i = 0; i < deaths; i++) {
            ScheduledRestart next = (ScheduledRestart) policy.ended(failures, lasted, NOW);
            delays.add(next.delay().toSeconds());
            failures = next.failures();
        }
        return delays;
    }
}
