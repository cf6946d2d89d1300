package org.superlance.listener.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.notify.Alert.Life;
import org.superlance.listener.notify.Alert.Phase;
import org.superlance.listener.notify.HeldAlert.Reason;
import org.superlance.listener.notify.NotificationConfig.Receiver;
import org.superlance.listener.state.DiskSpool;
import org.superlance.listener.state.Spool;
import org.superlance.listener.state.Spool.MemorySpool;

class HoldingQueueTest {

    private static final Instant TIME = Instant.parse("2026-11-28T21:12:00Z");
    private static final String ALERTMANAGER = "outbox-alertmanager-1";

    @TempDir
    private Path directory;

    private final RecordingQueue told = new RecordingQueue();
    private Reason reason = Reason.NONE;
    private HoldingQueue queue;

    @BeforeEach
    void isForAReceiverOfMails() {
        queue = queue(RecordingQueue.MAIL);
    }

    @Test
    void tellsAtOnceWhatIsNotHeldBack() {
        queue.accept(incident("1", "EXITED", 0));

        assertThat(subjects()).containsExactly("web:w1 EXITED");
    }

    /** A burst of alerts must not list a directory for each of them. */
    @Test
    void looksAtTheDiskOnceWhileNothingIsHeldBack() {
        AtomicInteger looks = new AtomicInteger();
        MemorySpool<HeldAlert> memory = new MemorySpool<>(HeldAlert.CODEC);
        Object spool = Proxy.newProxyInstance(
                Spool.class.getClassLoader(), new Class<?>[] {Spool.class}, (proxy, method, arguments) -> {
                    looks.addAndGet(method.getName().equals("names") ? 1 : 0);
                    return method.invoke(memory, arguments);
                });
        @SuppressWarnings("unchecked")
        Spool<HeldAlert> counted = (Spool<HeldAlert>) spool;
        HoldingQueue burst =
                new HoldingQueue(told, receiver(RecordingQueue.MAIL), counted, alert -> Reason.NONE, Clock.systemUTC());

        for (int i = 0; i < 5; i++) {
            burst.accept(incident("id-" + i, "EXITED", i));
        }

        assertThat(told.accepted()).hasSize(5);
        assertThat(looks).hasValue(1);
    }

    @Test
    void tellsAfterwardsHowOftenTheSameHappened() {
        hold(Reason.PAUSE, incident("1", "EXITED", 0), incident("2", "EXITED", 5), incident("3", "killed", 7));
        assertThat(told.accepted()).isEmpty();
        assertThat(queue.held()).isEqualTo(2);

        release();

        assertThat(told.accepted()).singleElement().satisfies(alert -> {
            assertThat(alert.subject()).isEqualTo("crashmail: 3 incidents while paused: web:w1");
            assertThat(alert.text())
                    .contains(
                            "2026-11-28 21:12:00 to 2026-11-28 21:12:05  2 times: web:w1 EXITED",
                            "2026-11-28 21:12:07  web:w1 killed");
            assertThat(alert.labels())
                    .containsEntry("event", "held")
                    .containsEntry("incidents", "3")
                    .containsEntry("process", "w1")
                    .containsEntry("team", "web");
        });
        assertThat(queue.held()).isZero();
    }

    @Test
    void tellsOneIncidentAsItIs() {
        hold(Reason.QUIET, incident("1", "EXITED", 0));

        release();

        assertThat(told.accepted()).singleElement().satisfies(alert -> {
            assertThat(alert.subject()).isEqualTo("web:w1 EXITED");
            assertThat(alert.text()).contains("died", "in quiet hours, and was held back until now");
        });
    }

    @Test
    void tellsNothingIfNothingHappened() {
        hold(Reason.PAUSE);

        release();

        assertThat(told.accepted()).isEmpty();
    }

    @Test
    void countsAnAlertOnceThatComesAgainAfterAKill() {
        hold(Reason.PAUSE, incident("1", "EXITED", 0), incident("2", "EXITED", 1), incident("2", "EXITED", 1));

        release();

        assertThat(subjects()).containsExactly("crashmail: 2 incidents while paused: web:w1");
    }

