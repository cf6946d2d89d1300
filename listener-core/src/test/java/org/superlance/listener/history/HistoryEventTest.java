package org.superlance.listener.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.history.HistoryEvent.AlertEvent;
import org.superlance.listener.history.HistoryEvent.DeathEvent;
import org.superlance.listener.history.HistoryEvent.PauseEvent;
import org.superlance.listener.supervisor.ProcessPattern;

class HistoryEventTest {

    private static final Instant TIME = Instant.parse("2026-11-28T21:18:00Z");

    @ParameterizedTest
    @CsvSource({
        "web:w1, w1, true",
        "web:w1, web:*, true",
        "web:w1, db:*, false",
        "'', *, false",
    })
    void aDeathIsAboutItsProgram(String program, String name, boolean about) {
        HistoryEvent death = new DeathEvent(TIME, program, "exited", "");

        assertThat(death.isAbout(ProcessPattern.parse(name))).isEqualTo(about);
    }

    @ParameterizedTest
    @CsvSource({
        "mail server mx:25 to ops@example.com, delivered, delivered by mail server mx:25 to ops@example.com: 'x'; why",
        "webhook http://ci:1, refused, refused by webhook http://ci:1: 'x'; why",
        "webhook http://ci:1, given_up, delivery by webhook http://ci:1 given up: 'x'; why",
        "mailx, failed, delivery by mailx failed: 'x'; why",
        "'', failed, delivery by outbox-command-1 failed: 'x'; why"
    })
    void anAlertTellsItsReceiverByWhoThatIs(String to, String outcome, String sentence) {
        HistoryEvent alert = new AlertEvent(TIME, "", "outbox-command-1", to, outcome, "id", "x", "why");

        assertThat(alert.sentence()).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "'', web:w1, true",
        "web:*, web:w1, true",
        "web:*, w1, true",
        "web:*, *:w1, true",
        "web:*, db:*, false",
        "w1, web:*, true",
        "w1, web:w2, false",
        ":, web:w1, false"
    })
    void aPauseIsAboutAllThatItsPatternAndThatOneMayName(String paused, String name, boolean about) {
        HistoryEvent pause = new PauseEvent(TIME, paused, PauseEvent.BEGIN, "");

        assertThat(pause.isAbout(ProcessPattern.parse(name))).isEqualTo(about);
    }
}
