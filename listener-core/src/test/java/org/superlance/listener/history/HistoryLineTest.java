package org.superlance.listener.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.history.HistoryEvent.AlertEvent;
import org.superlance.listener.history.HistoryEvent.DeathEvent;
import org.superlance.listener.history.HistoryEvent.DecisionEvent;
import org.superlance.listener.history.HistoryEvent.ListenerEvent;
import org.superlance.listener.history.HistoryEvent.PauseEvent;
import org.superlance.listener.history.HistoryEvent.RestartEvent;

/** The lines of events, as docs/operations.md shows them. */
class HistoryLineTest {

    private static final Instant TIME = Instant.parse("2026-11-28T21:18:00Z");

    @Test
    void isALineThatAPersonCanRead() {
        HistoryEvent event = new RestartEvent(
                TIME, "web:w1", "memory", "restarted", "RSS 312.4MB exceeds 200MB (-a)", "new pid 4711");

        assertThat(HistoryLine.of(event).text())
                .isEqualTo("2026-11-28T21:18:00Z restart program=web:w1 cause=memory outcome=restarted"
                        + " reason=\"RSS 312.4MB exceeds 200MB (-a)\" result=\"new pid 4711\"");
    }

    @Test
    void readsBackEachKindOfEvent() {
        List<HistoryEvent> events = List.of(
                new RestartEvent(TIME, "web:w1", "memory", "stop_failed", "it \"leaks\" a\\b", "x = y"),
                new DeathEvent(TIME, "a b:c=d", "exited", "exit status 7, up 3h"),
                new AlertEvent(
                        TIME,
                        "",
                        "outbox",
                        "mail server mx:25 to a@b",
                        "refused",
                        "id-1",
                        "memmon: x",
                        "550 no such user"),
                new PauseEvent(TIME, "web:w1", PauseEvent.BEGIN, "until 22:00"),
                new PauseEvent(TIME, "", PauseEvent.END, ""),
                new ListenerEvent(TIME, ListenerEvent.START, "memmon 1.0"),
                new DecisionEvent(TIME, "web:w1", "hold", "restart limit 3/1h reached"));

        assertThat(events)
                .allSatisfy(event -> assertThat(
                                HistoryLine.parse(HistoryLine.of(event).text()).flatMap(HistoryEvent::of))
                        .contains(event));
    }

    @Test
    void keepsALineWhateverAValueContains() {
        HistoryEvent event = new DeathEvent(TIME, "web:\n2026\u001b[31m\u202e", "exited", "a\r\nb" + "x".repeat(9_000));

        String text = HistoryLine.of(event).text();

        assertThat(text).doesNotContain("\n", "\r", "\u001b", "\u202e").hasSizeLessThan(HistoryLine.MAX_LENGTH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-28T21:18:00Z",
                "2026-11-28T21:1",
                "2026-11-28T21:18:00Z restart program=web:w1 reason=\"RSS 312",
                "2026-11-28T21:18:00Z restart progr",
                "+99999-11-28T21:18:00Z restart a=b",
                "yesterday restart program=web:w1",
                "2026-11-28T21:18:00Z  program=web:w1"
            })
    void passesOverWhatIsTornOrSomethingElse(String text) {
        assertThat(HistoryLine.parse(text)).isEmpty();
    }

    @Test
    void passesOverEventsOfALaterVersion() {
        assertThat(HistoryLine.parse("2026-11-28T21:18:00Z eclipse program=web:w1")
                        .flatMap(HistoryEvent::of))
                .isEmpty();
    }
}
