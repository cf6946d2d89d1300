package org.superlance.listener.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.notify.Alert.Phase;
import org.superlance.listener.notify.AlertBook.Audience;
import org.superlance.listener.notify.NotificationConfig.AlertLife;
import org.superlance.listener.state.SpoolDirectory;

class AlertBookTest {

    private static final Instant START = Instant.parse("2026-11-21T02:54:56Z");
    private static final String HOOK = "outbox-webhook-1";
    private static final String ALERTMANAGER = "outbox-alertmanager-1";

    @TempDir
    private Path directory;

    private final RecordingQueue mail = new RecordingQueue();
    private final RecordingQueue hook = new RecordingQueue(HOOK);
    private final RecordingQueue alertmanager = new RecordingQueue(ALERTMANAGER);
    private Instant now = START;
    private NotificationQueue queue = FanoutQueue.of(List.of(mail, hook, alertmanager));
    private AlertLife life = new AlertLife(Map.of("team", "web"), Duration.ofHours(4));
    private String listener = "";
    private AlertBook book = AlertBook.inMemory(queue, () -> now);

    @BeforeEach
    void open() {
        book = nextLife();
    }

    @Test
    void tellsTheBeginOnceThenRemindsThenTellsTheEnd() {
        assertThat(book.begin("FATAL", about("w1", Map.of()))).isTrue();
        for (int minute = 1; minute < 4 * 60; minute++) {
            now = START.plus(Duration.ofMinutes(minute));
            assertThat(book.begin("FATAL", about("w1", Map.of()))).isFalse();
            book.remind();
        }
        assertThat(phases(mail)).containsExactly(Phase.BEGIN);

        now = START.plus(Duration.ofHours(4));
        book.remind();
        book.remind();
        assertThat(phases(mail)).containsExactly(Phase.BEGIN, Phase.REMINDER);
        assertThat(mail.accepted().get(1).subject()).isEqualTo("w1 was given up (for 4h now)");
        assertThat(mail.accepted().get(1).text()).contains("Seen again: 239 times.", "(--remind)", "\n\nthe text");

        now = START.plus(Duration.ofHours(5));
        book.end(only(), "w1 has recovered", "It runs.");
        book.remind();

        assertThat(phases(mail)).containsExactly(Phase.BEGIN, Phase.REMINDER, Phase.END);
        assertThat(phases(hook)).isEqualTo(phases(mail));
        assertThat(phases(alertmanager))
                .as("it is told of what lasts all the time")
                .containsExactly(Phase.BEGIN, Phase.END);
        assertThat(mail.accepted())
                .extracting(Alert::key)
                .containsOnly(mail.accepted().get(0).key());
        assertThat(mail.accepted()).extracting(Alert::since).containsOnly(START);
        assertThat(mail.accepted().get(2)).satisfies(end -> {
            assertThat(end.isResolved()).isTrue();
            assertThat(end.time()).isEqualTo(now);
            assertThat(end.text()).contains("It runs.", "Lasted: 5h", "It was: w1 was given up");
            Map<String, String> labels = new HashMap<>(end.labels());
            labels.remove("state");
            assertThat(labels).isEqualTo(mail.accepted().get(0).labels()).containsEntry("team", "web");
        });
        assertThat(book.isEmpty()).isTrue();
    }

    @Test
    void isTheSameInTheNextLifeOfTheListener() throws Exception {
        book.begin("FATAL", about("w1", Map.of("odd", " a\nb\\ ")), Audience.ALL, "a note");
        OpenState before = only();
        life = new AlertLife(Map.of("team", "db", "more", "x"), Duration.ofHours(1));

        book = nextLife();

        assertThat(only()).isEqualTo(before);
        assertThat(book.standing()).containsExactly(before.begin());
        assertThat(book.begin("FATAL", about("w1", Map.of("odd", "x")))).isFalse();
        now = START.plus(Duration.ofHours(1));
        book.remind();
        book.end(only(), "over", "over");
        assertThat(phases(mail)).containsExactly(Phase.BEGIN, Phase.REMINDER, Phase.END);
        assertThat(mail.accepted())
                .as("the labels of the begin, whatever the options say now")
                .extracting(alert -> alert.label("team") + alert.label("more"))
                .containsOnly("web");
        assertThat(nextLife().isEmpty()).isTrue();
        assertThat(files()).isEmpty();
    }

