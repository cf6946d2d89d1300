package org.superlance.listener.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.notify.HeldAlert.Reason;
import org.superlance.listener.pause.PauseFiles;
import org.superlance.listener.pause.Pauses;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;

class HoldRuleTest {

    private static final Clock NIGHT = Clock.fixed(Instant.parse("2026-11-27T23:00:00Z"), ZoneOffset.UTC);
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-27T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path base;

    @Test
    void inQuietHoursOnlyWhatIsCriticalIsTold() {
        assertThat(quiet(NIGHT).apply(alert("w1", "warning"))).isEqualTo(Reason.QUIET);
        assertThat(quiet(NIGHT).apply(alert("w1", "critical"))).isEqualTo(Reason.NONE);
        assertThat(quiet(NOON).apply(alert("w1", "warning"))).isEqualTo(Reason.NONE);
    }

    @Test
    void ofAProgramThatIsPausedNotEvenThatIsTold() throws Exception {
        pause("web:w1");

        HoldRule rule = new HoldRule(pauses(), Optional.empty(), NOON);

        assertThat(rule.apply(alert("w1", "critical"))).isEqualTo(Reason.PAUSE);
        assertThat(rule.apply(alert("w2", "critical"))).isEqualTo(Reason.NONE);
    }

    @Test
    void whatIsAboutNoProgramIsPausedWithAllThatTheListenerWatches() throws Exception {
        pause("web:w1");
        Pauses pauses = pauses();
        HoldRule rule = new HoldRule(pauses, Optional.empty(), NOON);

        pauses.watch(List.of(new Namespec("web", "w1"), new Namespec("web", "w2")));
        assertThat(rule.apply(alert("", "critical"))).isEqualTo(Reason.NONE);
        pauses.watch(List.of(new Namespec("web", "w1")));
        assertThat(rule.apply(alert("", "critical"))).isEqualTo(Reason.PAUSE);
    }

    private void pause(String programs) throws Exception {
        new PauseFiles(base).pause(ProcessPattern.parse(programs), Duration.ofHours(1), "root", NOON.instant());
    }

    private Pauses pauses() {
        return new Pauses(base, NOON, NOON);
    }

    private static HoldRule quiet(Clock clock) {
        return new HoldRule(Pauses.none(), Optional.of(QuietHours.parse("22:00-07:00")), clock);
    }

    private static Alert alert(String process, String severity) {
        return Alert.of(
                NOON.instant(), "subject", "text", Map.of("group", "web", "process", process, "severity", severity));
    }
}
