package org.superlance.listener.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.notify.AlertFixtures.TIME;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.superlance.listener.notify.Alert.Life;
import org.superlance.listener.notify.Alert.Phase;

class StateOrderTest {

    private final StateOrder order = new StateOrder();

    @Test
    void anAlertWaitsForEarlierOnesAboutItsState() {
        order.add("2-end", alert("a", Phase.END, 0));

        assertThat(order.isBlocked("3-begin", alert("a", Phase.BEGIN, 60))).isTrue();
        assertThat(order.isBlocked("3-begin", alert("b", Phase.BEGIN, 60))).isFalse();
        assertThat(order.isBlocked("1-begin", alert("a", Phase.BEGIN, 0)))
                .as("it is the earlier one")
                .isFalse();
        assertThat(order.isBlocked("2-end", alert("a", Phase.END, 0)))
                .as("itself")
                .isFalse();
        assertThat(order.isWaiting("a")).isTrue();
        assertThat(order.isWaiting("b")).isFalse();

        order.forget("2-end");
        assertThat(order.isBlocked("3-begin", alert("a", Phase.BEGIN, 60))).isFalse();
        assertThat(order.isWaiting("a")).isFalse();
    }

    @Test
    void aClockThatWasSetBackDoesNotTurnTheEndBeforeTheBegin() {
        order.add("9-begin", alert("a", Phase.BEGIN, 0));

        assertThat(order.isBlocked("1-end", alert("a", Phase.END, 0))).isTrue();
    }

    @Test
    void incidentsWaitForNothing() {
        order.add("1", AlertFixtures.number(1));

        assertThat(order.knows("1")).isTrue();
        assertThat(order.isBlocked("2", AlertFixtures.number(1))).isFalse();
    }

    @Test
    void whatIsGoneHoldsUpNothing() {
        order.add("1", alert("a", Phase.BEGIN, 0));
        order.add("2", alert("a", Phase.END, 0));

        order.retain(List.of("2"));

        assertThat(order.knows("1")).isFalse();
        assertThat(order.isBlocked("2", alert("a", Phase.END, 0))).isFalse();
    }

    private static Alert alert(String key, Phase phase, int since) {
        return Alert.of(TIME, "s", "t", Map.of()).inLife(new Life(phase, key, TIME.plusSeconds(since)));
    }
}
