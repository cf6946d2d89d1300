package org.superlance.procmon.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.supervisor.ProcessState.BACKOFF;
import static org.superlance.listener.supervisor.ProcessState.EXITED;
import static org.superlance.listener.supervisor.ProcessState.FATAL;
import static org.superlance.listener.supervisor.ProcessState.RUNNING;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.superlance.listener.supervisor.Namespec;

class PaceTest {

    private static final Instant NOW = SetClock.START;

    private final Pace pace = new Pace(2);

    @Test
    void allowsSoManyStartsInAnySecond() {
        start("a", 0);
        start("b", 400);

        assertThat(pace.allows(at(999))).isFalse();
        assertThat(pace.next(at(999))).isEqualTo(at(1_000));
        assertThat(pace.allows(at(1_000))).isTrue();
        start("c", 1_000);
        assertThat(pace.allows(at(1_399))).isFalse();
    }

    @Test
    void keepsAPlaceForWhatSupervisordWillStartAgainItself() {
        pace.entered(name("a"), BACKOFF, NOW);
        pace.entered(name("b"), BACKOFF, NOW);

        assertThat(pace.allows(at(5_000))).isFalse();
        pace.entered(name("a"), FATAL, at(5_000));
        assertThat(pace.allows(at(5_000))).isTrue();
    }

    /** supervisord notices an end up to a second late, and takes what died in its start for one that ran. */
    @Test
    void keepsAPlaceForWhatMayBeDeadAlready() {
        pace.started(name("a"), NOW);
        pace.started(name("b"), NOW);

        assertThat(pace.allows(at(1_990))).as("both are STARTING").isFalse();
        pace.entered(name("a"), RUNNING, at(1_990));
        pace.entered(name("b"), RUNNING, at(1_990));
        assertThat(pace.allows(at(2_230))).as("their exits may be on their way").isFalse();
        pace.entered(name("a"), EXITED, at(2_230));
        pace.entered(name("b"), EXITED, at(2_230));
        assertThat(pace.allows(at(4_220))).as("they may be started again").isFalse();
        assertThat(pace.allows(at(4_230))).isTrue();
    }

    @Test
    void letsNoProgramKeepItsPlaceForEver() {
        pace.entered(name("a"), BACKOFF, NOW);
        pace.entered(name("b"), BACKOFF, NOW);

        assertThat(pace.allows(NOW.plusSeconds(600))).isTrue();
    }

    @Test
    void doesNotWaitForAClockThatWasSetBack() {
        pace.started(name("a"), NOW.plusSeconds(3_600));
        pace.started(name("b"), NOW.plusSeconds(3_600));

        assertThat(pace.allows(NOW)).isTrue();
    }

    /** One that runs at once. */
    private void start(String name, int millis) {
        pace.started(name(name), at(millis));
        pace.free(name(name));
    }

    private static Instant at(int millis) {
        return NOW.plusMillis(millis);
    }

    private static Namespec name(String name) {
        return Namespec.parse(name);
    }
}
