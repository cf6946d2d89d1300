package org.superlance.procmon.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TickPublisherTest {

    private final List<String> told = new ArrayList<>();
    private final TickPublisher tickPublisher = new TickPublisher((type, payload) -> told.add(type + " " + payload));

    @Test
    void tellsEachFullPeriodOnceAndNoneAtTheStart() {
        assertThat(tickPublisher.publishDue(Instant.ofEpochSecond(3_598))).isEqualTo(Duration.ofSeconds(2));
        assertThat(told).isEmpty();

        tickPublisher.publishDue(Instant.ofEpochSecond(3_601));
        tickPublisher.publishDue(Instant.ofEpochSecond(3_604));
        tickPublisher.publishDue(Instant.ofEpochSecond(3_617));

        assertThat(told)
                .containsExactly("TICK_5 when:3600", "TICK_60 when:3600", "TICK_3600 when:3600", "TICK_5 when:3615");
    }
}
