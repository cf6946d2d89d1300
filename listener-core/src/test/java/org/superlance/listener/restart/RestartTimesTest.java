package org.superlance.listener.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.restart.Decision.DecisionType;
import org.superlance.listener.restart.RestartRules.CycleThreshold;
import org.superlance.listener.state.SpoolDirectory.Access;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.util.RateLimit;

/** The budget of {@code --max-restarts} over the lives of a listener; two restarts an hour. */
class RestartTimesTest {

    private static final Instant START = Instant.parse("2026-11-21T02:54:56Z");
    private static final Namespec ODD = new Namespec("w\u00e4b", "a b\t1");

    private Instant now = START;

    @TempDir
    private Path directory;

    @Test
    void theNextLifeGoesOnToCount() {
        assertThat(ticks(nextLife(), START, 2)).containsExactly(DecisionType.RESTART, DecisionType.RESTART);

        now = now.plus(Duration.ofMinutes(59));
        // the other clock begins anywhere
        assertThat(ticks(nextLife(), Instant.EPOCH, 1)).containsExactly(DecisionType.HOLD);
        now = now.plus(Duration.ofMinutes(1));
        assertThat(ticks(nextLife(), Instant.EPOCH, 3))
                .containsExactly(DecisionType.RESTART, DecisionType.RESTART, DecisionType.HOLD);
    }

    @Test
    void aClockThatIsSetBackHoldsForTheTimeOfTheLimitOnly() {
        ticks(nextLife(), START, 2);

        now = START.minus(Duration.ofDays(400));
        assertThat(ticks(nextLife(), START, 1)).containsExactly(DecisionType.HOLD);
        now = now.plus(Duration.ofHours(1));
        assertThat(ticks(nextLife(), START, 1)).containsExactly(DecisionType.RESTART);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rubbish", "a:b\tyesterday\n", "a:b\t-1000000000-01-01T00:00:00Z\n", "%zz\t2026-11-21T02:54:56Z"
            })
    void beginsWithNothingWhereTheFileIsDamaged(String content) throws IOException {
        Files.writeString(file(), content);

        assertThat(ticks(nextLife(), START, 3))
                .containsExactly(DecisionType.RESTART, DecisionType.RESTART, DecisionType.HOLD);
        assertThat(ticks(nextLife(), START, 1)).containsExactly(DecisionType.HOLD);
    }

    @Test
    void countsWhereNothingCanBeRead() throws IOException {
        Files.createDirectory(file());

        assertThat(ticks(nextLife(), START, 3))
                .containsExactly(DecisionType.RESTART, DecisionType.RESTART, DecisionType.HOLD);
    }

    @Test
    void keepsNoMoreThanTheNewest() throws IOException {
        RestartTimes times = times(Access.UNRESTRICTED);
        times.load(START);
        List<Instant> many = IntStream.rangeClosed(1, RestartTimes.MAX_RESTARTS + 1)
                .mapToObj(START::minusSeconds)
                .toList();

        times.write(Map.of(ODD, many), START);

        assertThat(times(Access.UNRESTRICTED).load(START).get(ODD))
                .hasSize(RestartTimes.MAX_RESTARTS)
                .contains(START.minusSeconds(1));
    }

    @Test
    void touchesNothingThatIsAnothers() {
        RestartTimes times = times(new Access() {
            @Override
            public boolean isOwned() {
                return false;
            }

            @Override
            public void prepare(Path path) throws IOException {
                throw new IOException("it is another's");
            }
        });

        assertThat(times.load(START)).isEmpty();
        times.write(Map.of(ODD, List.of(START)), START);

        assertThat(file()).doesNotExist();
    }

    private RestartPolicy nextLife() {
        return new RestartPolicy(
                new RestartRules(
                        CycleThreshold.ONE,
                        Duration.ZERO,
                        Optional.of(RateLimit.parse("2/1h")),
                        RestartRules.UNLIMITED),
                times(Access.UNRESTRICTED));
    }

    private RestartTimes times(Access access) {
        return new RestartTimes(directory, access, () -> now);
    }

    private Path file() {
        return directory.resolve(RestartTimes.NAME);
    }

    private static List<DecisionType> ticks(RestartPolicy policy, Instant steady, int number) {
        ProcessInfo process = new ProcessInfo(ODD, ProcessState.RUNNING, 1, steady, steady, steady, 0, "", "", "");
        return IntStream.range(0, number)
                .mapToObj(tick -> policy.decide(
                                List.of(new CheckResult(process, true, "", "", "it is sick")), name -> false, 0, steady)
                        .get(0)
                        .type())
                .toList();
    }
}
