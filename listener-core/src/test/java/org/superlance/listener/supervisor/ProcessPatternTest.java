package org.superlance.listener.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessPatternTest {

    @ParameterizedTest(name = "{0} matches {1}: {2}")
    @CsvSource({
        "w1, web:w1, true",
        "w1, other:w1, true",
        "w1, web:w2, false",
        "web:w1, web:w1, true",
        "web:w1, other:w1, false",
        "web:*, web:w9, true",
        "web:, web:w9, true",
        "web:*, other:w9, false",
        "w*, web:w1, true",
        "w?, web:w1, true",
        "w?, web:w10, false",
        "w?, web:w🚀, true",
        "*?1, web:w🚀1, true",
        "w??, web:w🚀, false",
        "*, any:thing, true",
        "w.1, web:wx1, false",
        "'a:b:c', 'a:b:c', true"
    })
    void matches(String pattern, String namespec, boolean matches) {
        assertThat(ProcessPattern.parse(pattern).matches(Namespec.parse(namespec)))
                .isEqualTo(matches);
    }

    @ParameterizedTest(name = "{0} overlaps {1}: {2}")
    @CsvSource({
        "w1, w1, true",
        "w1, w2, false",
        "w1, web:*, true",
        "web:w1, web:*, true",
        "web:w1, db:*, false",
        "web:w1, db, false",
        "db, web:w*, false",
        "w*1, w?2*, true",
        "w?, w, false",
        "w?, *, true",
        "a*b, b*a, false",
        "a*b, a*b*b, true",
        "*, web:, true"
    })
    void overlaps(String one, String other, boolean overlap) {
        assertThat(ProcessPattern.parse(one).overlaps(ProcessPattern.parse(other)))
                .isEqualTo(overlap);
        assertThat(ProcessPattern.parse(other).overlaps(ProcessPattern.parse(one)))
                .isEqualTo(overlap);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ":", ":w1"})
    void refusesWhatNamesNothing(String pattern) {
        assertThatThrownBy(() -> ProcessPattern.parse(pattern)).hasMessageContaining("names no process");
    }

    @Test
    void aGroupMayBeWrittenAsAllOfItsProcesses() {
        assertThat(ProcessPattern.ofGroup("app:*")).isEqualTo(ProcessPattern.ofGroup("app"));
        assertThat(ProcessPattern.ofGroup("app:")).isEqualTo(ProcessPattern.ofGroup("app"));
        assertThat(ProcessPattern.ofGroup("app:*").matches(new Namespec("app", "w0")))
                .isTrue();
    }

    @Test
    void hintsAtWhatIsNoName() {
        assertThat(ProcessPattern.parse("a,g:b").hint())
                .hasValueSatisfying(hint -> assertThat(hint).contains("commas"));
        assertThat(ProcessPattern.parse("<program_name>").hint())
                .hasValueSatisfying(hint -> assertThat(hint).contains("placeholder"));
        assertThat(ProcessPattern.parse("web").hint()).isEmpty();
    }
}
