package org.superlance.listener.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.supervisor.Namespec;

class LostEventRecoveryTest {

    private static final Instant START = Instant.parse("2026-11-21T02:54:50Z");
    private static final String ONE_DEATH = """
            2026-11-21 02:54:50,100 INFO spawned: 'w1' with pid 11
            2026-11-21 02:54:51,200 INFO success: w1 entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)
            2026-11-21 02:54:52,300 WARN exited: w1 (terminated by SIGKILL; not expected)
            """;
    private static final String ANOTHER = """
            2026-11-21 02:54:52,400 INFO spawned: 'w1' with pid 12
            2026-11-21 02:54:53,500 INFO success: w1 entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)
            2026-11-21 02:54:53,600 WARN exited: w1 (terminated by SIGKILL; not expected)
            """;

    private final StubSupervisor supervisor = new StubSupervisor();
    private final LostEventRecovery incidents = new LostEventRecovery(supervisor.proxy(), ZoneOffset.UTC);

    @Test
    void anEventThatWasOnlyLateTellsNothingNew() {
        supervisor.log = ONE_DEATH;
        incidents.onSuspectedLoss(START);

        assertThat(incidents.findUnreported()).hasSize(1);
        assertThat(incidents.onReported(death(11, "52.900"))).isFalse();
        assertThat(incidents.onReported(death(12, "53.700"))).isTrue();
    }

    @Test
    void aPidThatComesAgainIsAnotherDeath() {
        supervisor.log = ONE_DEATH;
        incidents.onSuspectedLoss(START);
        assertThat(incidents.findUnreported()).hasSize(1);

        assertThat(incidents.onReported(new ProcessFailure(
                        FailureType.EXITED,
                        Namespec.parse("web:w1"),
                        OptionalLong.of(11),
                        "RUNNING",
                        START.plus(Duration.ofHours(5)))))
                .isTrue();
    }

    @Test
    void whatAnEventHasToldIsFoundNeverHoweverOftenTheLogIsRead() {
        supervisor.log = ONE_DEATH;
        assertThat(incidents.onReported(death(11, "52.310"))).isTrue();

        for (int look = 0; look < 2; look++) {
            incidents.onSuspectedLoss(START);
            assertThat(incidents.findUnreported()).isEmpty();
        }
    }

    @Test
    void whatWasFoundIsNotFoundAgain() {
        supervisor.log = ONE_DEATH;
        incidents.onSuspectedLoss(START);
        assertThat(incidents.findUnreported()).hasSize(1);

        incidents.onSuspectedLoss(START);
        assertThat(incidents.findUnreported()).isEmpty();
    }

    @Test
    void theDeathOfTheNextProcessOfTheNameIsAnother() {
        supervisor.log = ONE_DEATH + ANOTHER;
        incidents.onReported(death(12, "53.700"));
        incidents.onSuspectedLoss(START);

        assertThat(incidents.findUnreported()).extracting(ProcessFailure::pid).containsExactly(OptionalLong.of(11));
    }

    private static ProcessFailure death(long pid, String seconds) {
        return new ProcessFailure(
                FailureType.EXITED,
                Namespec.parse("web:w1"),
                OptionalLong.of(pid),
                "RUNNING",
                Instant.parse("2026-11-21T02:54:" + seconds + "Z"));
    }
}
