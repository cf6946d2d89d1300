package org.superlance.listener.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.superlance.listener.supervisor.Namespec;

class LastHourTest {

    private static final Instant TIME = Instant.parse("2026-11-21T02:54:00Z");
    private static final Namespec WEB = new Namespec("web", "w1");

    private final LastHour lastHour = new LastHour();

    @Test
    void countsEachProcessForItself() {
        assertThat(lastHour.add(WEB, TIME)).isEqualTo(1);
        assertThat(lastHour.add(WEB, TIME.plusSeconds(59))).isEqualTo(2);
        assertThat(lastHour.add(new Namespec("web", "w2"), TIME)).isEqualTo(1);
    }

    @Test
    void forgetsWhatIsLongerAgo() {
        lastHour.add(WEB, TIME);
        lastHour.add(WEB, TIME.plusSeconds(60));

        assertThat(lastHour.add(WEB, TIME.plusSeconds(59 * 60))).isEqualTo(3);
        assertThat(lastHour.add(WEB, TIME.plusSeconds(60 * 60))).isEqualTo(3);
        assertThat(lastHour.add(WEB, TIME.plusSeconds(1_000_000))).isEqualTo(1);
    }

    @Test
    void aClockThatIsSetBackOrFarAheadDoesNoHarm() {
        lastHour.add(WEB, TIME);

        assertThat(lastHour.add(WEB, TIME.minusSeconds(7_200))).isEqualTo(2);
        assertThat(lastHour.add(WEB, Instant.parse("9999-01-01T00:00:00Z"))).isEqualTo(1);
    }

    @Test
    void remembersOnlySoManyProcesses() {
        lastHour.add(WEB, TIME);
        IntStream.range(0, 10_000).forEach(number -> lastHour.add(new Namespec("crowd", "p" + number), TIME));

        assertThat(lastHour.add(WEB, TIME)).isEqualTo(1);
    }
}
