package org.superlance.httpok;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PerformanceDataTest {

    private static final int MAX = 100;

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '"', textBlock = """
                    time=0.019s;2;8;0;10            → time=0.019s;2;8;0;10
                    time = 3                        → ""
                    a=                              → ""
                    a=;1;2                          → ""
                    a=U                             → ""
                    a=-12.5%;-5:5;~:-10             → a=-12.5%;-5:5;~:-10
                    a=+7c                           → a=7c
                    a=1.5e3ms b=2E-2us              → a=1500ms b=0.02us
                    a=0,5s;1,5;2,5                  → a=0.5s;1.5;2.5
                    a=.5 b=5.                       → a=0.5 b=5
                    a=1, b=2,                       → a=1 b=2
                    'C:\\ Used'=3GB                 → 'C:\\ Used'=3GB
                    'it''s = 5|6'=1                 → 'it''s = 5/6'=1
                    'open=1 b=2                     → ""
                    ''=1 =2 b=3                     → b=3
                    a=1 junk b=2 3 =                → a=1 b=2
                    a=1 a=2                         → a=1
                    a=1;@10:20;@~:5;x;9             → a=1;@10:20;@~:5;;9
                    a=1;/root:5;10;;                → a=1;;10
                    a=1;2;3;4;5;6;7;8               → a=1;2;3;4;5
                    a=NaN b=inf c=-Infinity d=1e999 → ""
                    a=0x1F b=1.2.3 c=--1 d=1-2      → ""
                    a=1e-999 b=1e-99                → a=0 b=0
                    a=256 bytes                     → a=256
                    a::b::c=1;;;0; d/s=2 pg.x_y=3   → a::b::c=1;;;0 d/s=2 pg.x_y=3
                    temp=21°C power=3µW             → temp=21°C power=3µW
                    a=1"2" b=3'4 c=5                → c=5
                    a=1averyverylongunitindeed      → ""
                    """)
    void readsWhatIsWrittenByTheGuidelinesAndLeavesOutTheRest(String text, String expected) {
        assertThat(shown(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99, 100, 101, 100_000})
    void keepsSoManyValuesAndCountsTheOthers(int count) {
        String text = IntStream.range(0, count).mapToObj(i -> "v" + i + "=" + i).collect(Collectors.joining(" "));

        PerformanceData.Values values = PerformanceData.parse(text, MAX);

        assertThat(values.kept()).hasSize(Math.min(count, MAX));
        assertThat(values.omitted()).isEqualTo(Math.max(0, count - MAX));
    }

    @Test
    void aLabelIsPrintableAndNotTooLong() {
        List<PerformanceValue> values = PerformanceData.parse("'a\u001b[2J\u202e'=1 " + "y".repeat(60_000) + "=2", MAX)
                .kept();

        assertThat(values).extracting(PerformanceValue::label).allMatch(label -> label.length() <= 100);
        assertThat(values.get(0).label()).isEqualTo("a\uFFFD[2J\uFFFD");
    }

    @Test
    void hostileTextTakesNoMoreTimeThanItsLength() {
        for (String part : List.of("'", "''", "=", "a='", "1,", "9", "a=9", "a=9,9", ";", "a=1;@", "e", "~:")) {
            assertThat(PerformanceData.parse(part.repeat(64 << 10), MAX).kept()).hasSizeLessThanOrEqualTo(MAX);
        }
    }

    private static String shown(String text) {
        return PerformanceData.parse(text, MAX).kept().stream()
                .map(value -> value.text(value.label()))
                .collect(Collectors.joining(" "));
    }
}
