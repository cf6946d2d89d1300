package org.superlance.listener.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.superlance.listener.util.Backoff;

class RetryScheduleTest {

    private static final Instant NOW = AlertFixtures.TIME;

    private final RetrySchedule retrySchedule = new RetrySchedule(Backoff.RETRY);

    @Test
    void triesNothingForAWhileAfterAFailure() {
        assertThat(retrySchedule.failed("a", NOW, Duration.ZERO)).isEqualTo(NOW.plusSeconds(1));

        assertThat(retrySchedule.isPaused(NOW.plusMillis(999))).isTrue();
        assertThat(retrySchedule.isPaused(NOW.plusSeconds(1))).isFalse();
    }

    @Test
    void thePauseGrowsWithFailuresInARowWhateverAlertTheyHit() {
        retrySchedule.failed("a", NOW, Duration.ZERO);
        retrySchedule.failed("b", NOW, Duration.ZERO);
        retrySchedule.failed("c", NOW, Duration.ZERO);

        assertThat(retrySchedule.isPaused(NOW.plusMillis(3_999))).isTrue();
        assertThat(retrySchedule.isPaused(NOW.plusSeconds(4))).isFalse();
    }

    @Test
    void triesWhatWasNeverTriedBeforeWhatFailed() {
        retrySchedule.failed("a", NOW, Duration.ZERO);

        assertThat(retrySchedule.due(List.of("a", "b", "c"), NOW.plusSeconds(1)))
                .containsExactly("b", "c", "a");
    }

    @Test
    void anAlertThatAlwaysFailsDoesNotHoldUpTheOthers() {
        retrySchedule.failed("a", NOW, Duration.ZERO);
        retrySchedule.failed("a", NOW, Duration.ZERO);
        retrySchedule.succeeded("b");

        assertThat(retrySchedule.isPaused(NOW)).isFalse();
        assertThat(retrySchedule.due(List.of("a", "b"), NOW)).containsExactly("b");
    }

    @Test
    void everythingIsDueWhenItIsForced() {
        retrySchedule.failed("a", NOW, Duration.ZERO);

        retrySchedule.force();

        assertThat(retrySchedule.isPaused(NOW)).isFalse();
        assertThat(retrySchedule.due(List.of("a"), NOW)).containsExactly("a");
        assertThat(retrySchedule.failures("a")).isEqualTo(1);
    }

    @Test
    void aClockThatIsSetBackDoesNotPostponeAnything() {
        retrySchedule.failed("a", NOW, Duration.ZERO);

        Instant before = NOW.minus(Duration.ofDays(1));

        assertThat(retrySchedule.isPaused(before)).isFalse();
        assertThat(retrySchedule.due(List.of("a"), before)).containsExactly("a");
    }

    @Test
    void forgetsAlertsThatAreNoLongerThere() {
        retrySchedule.failed("a", NOW, Duration.ZERO);

        retrySchedule.due(List.of("b"), NOW);

        assertThat(retrySchedule.failures("a")).isZero();
    }

    @Test
    void restsUntilTheNextAttemptAndNeverLongerThanAsked() {
        Duration max = Duration.ofSeconds(10);

        assertThat(retrySchedule.pause(NOW, max)).isEqualTo(max);
        retrySchedule.failed("a", NOW, Duration.ZERO);
        assertThat(retrySchedule.pause(NOW, max)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void leavesAServerAloneForAsLongAsItAsksEvenWhenForced() {
        assertThat(retrySchedule.failed("a", NOW, Duration.ofMinutes(30))).isEqualTo(NOW.plusSeconds(1_800));

        retrySchedule.force();

        assertThat(retrySchedule.isPaused(NOW.plusSeconds(1_799))).isTrue();
        assertThat(retrySchedule.pause(NOW, Duration.ofHours(2))).isEqualTo(Duration.ofMinutes(30));
        assertThat(retrySchedule.isPaused(NOW.plusSeconds(1_800))).isFalse();
    }

    @Test
    void leavesAServerAloneForAnHourAtMost() {
        assertThat(retrySchedule.failed("a", NOW, Duration.ofDays(365))).isEqualTo(NOW.plusSeconds(3_600));
    }

    @Test
    void anAnswerEndsThePauseThatAServerAskedFor() {
        retrySchedule.failed("a", NOW, Duration.ofMinutes(30));

        retrySchedule.succeeded("a");

        assertThat(retrySchedule.isPaused(NOW)).isFalse();
    }

    @Test
    void aClockThatIsSetBackEndsThePauseThatAServerAskedFor() {
        retrySchedule.failed("a", NOW, Duration.ofMinutes(30));

        assertThat(retrySchedule.isPaused(NOW.minus(Duration.ofDays(1)))).isFalse();
    }
}
