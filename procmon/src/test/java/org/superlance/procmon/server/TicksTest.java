package org.superlance.procmon.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TicksTest {

    private final List<String> told = new ArrayList<>();
    private final Ticks ticks = new Ticks((type, payload) -> told.add(type + " " + payload));

    @Test
    void tellsEachFullPeriodOnceAndNoneAtTheStart() {
        assertThat(ticks.tell(Instant.ofEpochSecond(3_598))).isEqualTo(Duration.ofSeconds(2));
        assertThat(told).isEmpty();

        ticks.tell(Instant.ofEpochSecond(3_601));
        ticks.tell(Instant.ofEpochSecond(3_604));
        ticks.tell(Instant.ofEpochSecond(3_617));

        assertThat(told)
                .containsExactly("TICK_5 when:3600", "TICK_60 when:3600", "TICK_3600 when:3600", "TICK_5 when:3615");
    }
}