    @Test
    void tellsTheEndToWhoeverKnowsOfTheBeginAndTheBeginToWhoeverIsNew() {
        queue = FanoutQueue.of(List.of(mail));
        book = nextLife();
        book.begin("FATAL", about("w1", Map.of()));
        queue = FanoutQueue.of(List.of(hook, mail));
        book = nextLife();
        book.begin("FATAL", about("w2", Map.of()));

        book.remind();

        assertThat(mail.accepted()).extracting(alert -> alert.label("process")).containsExactly("w1", "w2");
        assertThat(hook.accepted()).extracting(alert -> alert.label("process")).containsExactly("w2", "w1");
        assertThat(phases(hook)).containsOnly(Phase.BEGIN);

        queue = FanoutQueue.of(List.of(mail, alertmanager));
        book = nextLife();
        book.open().forEach(state -> book.end(state, "over", "over"));
        assertThat(phases(mail)).containsExactly(Phase.BEGIN, Phase.BEGIN, Phase.END, Phase.END);
        assertThat(phases(alertmanager)).containsExactly(Phase.END, Phase.END);
    }

    @Test
    void tellsNobodyWhomAnotherAlertTells() {
        book.begin("start_failed", about("w1", Map.of()), Audience.WITHOUT_MAIL);
        book.begin("FATAL", about("w2", Map.of()), Audience.MACHINES);
        now = START.plus(Duration.ofHours(4));
        book.remind();
        book.open().forEach(state -> book.end(state, "over", "over"));

        assertThat(mail.accepted()).isEmpty();
        assertThat(hook.accepted()).extracting(alert -> alert.label("process")).containsOnly("w1");
        assertThat(phases(hook)).containsExactly(Phase.BEGIN, Phase.REMINDER, Phase.END);
        assertThat(phases(alertmanager)).containsExactly(Phase.BEGIN, Phase.BEGIN, Phase.END, Phase.END);
    }

    @Test
    void tellsOthersLaterOfWhatMachinesKnow() throws Exception {
        book.begin("FATAL", about("w1", Map.of()), Audience.MACHINES);
        book = nextLife();
        Alert sum = about("w1", Map.of("sum", "1"));

        assertThat(book.tellOthers("BACKOFF", sum)).isFalse();
        assertThat(book.tellOthers("FATAL", sum)).isTrue();
        assertThat(book.tellOthers("FATAL", sum)).as("a second time").isFalse();

        assertThat(phases(alertmanager)).containsExactly(Phase.BEGIN);
        assertThat(mail.accepted()).extracting(alert -> alert.label("sum")).containsExactly("1");
        assertThat(mail.accepted().get(0).key()).isEqualTo(only().key());
        book = nextLife();
        now = START.plus(Duration.ofHours(4));
        book.remind();
        book.end(only(), "over", "over");
        assertThat(phases(mail)).containsExactly(Phase.BEGIN, Phase.REMINDER, Phase.END);
        assertThat(phases(hook)).isEqualTo(phases(mail));
        assertThat(phases(alertmanager)).containsExactly(Phase.BEGIN, Phase.END);
    }

    @Test
    void tellsEachDeathOfAProgramThatHasNotRecovered() {
        book.beginEachTime("EXITED", about("w1", Map.of()), "1");
        now = START.plusSeconds(10);
        book.beginEachTime("EXITED", about("w1", Map.of()), "2");

        assertThat(phases(mail)).containsExactly(Phase.BEGIN, Phase.BEGIN);
        assertThat(mail.accepted()).extracting(Alert::since).containsOnly(START);
        assertThat(only().note()).isEqualTo("2");
        assertThat(nextLife().open()).hasSize(1);
    }

    @Test
    void neverRemindsWhereNobodyWantsToBeReminded() {
        life = new AlertLife(Map.of(), Duration.ZERO);
        book = nextLife();
        book.begin("FATAL", about("w1", Map.of()));
        now = START.plus(Duration.ofDays(400));
        book.remind();

        assertThat(phases(mail)).containsExactly(Phase.BEGIN);
    }

    @Test
    void remindsFromNowOnWhenTheClockWasSetBack() {
        now = START.plus(Duration.ofDays(1));
        book.begin("FATAL", about("w1", Map.of()));
        now = START;
        book.remind();
        now = START.plus(Duration.ofHours(4));
        book.remind();

        assertThat(phases(mail)).containsExactly(Phase.BEGIN, Phase.REMINDER);
        book.end(only(), "over", "over");
        assertThat(mail.accepted().get(2).time()).as("not before its begin").isEqualTo(START.plus(Duration.ofDays(1)));
    }

    @Test
    void tellsWhereNothingCanBeKept() throws Exception {
        Files.writeString(directory.resolve("states"), "a file where a directory should be");
        book = nextLife();

        book.begin("FATAL", about("w1", Map.of()));
        book.end(only(), "over", "over");

        assertThat(phases(mail)).containsExactly(Phase.BEGIN, Phase.END);
    }

