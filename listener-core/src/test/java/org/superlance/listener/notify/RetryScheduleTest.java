package org.superlance.listener.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.superlance.listener.util.Backoff;

class RetryScheduleTest {

    private static final Instant NOW = AlertFixtures.TIME;

    private final DeliveryRecords records = DeliveryRecords.inMemory();
    private final RetrySchedule retrySchedule = new RetrySchedule(Backoff.RETRY, records);

    @Test
    void triesNothingForAWhileAfterAFailure() {
        assertThat(failed("a", NOW, Duration.ZERO)).isEqualTo(NOW.plusSeconds(1));

        assertThat(retrySchedule.isPaused(NOW.plusMillis(999))).isTrue();
        assertThat(retrySchedule.isPaused(NOW.plusSeconds(1))).isFalse();
    }

    @Test
    void thePauseGrowsWithFailuresInARowWhateverAlertTheyHit() {
        failed("a", NOW, Duration.ZERO);
        failed("b", NOW, Duration.ZERO);
        failed("c", NOW, Duration.ZERO);

        assertThat(retrySchedule.isPaused(NOW.plusMillis(3_999))).isTrue();
        assertThat(retrySchedule.isPaused(NOW.plusSeconds(4))).isFalse();
    }

    @Test
    void triesWhatWasNeverTriedBeforeWhatFailed() {
        failed("a", NOW, Duration.ZERO);

        assertThat(retrySchedule.due(List.of("a", "b", "c"), NOW.plusSeconds(1)))
                .containsExactly("b", "c", "a");
    }

    @Test
    void anAlertThatAlwaysFailsDoesNotHoldUpTheOthers() {
        failed("a", NOW, Duration.ZERO);
        failed("a", NOW, Duration.ZERO);
        retrySchedule.succeeded();

        assertThat(retrySchedule.isPaused(NOW)).isFalse();
        assertThat(retrySchedule.due(List.of("a", "b"), NOW)).containsExactly("b");
    }

    @Test
    void anAlertThatIsDeferredByAServerThatWorksHoldsUpNothingElse() {
        for (int i = 0; i < 8; i++) {
            retrySchedule.failed("a", NOW, new RetrySchedule.Failure(false, false, false, false, true, Duration.ZERO));
        }

        assertThat(retrySchedule.isPaused(NOW)).isFalse();
        assertThat(retrySchedule.due(List.of("a", "b"), NOW)).containsExactly("b");
        assertThat(retrySchedule.due(List.of("a"), NOW.plusSeconds(127))).isEmpty();
        assertThat(retrySchedule.due(List.of("a"), NOW.plusSeconds(128))).containsExactly("a");
        assertThat(retrySchedule.pause(NOW, Duration.ofHours(1), Set.of())).isEqualTo(Duration.ofSeconds(128));
    }

    @Test
    void aDeferralDoesNotEndThePauseOfAServerThatIsDown() {
        failed("a", NOW, Duration.ofMinutes(30));
        retrySchedule.failed("b", NOW, new RetrySchedule.Failure(false, false, false, false, true, Duration.ZERO));

        assertThat(retrySchedule.isPaused(NOW.plusSeconds(1_799))).isTrue();
    }

    @Test
    void everythingIsDueWhenItIsForced() {
        failed("a", NOW, Duration.ZERO);

        retrySchedule.force();

        assertThat(retrySchedule.isPaused(NOW)).isFalse();
        assertThat(retrySchedule.due(List.of("a"), NOW)).containsExactly("a");
        assertThat(retrySchedule.failures("a")).isEqualTo(1);
    }

    @Test
    void whatOnlyAnOtherConfigurationHelpsIsTriedEveryHourAndHoldsUpNothingElse() {
        retrySchedule.failed("a", NOW, new RetrySchedule.Failure(false, false, false, true, false, Duration.ZERO));
        retrySchedule.failed("a", NOW, new RetrySchedule.Failure(false, false, false, true, false, Duration.ZERO));

        Instant soon = NOW.plusSeconds(2);
        assertThat(retrySchedule.isPaused(soon)).isFalse();
        assertThat(retrySchedule.due(List.of("a", "b"), soon)).containsExactly("b");
        assertThat(retrySchedule.due(List.of("a"), NOW.plusSeconds(3_599))).isEmpty();
        assertThat(retrySchedule.due(List.of("a"), NOW.plusSeconds(3_600))).containsExactly("a");
        assertThat(retrySchedule.due(List.of("a"), NOW.minus(Duration.ofDays(1))))
                .as("of a clock that was set back")
                .containsExactly("a");
    }

    @Test
    void aClockThatIsSetBackDoesNotPostponeAnything() {
        failed("a", NOW, Duration.ZERO);

        Instant before = NOW.minus(Duration.ofDays(1));

        assertThat(retrySchedule.isPaused(before)).isFalse();
        assertThat(retrySchedule.due(List.of("a"), before)).containsExactly("a");
    }

    @Test
    void forgetsAlertsThatAreNoLongerThere() {
        failed("a", NOW, Duration.ZERO);

        retrySchedule.due(List.of("b"), NOW);

        assertThat(retrySchedule.failures("a")).isZero();
    }

