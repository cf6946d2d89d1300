package org.superlance.crashmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.superlance.listener.crash.FailureDetails;
import org.superlance.listener.crash.FailureStates;
import org.superlance.listener.crash.FailureStates.Over;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.crash.QueuedFailure;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertBook;
import org.superlance.listener.notify.RecordingQueue;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.util.RateLimit;

class CrashMessagesTest {

    private static final Instant TIME = Instant.parse("2026-11-21T01:54:56.192Z");
    private static final FailureDetails KILLED = new FailureDetails(
            Optional.of("terminated by SIGKILL"), Optional.of(Duration.ofSeconds(750)), true, "The end:\nx");

    private final CrashMessages letters = new CrashMessages("", "vm", Clock.system(ZoneId.of("Europe/Berlin")));

    @Test
    void tellsOfACrashAsSuperlanceDidAndWhatHappened() {
        Alert alert = letters.about(
                queuedFailure(FailureType.EXITED, 4711), KILLED, letters.crashes("3", Optional.empty()), 2);

        assertThat(alert.id()).isEqualTo("id-4711");
        assertThat(alert.time()).isEqualTo(TIME);
        assertThat(alert.subject()).isEqualTo("w1 crashed at 2026-11-21 02:54:56,192");
        assertThat(alert.text()).isEqualTo("""
                        Process w1 in group web exited unexpectedly (pid 4711) from state RUNNING

                        Cause: terminated by SIGKILL, likely killed for memory
                        Host: vm
                        Uptime: 12m30s
                        Crashes in the last hour: 3

                        2 events were lost before this because supervisord's event buffer was full. Crashes found in supervisord's log are reported; others may be missing. Increase buffer_size.

                        The end:
                        x
                        """);
        assertThat(alert.labels())
                .containsEntry("command", "crashmail")
                .containsEntry("host", "vm")
                .containsEntry("group", "web")
                .containsEntry("process", "w1")
                .containsEntry("event", "EXITED")
                .containsEntry("severity", "warning")
                .hasSize(6);
    }

    @Test
    void reportsAnUnknownCause() {
        Alert alert = letters.about(
                queuedFailure(FailureType.FATAL, 1),
                FailureDetails.UNKNOWN,
                letters.crashes("1", Optional.of(TIME)),
                0);

        assertThat(alert.subject()).isEqualTo("w1 was given up at 2026-11-21 02:54:56,192");
        assertThat(alert.text())
                .contains("Cause: exit status unknown\n")
                .contains("Crashes in the last hour: 1 (counted since 2026-11-21 02:54:56,192)\n")
                .doesNotContain("lost", "Uptime");
    }

    @Test
    void putsThePrefixInFront() {
        CrashMessages prefixed = new CrashMessages("site", "vm", Clock.systemUTC());

        assertThat(prefixed.about(queuedFailure(FailureType.BACKOFF, 1), KILLED, "", 0)
                        .subject())
                .isEqualTo("site: w1 failed to start at 2026-11-21 01:54:56,192");
    }

    @Test
    void sumsUpWhatWasHeldBack() {
        QueuedFailure first = queuedFailure(FailureType.EXITED, 1).withDetails(KILLED);
        Throttle.Suppressed suppressed = new Throttle.Suppressed(
                List.of(
                        first,
                        queuedFailure(FailureType.EXITED, 2).withDetails(KILLED),
                        queuedFailure(FailureType.FATAL, 3)),
                0);

        Alert alert = letters.about(suppressed, FailureType.EXITED, false, RateLimit.parse("3/1h"), 0);

        assertThat(alert.id()).isEqualTo("id-1");
        assertThat(alert.subject()).isEqualTo("w1 crashed 3 times more since 2026-11-21 02:54:56,192");
        assertThat(alert.text())
                .contains("Process w1 in group web: 3 alerts were suppressed by --throttle 3/1h.")
                .contains("  2 x EXITED, terminated by SIGKILL, likely killed for memory\n")
                .contains("  1 x FATAL, exit status unknown\n");
    }

    @Test
    void putsTheWorstThatLastsInFrontOfWhatWasHeldBack() {
        Throttle.Suppressed suppressed = new Throttle.Suppressed(
                List.of(queuedFailure(FailureType.EXITED, 1), queuedFailure(FailureType.FATAL, 2)), 0);
        RateLimit limit = RateLimit.parse("3/1h");

        Alert lasting = letters.about(suppressed, FailureType.FATAL, false, limit, 0);
        Alert over = letters.about(suppressed, FailureType.FATAL, true, limit, 0);

        assertThat(lasting.subject()).isEqualTo("w1 was given up; 2 alerts since 2026-11-21 02:54:56,192");
        assertThat(lasting.labels()).containsEntry("event", "FATAL").containsEntry("severity", "critical");
        assertThat(lasting.text()).doesNotContain("any more");
        assertThat(over.subject())
                .isEqualTo("w1 was given up, is not any more; 2 alerts since 2026-11-21 02:54:56,192");
        assertThat(over.text()).contains("It is not FATAL any more.\n");
    }

    @Test
    void tellsMachinesThatItIsResolvedUnderTheSameLabels() {
        ProcessInfo process = new ProcessInfo(
                new Namespec("web", "w1"), ProcessState.RUNNING, 5000, TIME, TIME, TIME.plusSeconds(60), 0, "", "", "");

        RecordingQueue accepted = new RecordingQueue();
        AlertBook book = AlertBook.inMemory(accepted, InstantSource.fixed(TIME.plusSeconds(61)));
        Alert begin = letters.about(queuedFailure(FailureType.EXITED, 4711), FailureDetails.UNKNOWN, "", 0);
        book.beginEachTime("EXITED", begin, "4711");
        Over over = new Over(book.open().get(0), FailureStates.Reason.RUNNING, Optional.of(process));
        book.end(over.state(), letters.subject(over, TIME.plusSeconds(61)), letters.text(over));

        Alert alert = accepted.accepted().get(1);
        assertThat(alert.subject()).isEqualTo("w1 has recovered at 2026-11-21 02:55:57,192");
        assertThat(alert.text())
                .contains("running again for 1m (pid 5000)", "It was: w1 crashed at 2026-11-21 02:54:56,192");
        assertThat(alert.labels()).containsEntry("state", "resolved").containsEntry("event", "EXITED");
        assertThat(alert.isResolved()).isTrue();
    }

    private static QueuedFailure queuedFailure(FailureType type, long pid) {
        ProcessFailure failure =
                new ProcessFailure(type, new Namespec("web", "w1"), OptionalLong.of(pid), "RUNNING", TIME);
        return new QueuedFailure("id-" + pid, failure, Optional.empty());
    }
}
