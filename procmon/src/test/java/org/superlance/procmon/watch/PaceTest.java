package org.superlance.procmon.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.superlance.listener.supervisor.Namespec;

class PaceTest {

    private static final Instant NOW = SetClock.START;

    private final Pace pace = new Pace(2);

    @Test
    void allowsSoManyStartsInAnySecond() {
        pace.started(name("a"), NOW);
        pace.started(name("b"), NOW.plusMillis(400));

        assertThat(pace.allows(NOW.plusMillis(999))).isFalse();
        assertThat(pace.next(NOW.plusMillis(999))).isEqualTo(NOW.plusMillis(1_000));
        assertThat(pace.allows(NOW.plusMillis(1_000))).isTrue();
        pace.started(name("c"), NOW.plusMillis(1_000));
        assertThat(pace.allows(NOW.plusMillis(1_399))).isFalse();
    }

    @Test
    void keepsAPlaceForWhatSupervisordWillStartAgainItself() {
        pace.started(name("a"), NOW);
        pace.started(name("b"), NOW);
        pace.retries(name("a"), NOW.plusMillis(100));
        pace.retries(name("b"), NOW.plusMillis(100));

        assertThat(pace.allows(NOW.plusSeconds(5))).isFalse();
        pace.settled(name("a"));
        assertThat(pace.allows(NOW.plusSeconds(5))).isTrue();
    }

    @Test
    void letsNoProgramKeepItsPlaceForEver() {
        pace.retries(name("a"), NOW);
        pace.retries(name("b"), NOW);

        assertThat(pace.allows(NOW.plusSeconds(600))).isTrue();
    }

    @Test
    void doesNotWaitForAClockThatWasSetBack() {
        pace.started(name("a"), NOW.plusSeconds(3_600));
        pace.started(name("b"), NOW.plusSeconds(3_600));

        assertThat(pace.allows(NOW)).isTrue();
    }

    private static Namespec name(String name) {
        return Namespec.parse(name);
    }
}