    @Test
    void restsUntilTheNextAttemptAndNeverLongerThanAsked() {
        Duration max = Duration.ofSeconds(10);

        assertThat(retrySchedule.pause(NOW, max, Set.of())).isEqualTo(max);
        failed("a", NOW, Duration.ZERO);
        assertThat(retrySchedule.pause(NOW, max, Set.of())).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void leavesAServerAloneForAsLongAsItAsksEvenWhenForced() {
        assertThat(failed("a", NOW, Duration.ofMinutes(30))).isEqualTo(NOW.plusSeconds(1_800));

        retrySchedule.force();

        assertThat(retrySchedule.isPaused(NOW.plusSeconds(1_799))).isTrue();
        assertThat(retrySchedule.pause(NOW, Duration.ofHours(2), Set.of())).isEqualTo(Duration.ofMinutes(30));
        assertThat(retrySchedule.isPaused(NOW.plusSeconds(1_800))).isFalse();
    }

    @Test
    void leavesAServerAloneForAnHourAtMost() {
        assertThat(failed("a", NOW, Duration.ofDays(365))).isEqualTo(NOW.plusSeconds(3_600));
    }

    @Test
    void anAnswerEndsThePauseThatAServerAskedFor() {
        failed("a", NOW, Duration.ofMinutes(30));

        succeeded("a");

        assertThat(retrySchedule.isPaused(NOW)).isFalse();
    }

    @Test
    void aClockThatIsSetBackEndsThePauseThatAServerAskedFor() {
        failed("a", NOW, Duration.ofMinutes(30));

        assertThat(retrySchedule.isPaused(NOW.minus(Duration.ofDays(1)))).isFalse();
    }

    @Test
    void whatMayHaveBeenAcceptedIsTriedFiveTimesADayAndThenGivenUp() {
        List<Duration> attempts = attempts(unclear());

        assertThat(attempts)
                .extracting(Duration::toMinutes)
                .as("the last one is made when the day is over")
                .containsExactly(0L, 1L, 6L, 21L, 51L, 1_440L);
    }

    @Test
    void whatWasCertainlyNotAcceptedIsTriedEachHourForADay() {
        List<Duration> attempts = attempts(new RetrySchedule.Failure(true, false, false, false, false, Duration.ZERO));

        assertThat(attempts).extracting(Duration::toMinutes).startsWith(0L, 1L, 6L, 21L, 51L, 111L, 171L);
        assertThat(attempts).last().isEqualTo(RetrySchedule.PATIENCE);
    }

    /** One is handed over and killed, and so on: nobody ever learns what became of it. */
    @Test
    void anAttemptThatEndedWithItsListenerCountsAsUnclear() {
        List<Duration> attempts = new ArrayList<>();
        Instant now = NOW;
        for (int life = 0; life < 5; life++) {
            attempts.add(Duration.between(NOW, now));
            retrySchedule.handingOver("a", now);
            now = records.get("a").next();
        }

        assertThat(attempts).extracting(Duration::toMinutes).containsExactly(0L, 1L, 6L, 21L, 51L);
        assertThat(now).isEqualTo(NOW.plus(RetrySchedule.PATIENCE));
    }

    @Test
    void anAttemptThatCertainlyDeliveredNothingLeavesNothingUnclear() {
        retrySchedule.handingOver("a", NOW);
        retrySchedule.failed("a", NOW, new RetrySchedule.Failure(false, true, false, false, false, Duration.ZERO));

        assertThat(records.get("a").unclear()).isEmpty();
        assertThat(records.get("a").next()).isEqualTo(NOW.plusSeconds(1));
        assertThat(records.get("a").isPatient()).isFalse();
    }

    @Test
    void forcingTriesNothingThatMayHaveBeenAccepted() {
        retrySchedule.handingOver("a", NOW);
        retrySchedule.failed("a", NOW, unclear());

        retrySchedule.force();

        assertThat(retrySchedule.due(List.of("a"), NOW.plusSeconds(59))).isEmpty();
        assertThat(retrySchedule.due(List.of("a"), NOW.plusSeconds(60))).containsExactly("a");
    }

    /** When each attempt is made, from the first one on, if all end like this. */
    private List<Duration> attempts(RetrySchedule.Failure failure) {
        List<Duration> attempts = new ArrayList<>();
        Optional<Instant> next = Optional.of(NOW);
        while (next.isPresent()) {
            Instant now = next.get();
            attempts.add(Duration.between(NOW, now));
            if (failure.isHandedOver()) {
                retrySchedule.handingOver("a", now);
            }
            next = retrySchedule
                    .failed("a", now, failure)
                    .map(time -> records.get("a").next());
        }
        return attempts;
    }

    private static RetrySchedule.Failure unclear() {
        return new RetrySchedule.Failure(true, true, true, false, false, Duration.ZERO);
    }

    private Instant failed(String name, Instant now, Duration asked) {
        return retrySchedule
                .failed(name, now, new RetrySchedule.Failure(false, false, false, false, false, asked))
                .orElseThrow();
    }

    private void succeeded(String name) {
        records.remove(name);
        retrySchedule.succeeded();
    }
}
