package org.superlance.listener.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.superlance.listener.util.Backoff;

class RetriesTest {

    private static final Instant NOW = Alerts.TIME;

    private final Retries retries = new Retries(Backoff.RETRY);

    @Test
    void triesNothingForAWhileAfterAFailure() {
        assertThat(retries.failed("a", NOW, Duration.ZERO)).isEqualTo(NOW.plusSeconds(1));

        assertThat(retries.isPaused(NOW.plusMillis(999))).isTrue();
        assertThat(retries.isPaused(NOW.plusSeconds(1))).isFalse();
    }

    @Test
    void thePauseGrowsWithFailuresInARowWhateverAlertTheyHit() {
        retries.failed("a", NOW, Duration.ZERO);
        retries.failed("b", NOW, Duration.ZERO);
        retries.failed("c", NOW, Duration.ZERO);

        assertThat(retries.isPaused(NOW.plusMillis(3_999))).isTrue();
        assertThat(retries.isPaused(NOW.plusSeconds(4))).isFalse();
    }

    @Test
    void triesWhatWasNeverTriedBeforeWhatFailed() {
        retries.failed("a", NOW, Duration.ZERO);

        assertThat(retries.due(List.of("a", "b", "c"), NOW.plusSeconds(1))).containsExactly("b", "c", "a");
    }

    @Test
    void anAlertThatAlwaysFailsDoesNotHoldUpTheOthers() {
        retries.failed("a", NOW, Duration.ZERO);
        retries.failed("a", NOW, Duration.ZERO);
        retries.answered("b");

        assertThat(retries.isPaused(NOW)).isFalse();
        assertThat(retries.due(List.of("a", "b"), NOW)).containsExactly("b");
    }

    @Test
    void everythingIsDueWhenItIsForced() {
        retries.failed("a", NOW, Duration.ZERO);

        retries.force();

        assertThat(retries.isPaused(NOW)).isFalse();
        assertThat(retries.due(List.of("a"), NOW)).containsExactly("a");
        assertThat(retries.failures("a")).isEqualTo(1);
    }

    @Test
    void aClockThatIsSetBackDoesNotPostponeAnything() {
        retries.failed("a", NOW, Duration.ZERO);

        Instant before = NOW.minus(Duration.ofDays(1));

        assertThat(retries.isPaused(before)).isFalse();
        assertThat(retries.due(List.of("a"), before)).containsExactly("a");
    }

    @Test
    void forgetsAlertsThatAreNoLongerThere() {
        retries.failed("a", NOW, Duration.ZERO);

        retries.due(List.of("b"), NOW);

        assertThat(retries.failures("a")).isZero();
    }

    @Test
    void restsUntilTheNextAttemptAndNeverLongerThanAsked() {
        Duration most = Duration.ofSeconds(10);

        assertThat(retries.pause(NOW, most)).isEqualTo(most);
        retries.failed("a", NOW, Duration.ZERO);
        assertThat(retries.pause(NOW, most)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void leavesAServerAloneForAsLongAsItAsksEvenWhenForced() {
        assertThat(retries.failed("a", NOW, Duration.ofMinutes(30))).isEqualTo(NOW.plusSeconds(1_800));

        retries.force();

        assertThat(retries.isPaused(NOW.plusSeconds(1_799))).isTrue();
        assertThat(retries.pause(NOW, Duration.ofHours(2))).isEqualTo(Duration.ofMinutes(30));
        assertThat(retries.isPaused(NOW.plusSeconds(1_800))).isFalse();
    }

    @Test
    void leavesAServerAloneForAnHourAtMost() {
        assertThat(retries.failed("a", NOW, Duration.ofDays(365))).isEqualTo(NOW.plusSeconds(3_600));
    }

    @Test
    void anAnswerEndsThePauseThatAServerAskedFor() {
        retries.failed("a", NOW, Duration.ofMinutes(30));

        retries.answered("a");

        assertThat(retries.isPaused(NOW)).isFalse();
    }

    @Test
    void aClockThatIsSetBackEndsThePauseThatAServerAskedFor() {
        retries.failed("a", NOW, Duration.ofMinutes(30));

        assertThat(retries.isPaused(NOW.minus(Duration.ofDays(1)))).isFalse();
    }
}
