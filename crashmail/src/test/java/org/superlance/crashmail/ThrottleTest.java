package org.superlance.crashmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.crash.QueuedFailure;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.RateLimit;

class ThrottleTest {

    private static final Instant START = Instant.parse("2026-11-21T02:54:56Z");
    private static final Namespec W1 = new Namespec("web", "w1");
    private static final Namespec W2 = new Namespec("web", "w2");

    private final Throttle throttle = new Throttle(Optional.of(RateLimit.parse("2/1m")));
    private int notes;

    @Test
    void allowsEverythingWithoutALimit() {
        Throttle none = new Throttle(Optional.empty());

        assertThat(IntStream.range(0, 100).allMatch(i -> none.allows(W1, START)))
                .isTrue();
        assertThat(none.due(START.plusSeconds(1_000))).isEmpty();
    }

    @Test
    void allowsSoManyOfEachProgram() {
        assertThat(throttle.allows(W1, START)).isTrue();
        assertThat(throttle.allows(W1, at(1))).isTrue();
        assertThat(throttle.allows(W1, at(2))).isFalse();
        assertThat(throttle.allows(W2, at(2))).isTrue();
    }

    @Test
    void allowsAsManyAgainWhenTheTimeHasPassedQuietly() {
        throttle.allows(W1, START);
        throttle.allows(W1, START);

        assertThat(throttle.due(at(60))).isEmpty();

        assertThat(throttle.allows(W1, at(60))).isTrue();
        assertThat(throttle.allows(W1, at(61))).isTrue();
        assertThat(throttle.allows(W1, at(62))).isFalse();
    }

    @Test
    void tellsOnceHowManyWereHeldBackWhenTheTimeHasPassedAndCountsThatMail() {
        throttle.allows(W1, START);
        throttle.allows(W1, START);
        crash(1);
        crash(59);

        assertThat(throttle.due(at(59))).isEmpty();
        assertThat(throttle.suppressedProcesses()).hasSize(2);
        assertThat(throttle.due(at(60)))
                .singleElement()
                .satisfies(suppressed -> assertThat(suppressed.number()).isEqualTo(2));

        assertThat(throttle.suppressedProcesses()).isEmpty();
        assertThat(throttle.due(at(61))).isEmpty();
        assertThat(throttle.allows(W1, at(62))).isTrue();
        assertThat(throttle.allows(W1, at(63))).isFalse();
    }

    @Test
    void holdsBackWhatComesBetweenTheEndOfTheTimeAndTheMailAboutIt() {
        throttle.allows(W1, START);
        throttle.allows(W1, START);
        crash(1);

        assertThat(throttle.allows(W1, at(70))).isFalse();
    }

    @Test
    void onlyCountsWhatIsTooMuchToKeep() {
        throttle.allows(W1, START);
        throttle.allows(W1, START);
        for (int i = 0; i < Throttle.MAX_SUPPRESSED; i++) {
            assertThat(throttle.suppress(queuedFailure(1))).isTrue();
        }

        assertThat(throttle.suppress(queuedFailure(1))).isFalse();

        assertThat(throttle.all()).singleElement().satisfies(suppressed -> {
            assertThat(suppressed.number()).isEqualTo(101);
            assertThat(suppressed.queuedFailures()).hasSize(100);
        });
    }

    private void crash(int second) {
        assertThat(throttle.allows(W1, at(second))).isFalse();
        throttle.suppress(queuedFailure(second));
    }

    private QueuedFailure queuedFailure(int second) {
        ProcessFailure failure =
                new ProcessFailure(FailureType.EXITED, W1, OptionalLong.empty(), "RUNNING", at(second));
        return new QueuedFailure("note-" + notes++, failure, Optional.empty());
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