    @Test
    void tellsAStateThatLasts() {
        hold(Reason.PAUSE, state(Phase.BEGIN, "FATAL", 0));

        release();

        assertThat(told.accepted()).singleElement().satisfies(alert -> {
            assertThat(alert.phase()).isEqualTo(Phase.BEGIN);
            assertThat(alert.time()).isEqualTo(TIME);
        });
    }

    @Test
    void sumsUpAStateThatHasEndedInAPause() {
        hold(Reason.PAUSE, state(Phase.BEGIN, "FATAL", 0), state(Phase.END, "runs", 60));

        release();

        assertThat(told.accepted()).singleElement().satisfies(alert -> {
            assertThat(alert.phase()).isEqualTo(Phase.INCIDENT);
            assertThat(alert.text())
                    .contains("2026-11-28 21:12:00 to 2026-11-28 21:13:00  web:w1 FATAL; over since: web:w1 runs");
        });
    }

    @Test
    void isNotUrgentAboutWhatIsOver() {
        hold(Reason.PAUSE, critical(state(Phase.BEGIN, "FATAL", 0)), critical(state(Phase.END, "runs", 60)));
        queue.accept(incident("1", "EXITED", 70));

        release();

        assertThat(told.accepted())
                .singleElement()
                .satisfies(alert -> assertThat(alert.labels()).containsEntry("severity", "warning"));
    }

    @Test
    void isAsUrgentAsTheWorstThatIsNotOver() {
        hold(Reason.PAUSE, incident("1", "EXITED", 0), critical(incident("2", "FATAL", 1)));

        release();

        assertThat(told.accepted())
                .singleElement()
                .satisfies(alert -> assertThat(alert.labels()).containsEntry("severity", "critical"));
    }

    @Test
    void tellsNobodyOfAStateThatHasEndedInQuietHours() {
        hold(Reason.QUIET, state(Phase.BEGIN, "FATAL", 0), state(Phase.END, "runs", 60));

        release();

        assertThat(told.accepted()).isEmpty();
        assertThat(queue.held()).isZero();
    }

    @Test
    void tellsTheEndOfAStateThatWasKnownBefore() {
        queue.accept(state(Phase.BEGIN, "FATAL", 0));
        hold(Reason.PAUSE, state(Phase.REMINDER, "still FATAL", 30), state(Phase.END, "runs", 60));
        assertThat(told.accepted()).hasSize(1);

        release();

        assertThat(told.accepted()).extracting(Alert::phase).containsExactly(Phase.BEGIN, Phase.END);
    }

    @Test
    void tellsTheEndOfAStateThatWasKnownBeforeThoughItHasComeBackMeanwhile() {
        queue.accept(state(Phase.BEGIN, "FATAL", 0));
        hold(
                Reason.QUIET,
                state(Phase.END, "runs", 60),
                state(Phase.BEGIN, "FATAL", 70),
                state(Phase.END, "runs again", 80));

        release();

        assertThat(subjects()).containsExactly("web:w1 FATAL", "web:w1 runs again");
    }

    @Test
    void remindsOfAStateOnceAfterwards() {
        hold(Reason.QUIET, state(Phase.REMINDER, "FATAL 4h", 0), state(Phase.REMINDER, "FATAL 8h", 60));

        release();

        assertThat(subjects()).containsExactly("web:w1 FATAL 8h");
    }

    @Test
    void tellsMachinesNothingOfAStateThatHasEndedInAPause() {
        queue = queue(ALERTMANAGER);
        hold(Reason.PAUSE, state(Phase.BEGIN, "FATAL", 0), state(Phase.END, "runs", 60));

        release();

        assertThat(told.accepted()).isEmpty();
    }

