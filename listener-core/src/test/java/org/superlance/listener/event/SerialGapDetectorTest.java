package org.superlance.listener.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SerialGapDetectorTest {

    @ParameterizedTest(name = "{2}: {0} has lost {1}")
    @CsvSource({
        "0 1 2 3, 0, an unbroken sequence",
        "57 58, 0, a listener that joins late",
        "0 1 5, 3, a gap",
        "0 5 9, 7, two gaps",
        "3 4 4 5, 0, an event sent twice",
        "3 4 3 5, 0, an event sent again out of order",
        "9 3 4 10, 0, serials that go backwards",
        "9 3 12, 2, a gap behind a re-sent event"
    })
    void findsGaps(String serials, long lost, String what) {
        SerialGapDetector detector = new SerialGapDetector(true);

        long found = Arrays.stream(serials.split(" "))
                .mapToLong(serial -> detector.lostBefore(OptionalLong.of(Long.parseLong(serial))))
                .sum();

        assertThat(found).as(what).isEqualTo(lost);
    }

    @Test
    void findsNothingInTheShareOfOneOfSeveralListeners() {
        SerialGapDetector detector = new SerialGapDetector(false);

        assertThat(detector.lostBefore(OptionalLong.of(1))).isZero();
        assertThat(detector.lostBefore(OptionalLong.of(5))).isZero();
    }

    @Test
    void findsNothingWithoutSerials() {
        assertThat(new SerialGapDetector(true).lostBefore(OptionalLong.empty())).isZero();
    }
}
