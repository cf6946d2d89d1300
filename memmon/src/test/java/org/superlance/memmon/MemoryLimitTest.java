package org.superlance.memmon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.process.SystemMemory;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.ByteSize;

class MemoryLimitTest {

    private static final List<MemoryLimit> LIMITS = List.of(
            MemoryLimit.ofProgram("w1=300MB"),
            MemoryLimit.ofProgram("web:w2=100MB"),
            MemoryLimit.ofGroup("web=200MB"),
            MemoryLimit.ofAny(ByteSize.parse("400MB")));

    @ParameterizedTest(name = "{0} may use {1}")
    @CsvSource({
        "web:w1, 200MB (-g web)",
        "web:w2, 100MB (-p web:w2)",
        "web:w3, 200MB (-g web)",
        "db:w1, 300MB (-p w1)",
        "db:db, 400MB (-a)"
    })
    void isTheTightestOfAllThatApply(String process, String limit) {
        assertThat(ProgramLimit.tightest(LIMITS, Namespec.parse(process)))
                .hasValueSatisfying(tightest -> assertThat(tightest).hasToString(limit));
    }

    @Test
    void isNoneForAProcessThatNoOptionNames() {
        assertThat(ProgramLimit.tightest(List.of(MemoryLimit.ofProgram("foo=1MB")), Namespec.parse("bar")))
                .isEmpty();
    }

    @Test
    void mayNameAProgramWithAnEqualsSign() {
        assertThat(MemoryLimit.ofProgram("a=b=1MB").processes().matches(Namespec.parse("a=b")))
                .isTrue();
    }

    /** The Go supervisord leaves the two percent signs of a configuration as they are. */
    @Test
    void takesTwoPercentSignsForOne() {
        assertThat(SystemMemory.parseSize("20%%")).isEqualTo(SystemMemory.parseSize("20%"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo",
                "=1MB",
                "foo=",
                "foo=0",
                "foo=-1MB",
                "foo=lots",
                "foo=120%",
                "foo=0%",
                "foo=x%",
                "foo=1%%%"
            })
    void refusesWhatIsNoPair(String pair) {
        assertThatThrownBy(() -> MemoryLimit.ofProgram(pair)).isInstanceOf(IllegalArgumentException.class);
    }
}