    @Test
    void toMachinesWhatLastsStandsAsTheyWereTold() {
        queue = queue(ALERTMANAGER);
        Alert before = state(Phase.BEGIN, "FATAL", 0);
        hold(Reason.PAUSE, state("other", Phase.BEGIN, "held", 5), state(Phase.END, "runs", 60));

        // the one that is held back is unknown to them, and of the other they do not know that it is over
        List<Alert> standing = queue.standing(List.of(state("other", Phase.BEGIN, "held", 5)));

        assertThat(standing).singleElement().satisfies(alert -> {
            assertThat(alert.phase()).isEqualTo(Phase.BEGIN);
            assertThat(alert.key()).isEqualTo(before.key());
            assertThat(alert.labels()).isEqualTo(before.labels());
        });
    }

    @Test
    void losesNothingWhenTheListenerIsKilled() {
        hold(
                Reason.PAUSE,
                incident("1", "EXITED", 0),
                incident("2", "EXITED", 5),
                state("over", Phase.BEGIN, "FATAL", 10),
                state("over", Phase.END, "runs", 20),
                state("lasts", Phase.BEGIN, "FATAL", 30),
                state("known", Phase.END, "runs", 40));

        // nobody closes the first one
        queue = queue(RecordingQueue.MAIL);
        queue.accept(incident("3", "EXITED", 50));
        assertThat(told.accepted()).isEmpty();
        release();

        assertThat(told.accepted())
                .extracting(Alert::subject)
                .containsExactly("crashmail: 4 incidents while paused: web:w1", "web:w1 FATAL", "web:w1 runs");
    }

    @Test
    void tellsWhatWasHeldBackBeforeWhatIsNew() {
        hold(Reason.PAUSE, state(Phase.BEGIN, "FATAL", 0));

        reason = Reason.NONE;
        queue.accept(state(Phase.END, "runs", 60));

        assertThat(told.accepted()).extracting(Alert::phase).containsExactly(Phase.BEGIN, Phase.END);
    }

    @Test
    void doesNotTellWhatAnOperatorHasDeleted() throws Exception {
        hold(Reason.PAUSE, incident("1", "EXITED", 0));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".alert")).toList()) {
                Files.delete(file);
            }
        }

        release();

        assertThat(told.accepted()).isEmpty();
    }

    private HoldingQueue queue(String receiver) {
        return new HoldingQueue(
                told,
                receiver(receiver),
                new DiskSpool<>(directory, HeldAlert.CODEC),
                alert -> reason,
                Clock.fixed(TIME.plusSeconds(3_600), ZoneOffset.UTC));
    }

    private static Receiver receiver(String name) {
        return new Receiver("mail", name, ScriptedNotifier.accepting(), Optional.empty());
    }

    private void hold(Reason why, Alert... alerts) {
        reason = why;
        for (Alert alert : alerts) {
            queue.accept(alert);
        }
    }

    private void release() {
        reason = Reason.NONE;
        queue.release();
    }

    private List<String> subjects() {
        return told.accepted().stream().map(Alert::subject).toList();
    }

    private static Alert incident(String id, String what, int seconds) {
        return new Alert(id, TIME.plusSeconds(seconds), "web:w1 " + what, "died", labels(what));
    }

    private static Alert state(Phase phase, String what, int seconds) {
        return state("key", phase, what, seconds);
    }

    private static Alert state(String key, Phase phase, String what, int seconds) {
        Map<String, String> labels = labels("FATAL");
        if (phase == Phase.END) {
            labels.put("state", "resolved");
        }
        return new Alert(
                key + "-" + phase + seconds,
                TIME.plusSeconds(seconds),
                "web:w1 " + what,
                "text",
                labels,
                new Life(phase, key, TIME));
    }

    private static Alert critical(Alert alert) {
        Map<String, String> labels = new HashMap<>(alert.labels());
        labels.put("severity", "critical");
        return new Alert(alert.id(), alert.time(), alert.subject(), alert.text(), labels, alert.life());
    }

    private static Map<String, String> labels(String event) {
        return new HashMap<>(Map.of(
                "command",
                "crashmail",
                "host",
                "h",
                "group",
                "web",
                "process",
                "w1",
                "event",
                event,
                "severity",
                "warning",
                "team",
                "web"));
    }
}
