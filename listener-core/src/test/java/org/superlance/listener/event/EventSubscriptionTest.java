package org.superlance.listener.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventSubscriptionTest {

    @ParameterizedTest
    @CsvSource({
        "EVENT, TICK_5, true",
        "EVENT, PROCESS_STATE_FATAL, true",
        "EVENT, SOMETHING_NEW, true",
        "TICK, SOMETHING_NEW, false",
        "TICK, TICK_3600, true",
        "tick_60, TICK_60, true",
        "TICK_5, TICK_5, true",
        "TICK_5, TICK_60, false",
        "PROCESS_STATE, PROCESS_STATE_EXITED, true",
        "PROCESS_STATE, PROCESS_LOG_STDOUT, false",
        "PROCESS_STATE_EXITED, PROCESS_STATE_FATAL, false",
        "PROCESS_GROUP, PROCESS_GROUP_REMOVED, true"
    })
    void coversWhatItNamesAndWhatLiesBelow(String types, String event, boolean covered) {
        assertThat(EventSubscription.parse(types).covers(event)).isEqualTo(covered);
    }

    @Test
    void isWrittenWithoutWhatItsOtherTypesCover() {
        EventSubscription union = EventSubscription.union(List.of(
                EventSubscription.parse("TICK_60, PROCESS_STATE_EXITED"),
                EventSubscription.parse("PROCESS_STATE"),
                EventSubscription.parse("TICK_5,TICK_60")));

        assertThat(union).hasToString("PROCESS_STATE,TICK_5,TICK_60");
        assertThat(union.isOfTicksOnly()).isFalse();
        assertThat(EventSubscription.parse("TICK,TICK_5")).hasToString("TICK");
        assertThat(EventSubscription.parse("TICK_5").isOfTicksOnly()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TICK_10", "PROCESS_STATE_EXITED TICK_60"})
    void refusesWhatSupervisordWouldRefuse(String types) {
        assertThatThrownBy(() -> EventSubscription.parse(types))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("events=")
                .hasMessageContaining("TICK_60");
    }

    @ParameterizedTest
    @ValueSource(strings = {" , ", "TICK_60,", "TICK_60,,TICK_5"})
    void refusesACommaWithoutAName(String types) {
        assertThatThrownBy(() -> EventSubscription.parse(types))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("events= has a comma without a name, which supervisord refuses; remove it");
    }
}
