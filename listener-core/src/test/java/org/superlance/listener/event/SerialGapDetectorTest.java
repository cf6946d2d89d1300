package org.superlance.listener.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.event.Event.EventHeader;

class SerialGapDetectorTest {

    private long nanos = 1;
    private final SerialGapDetector detector = new SerialGapDetector(true, () -> nanos);

    @ParameterizedTest(name = "{2}: {0} has lost {1}")
    @CsvSource({
        "0 1 2 3, 0, an unbroken sequence",
        "57 58, 0, a listener that joins late",
        "0 1 5, 3, a gap",
        "0 5 9, 7, two gaps",
        "3 4 4 5, 0, an event sent twice",
        "3 4 3 5, 0, an event sent again out of order",
        "9 3 4 10, 0, serials that go backwards",
        "9 3 12, 2, a gap behind a re-sent event",
        "0 3 1 2 4, 0, missing ones that come later",
        "0 9 5 10, 7, one of the missing ones comes later"
    })
    void countsTheGapsThatStay(String serials, long lost, String what) {
        accept(serials);

        assertThat(detector.takeLost()).as(what + ", at once").isZero();
        pass(SerialGapDetector.PATIENCE);
        assertThat(detector.takeLost()).as(what).isEqualTo(lost);
        assertThat(detector.takeLost()).as(what + ", asked again").isZero();
    }

    /** The Go supervisord begins with 1. */
    @Test
    void missesNothingBeforeTheFirstNumberOfAServer() {
        for (int first : new int[] {0, 1}) {
            SerialGapDetector fresh = new SerialGapDetector(true, first, () -> nanos);
            fresh.resume(-1, -1);
            fresh.accept(header(1, 1));

            assertThat(fresh.missing()).isEqualTo(1 - first);
        }
    }

    @Test
    void findsNothingInTheShareOfOneOfSeveralListeners() {
        SerialGapDetector shared = new SerialGapDetector(false, () -> nanos);
        shared.accept(header(1, 1));
        shared.accept(header(5, 5));
        pass(SerialGapDetector.PATIENCE);

        assertThat(shared.takeLost()).isZero();
        assertThat(shared.missing()).isZero();
    }

    @Test
    void findsNothingWithoutSerials() {
        detector.accept(new EventHeader("TICK_5", 0, OptionalLong.empty()));
        pass(SerialGapDetector.PATIENCE);

        assertThat(detector.takeLost()).isZero();
        assertThat(detector.poolSerial()).isEqualTo(-1);
    }

    @Test
    void knowsWhatIsMissingAtOnceAndForAMinute() {
        accept("0 4");
        assertThat(detector.missing()).isEqualTo(3);

        pass(SerialGapDetector.PATIENCE);
        assertThat(detector.takeLost()).isEqualTo(3);
        assertThat(detector.missing()).isEqualTo(3);

        pass(Duration.ofMinutes(1));
        assertThat(detector.missing()).isZero();
    }

    @ParameterizedTest(name = "{4}")
    @CsvSource({
        "-1, -1, 100, 37, 37, the first events of a new supervisord",
        "500, 40, 510, 44, 3, events between two lives",
        "500, 40, 501, 41, 0, nothing between two lives",
        "500, 40, 500, 40, 0, the last event of the earlier life is sent again",
        "500, 40, 510, 2, 2, a new pool of the same supervisord"
    })
    void countsWhatIsMissingBeforeTheFirstEvent(
            long lastSerial, long lastPoolSerial, long serial, long poolSerial, long lost, String what) {
        detector.resume(lastSerial, lastPoolSerial);
        detector.accept(header(serial, poolSerial));
        pass(SerialGapDetector.PATIENCE);
        assertThat(detector.takeLostBeforeFirst()).as(what).isEqualTo(lost);

        SerialGapDetector late = new SerialGapDetector(true, () -> nanos);
        late.accept(header(serial, poolSerial));
        late.resume(lastSerial, lastPoolSerial);
        pass(SerialGapDetector.PATIENCE);
        assertThat(late.takeLostBeforeFirst()).as(what + ", told late").isEqualTo(lost);
        assertThat(late.takeLost()).isZero();
    }

    @Test
    void remembersTheLastNumbers() {
        detector.resume(500, 40);
        assertThat(detector.serial()).isEqualTo(500);
        assertThat(detector.poolSerial()).isEqualTo(40);

        detector.accept(header(510, 2));
        assertThat(detector.serial()).isEqualTo(510);
        assertThat(detector.poolSerial()).isEqualTo(2);
    }

    private void accept(String serials) {
        for (String serial : serials.split(" ", -1)) {
            detector.accept(header(Long.parseLong(serial), Long.parseLong(serial)));
        }
    }

    private void pass(Duration time) {
        nanos += time.toNanos() + 1;
    }

    private static EventHeader header(long serial, long poolSerial) {
        return new EventHeader("TICK_5", 0, OptionalLong.of(serial), OptionalLong.of(poolSerial));
    }
}
