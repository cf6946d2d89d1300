package org.superlance.listener.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.crash.SupervisordLogFailures.LoggedFailure;

class SupervisordLogFailuresTest {

    private static final String LOG = """
            2026-11-21 02:54:50,000 INFO exited: veteran (exit status 3; not expected)
            2026-11-21 02:54:50,100 INFO spawned: 'w1' with pid 11
            2026-11-21 02:54:51,200 INFO success: w1 entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)
            2026-11-21 02:54:52,300 WARN exited: w1 (terminated by SIGKILL; not expected)
            2026-11-21 02:54:53,400 INFO spawned: 'w1' with pid 12
            2026-11-21 02:54:53,500 INFO exited: w1 (exit status 1; not expected)
            2026-11-21 02:54:54,600 INFO gave up: w1 entered FATAL state, too many start retries too quickly
            2026-11-21 02:54:55,700 INFO exited: w2 (exit status 0; expected)
            nonsense
            """;

    private final SupervisordLogFailures notices = new SupervisordLogFailures(LOG, ZoneOffset.UTC);

    @Test
    void areThoseOfProcessesThatRanAndOfThoseGivenUp() {
        assertThat(notices.since(Instant.EPOCH))
                .containsExactly(
                        new LoggedFailure(FailureType.EXITED, "veteran", at("50.000"), OptionalLong.empty()),
                        new LoggedFailure(FailureType.EXITED, "w1", at("52.300"), OptionalLong.of(11)),
                        new LoggedFailure(FailureType.FATAL, "w1", at("54.600"), OptionalLong.empty()));
    }

    @Test
    void beginAtATime() {
        List<LoggedFailure> late = notices.since(at("53.000"));

        assertThat(late).extracting(LoggedFailure::type).containsExactly(FailureType.FATAL);
    }

    private static Instant at(String seconds) {
        return Instant.parse("2026-11-21T02:54:" + seconds + "Z");
    }
}
