package org.superlance.memmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.process.ProcessTable.Measure;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.restart.RestartRules.CycleThreshold;
import org.superlance.listener.supervisor.Namespec;

class CpuLimitTest {

    @ParameterizedTest
    @CsvSource({
        "50, 50% (--cpu)",
        "50%, 50% (--cpu)",
        "web=150, 150% (--cpu web)",
        "web:* = 12.5 %, 12.5% (--cpu web:*)",
        "a=b=0.5%, 0.5% (--cpu a=b)",
        "99.00, 99% (--cpu)"
    })
    void readsWhatAnOperatorWrites(String text, String shown) {
        assertThat(CpuLimit.of(text)).hasToString(shown);
    }

    @ParameterizedTest
    @CsvSource({"web:w1, 40", "web:w2, 60", "other:w1, 40", "other:x, 90"})
    void theLowestLimitThatAppliesDecides(String process, long percent) {
        List<CpuLimit> limits = Stream.of("web:*=60", "w1=40", "90", "web:w1=50")
                .map(CpuLimit::of)
                .toList();

        assertThat(ProgramLimit.tightest(limits, Namespec.parse(process)))
                .map(CpuLimit::thousandths)
                .hasValue(percent * 10);
    }

    @Test
    void warnsOfALimitThatNothingCanExceed() {
        int cores = Runtime.getRuntime().availableProcessors();

        assertThat(config("web=" + cores * 100).warnings())
                .singleElement()
                .asString()
                .startsWith("the limit " + cores * 100 + "% (--cpu web) cannot be exceeded with " + cores + " core")
                .endsWith("; 100 is one core");
        assertThat(config(Integer.toString(cores * 100 - 1)).warnings()).isEmpty();
    }

    private static MemmonConfig config(String limit) {
        return new MemmonConfig(
                List.of(),
                List.of(CpuLimit.of(limit)),
                Duration.ZERO,
                Measure.RSS,
                false,
                "memmon",
                Optional.empty(),
                NotificationConfig.NONE,
                new RestartRules(CycleThreshold.ONE, Duration.ZERO, Optional.empty(), RestartRules.UNLIMITED),
                List.of());
    }
}
