package org.superlance.listener.configcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.restart.RestartRules.CycleThreshold;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.RateLimit;

class RestartLimitCheckTest {

    @ParameterizedTest(name = "--max-restarts {0} --cycles {1} --min-uptime {2}, a tick every {3}, slots of {4}: {5}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                // restarts at 0, 1m and 2m: at 3m there are three within an hour
                "3/1h,   1,   0, 60s,   0, ``",
                "5/1m,   1,   0, 60s,   0, 5/10m",
                "1/1m,   1,   0, 60s,   0, 1/2m",
                "1/61s,  1,   0, 60s,   0, ``",
                "5/1m,   1,   0,  5s,   0, ``",
                "12/1m,  1,   0,  5s,   0, 12/2m",
                "3/1h,  30,   0, 60s,   0, 3/3h",
                "3/1h, 2/5,   0, 60s,   0, ``",
                "3/1h,   1, 30m, 60s,   0, 3/3h",
                "2/3h,   1,   0, 60s,  3h, 2/12h",
                "2/1d,   1,   0, 60s,  3h, ``",
                "3/1h,   1,   0,  1h,   0, 3/6h"
            })
    void aBudgetMustBeSpendable(
            String budget, String cycles, String minUptime, String tick, String atLeast, String better) {
        RestartRules rules = new RestartRules(
                CycleThreshold.parse(cycles),
                Durations.parse(minUptime),
                Optional.of(RateLimit.parse(budget)),
                RestartRules.UNLIMITED);

        Optional<Diagnostic> diagnostic =
                RestartLimitCheck.check(rules, Durations.parse(tick), Durations.parse(atLeast));

        if (better.isEmpty()) {
            assertThat(diagnostic).isEmpty();
        } else {
            assertThat(diagnostic)
                    .hasValueSatisfying(said -> assertThat(said.sentence())
                            .contains(
                                    "--max-restarts " + RateLimit.parse(budget) + " never takes effect",
                                    "such as " + better));
        }
    }

    @ParameterizedTest
    @CsvSource("60")
    void noBudgetIsFine(long tick) {
        assertThat(RestartLimitCheck.check(RestartRules.ALWAYS, Duration.ofSeconds(tick), Duration.ZERO))
                .isEmpty();
    }
}
