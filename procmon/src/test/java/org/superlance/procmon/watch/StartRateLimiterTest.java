package org.superlance.procmon.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.supervisor.ProcessState.BACKOFF;
import static org.superlance.listener.supervisor.ProcessState.EXITED;
import static org.superlance.listener.supervisor.ProcessState.FATAL;
import static org.superlance.listener.supervisor.ProcessState.RUNNING;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.superlance.listener.supervisor.Namespec;

class StartRateLimiterTest {

    private static final Instant NOW = SettableClock.START;

    private final StartRateLimiter limiter = new StartRateLimiter(2);

    @Test
    void limitsStartsWithinASecond() {
        start("a", 0);
        start("b", 400);

        assertThat(limiter.allows(at(999))).isFalse();
        assertThat(limiter.next(at(999))).isEqualTo(at(1_000));
        assertThat(limiter.allows(at(1_000))).isTrue();
        start("c", 1_000);
        assertThat(limiter.allows(at(1_399))).isFalse();
    }

    @Test
    void keepsAPlaceForAProgramThatSupervisordRetries() {
        limiter.entered(name("a"), BACKOFF, NOW);
        limiter.entered(name("b"), BACKOFF, NOW);

        assertThat(limiter.allows(at(5_000))).isFalse();
        limiter.entered(name("a"), FATAL, at(5_000));
        assertThat(limiter.allows(at(5_000))).isTrue();
    }

    /** supervisord notices an end up to a second late, and takes what died in its start for one that ran. */
    @Test
    void keepsAPlaceForAProgramThatMayHaveExited() {
        limiter.started(name("a"), NOW);
        limiter.started(name("b"), NOW);

        assertThat(limiter.allows(at(1_990))).as("both are STARTING").isFalse();
        limiter.entered(name("a"), RUNNING, at(1_990));
        limiter.entered(name("b"), RUNNING, at(1_990));
        assertThat(limiter.allows(at(2_230)))
                .as("their exits may be on their way")
                .isFalse();
        limiter.entered(name("a"), EXITED, at(2_230));
        limiter.entered(name("b"), EXITED, at(2_230));
        assertThat(limiter.allows(at(4_220))).as("they may be started again").isFalse();
        assertThat(limiter.allows(at(4_230))).isTrue();
    }

    @Test
    void freesThePlaceOfAProgramAfterALimit() {
        limiter.entered(name("a"), BACKOFF, NOW);
        limiter.entered(name("b"), BACKOFF, NOW);

        assertThat(limiter.allows(NOW.plusSeconds(600))).isTrue();
    }

    @Test
    void doesNotWaitLongerAfterTheClockWasSetBack() {
        limiter.started(name("a"), NOW.plusSeconds(3_600));
        limiter.started(name("b"), NOW.plusSeconds(3_600));

        assertThat(limiter.allows(NOW)).isTrue();
    }

    /** One that runs at once. */
    private void start(String name, int millis) {
        limiter.started(name(name), at(millis));
        limiter.free(name(name));
    }

    private static Instant at(int millis) {
        return NOW.plusMillis(millis);
    }

    private static Namespec name(String name) {
        return Namespec.parse(name);
    }
}