    @Test
    void whatCouldNotBeKeptIsKeptAsSoonAsItCan() throws Exception {
        Path obstacle = Files.writeString(directory.resolve("states"), "a file where a directory should be");
        book = nextLife();
        book.begin("FATAL", about("w1", Map.of()));
        Files.delete(obstacle);

        book.remind();

        assertThat(nextLife().open()).hasSize(1);
    }

    @Test
    void whatSomebodyHasDeletedIsKeptAgain() throws Exception {
        book.begin("FATAL", about("w1", Map.of()));
        Files.delete(files().get(0));

        book.save();

        assertThat(nextLife().open()).hasSize(1);
    }

    @Test
    void aFileThatSomebodyHasRenamedIsGoneWithItsState() throws Exception {
        book.begin("FATAL", about("w1", Map.of()));
        Path file = files().get(0);
        Files.move(file, file.resolveSibling("x.alert"));

        book = nextLife();
        book.end(only(), "over", "over");

        assertThat(nextLife().isEmpty()).isTrue();
        assertThat(files()).isEmpty();
    }

    @Test
    void tellsEachTimeWhatIsTooMuchToBeKept() {
        book = AlertBook.inMemory(queue, InstantSource.fixed(START));
        for (int i = 0; i < AlertBook.MAX_STATES; i++) {
            book.begin("FATAL", about("w" + i, Map.of()));
        }
        mail.accepted().clear();

        book.begin("FATAL", about("more", Map.of()));
        book.begin("FATAL", about("more", Map.of()));

        assertThat(phases(mail)).containsExactly(Phase.BEGIN, Phase.BEGIN);
        assertThat(book.open()).hasSize(AlertBook.MAX_STATES);
    }

    @Test
    void aStateOfNoProcessIsThatOfItsListener() {
        Map<String, String> check = Map.of("command", "httpok", "host", "h", "event", "check_failed");
        listener = "a:a";
        AlertBook one = nextLife();
        one.begin("check_failed", Alert.of(now, "a fails", "", check));
        listener = "b:b";
        AlertBook other = new AlertBook(Optional.empty(), queue, life, listener, () -> now);
        other.begin("check_failed", Alert.of(now, "b fails", "", check));
        other.begin("held", about("w1", Map.of()));
        one.begin("held", about("w1", Map.of()));

        assertThat(mail.accepted()).extracting(alert -> alert.label("listener")).containsExactly("a:a", "b:b", "", "");
        assertThat(mail.accepted().stream().map(Alert::key).distinct()).hasSize(3);
    }

    @Test
    void aStateFromBeforeKeysHadTheListenerGoesOnUnderItsKey() {
        Map<String, String> check = Map.of("command", "httpok", "host", "h", "event", "check_failed");
        book.begin("check_failed", Alert.of(now, "it fails", "", check));
        OpenState before = only();
        listener = "a:a";

        book = nextLife();

        assertThat(book.begin("check_failed", Alert.of(now, "it fails", "", check)))
                .isFalse();
        assertThat(only().key()).isEqualTo(before.key());
        book.end(only(), "over", "over");
        assertThat(mail.accepted().get(1).key()).isEqualTo(before.key());
    }

    @Test
    void setsAsideWhatIsNoState() throws Exception {
        book.begin("FATAL", about("w1", Map.of()));
        Files.writeString(directory.resolve("states/20261121T025456.000Z-x.alert"), "Id: x\nDate: now\n\n");
        Files.writeString(
                directory.resolve("states/20261121T025456.000Z-y.alert"), "Id: y\nDate: 2026-11-21T02:54:56Z\n\n");

        assertThat(nextLife().open()).hasSize(1);

        assertThat(directory.resolve("states/failed")).isDirectoryContaining("glob:**-x.alert");
        assertThat(directory.resolve("states/failed")).isDirectoryContaining("glob:**-y.alert");
    }

    private AlertBook nextLife() {
        AlertBook made = new AlertBook(
                Optional.of(new SpoolDirectory<>(directory.resolve("states"), OpenState.CODEC)),
                queue,
                life,
                listener,
                () -> now);
        made.load();
        return made;
    }

    private OpenState only() {
        assertThat(book.open()).hasSize(1);
        return book.open().get(0);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("states"))) {
            return files.toList();
        }
    }

    private static List<Phase> phases(RecordingQueue queue) {
        return queue.accepted().stream().map(Alert::phase).toList();
    }

    private Alert about(String process, Map<String, String> more) {
        Map<String, String> labels =
                new HashMap<>(Map.of("command", "crashmail", "host", "h", "group", "web", "process", process));
        labels.putAll(more);
        return Alert.of(now, process + " was given up", "the text", labels);
    }
}
