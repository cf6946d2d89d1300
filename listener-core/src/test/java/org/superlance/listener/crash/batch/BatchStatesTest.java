package org.superlance.listener.crash.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.crash.batch.FailureFixtures.TIME;
import static org.superlance.listener.crash.batch.FailureFixtures.fatal;
import static org.superlance.listener.testkit.ScriptedSupervisor.done;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.crash.FailureStates;
import org.superlance.listener.crash.FailureStates.Recovery;
import org.superlance.listener.crash.QueuedFailure;
import org.superlance.listener.crash.batch.BatchStates.Common;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.Alert.Phase;
import org.superlance.listener.notify.AlertBook;
import org.superlance.listener.notify.FanoutQueue;
import org.superlance.listener.notify.NotificationConfig.AlertLife;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.notify.OpenState;
import org.superlance.listener.notify.RecordingQueue;
import org.superlance.listener.state.SpoolDirectory;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.ScriptedSupervisor;

class BatchStatesTest {

    private static final Common COMMON = new Common("fatalmailbatch", "vm1", "Fatal start errors");
    private static final List<QueuedFailure> BOTH = List.of(
            new QueuedFailure("1", fatal("web:w1", TIME), Optional.empty()),
            new QueuedFailure("2", fatal("web:w2", TIME), Optional.empty()));

    private final RecordingQueue mail = new RecordingQueue();
    private final RecordingQueue alertmanager = new RecordingQueue("outbox-alertmanager-1");
    private final RecordingQueue pagerDuty = new RecordingQueue("outbox-pagerduty-1");
    private final NotificationQueue queue = FanoutQueue.of(List.of(mail, alertmanager, pagerDuty));
    private final ScriptedSupervisor supervisor = new ScriptedSupervisor();
    private Instant now = TIME;

    @TempDir
    private Path directory;

    @Test
    void peopleAreToldTogetherAndMachinesOfEach() {
        BatchStates states = nextLife();
        begin(states);
        recover();

        states.look(COMMON, false, now);

        assertThat(phases(alertmanager)).containsExactly(Phase.BEGIN, Phase.BEGIN, Phase.END, Phase.END);
        assertThat(phases(pagerDuty)).isEqualTo(phases(alertmanager));
        assertThat(mail.accepted())
                .extracting(Alert::subject)
                .containsExactly("the batch", "Fatal start errors: over for 2 programs");
        assertThat(mail.accepted().get(1).text())
                .contains("Process web:w1 has recovered; FATAL for 1m", "Process web:w2 has recovered; FATAL for 1m");
        assertThat(mail.accepted().get(1).labels()).containsEntry("state", "resolved");
    }

    @Test
    void peopleAreToldOfTheEndThoughTheListenerHasEndedBeforeTheyWereToldOfTheBegin() {
        BatchStates states = nextLife();
        begin(states);
        recover();

        states.look(COMMON, true, now);
        assertThat(phases(alertmanager)).as("machines wait for no batch").contains(Phase.END);
        assertThat(mail.accepted()).hasSize(1);

        nextLife().look(COMMON, false, now);
        nextLife().look(COMMON, false, now);

        assertThat(mail.accepted())
                .extracting(Alert::subject)
                .containsExactly("the batch", "Fatal start errors: over for 2 programs");
        assertThat(phases(alertmanager)).containsExactly(Phase.BEGIN, Phase.BEGIN, Phase.END, Phase.END);
    }

    @Test
    void endsThatMayBeToldAlreadyAreToldUnderTheSameId() throws Exception {
        begin(nextLife());
        recover();
        AlertBook book = book();
        nextLife(book).look(COMMON, true, now);
        List<OpenState> untold = book.ended();
        nextLife().look(COMMON, false, now);
        SpoolDirectory<OpenState> files = directory("over");
        for (OpenState state : untold) {
            files.write(state);
        }

        nextLife().look(COMMON, false, now);

        assertThat(mail.accepted()).hasSize(3);
        assertThat(mail.accepted().get(2).id()).isEqualTo(mail.accepted().get(1).id());
    }

    @Test
    void onlyPeopleAreRemindedAndTogether() {
        BatchStates states = nextLife();
        begin(states);
        answer(ProcessState.FATAL);
        now = TIME.plus(Duration.ofHours(4)).minusSeconds(1);
        states.look(COMMON, false, now);
        assertThat(mail.accepted()).hasSize(1);

        now = TIME.plus(Duration.ofHours(4));
        states.look(COMMON, false, now);
        states.look(COMMON, false, now);

        assertThat(mail.accepted())
                .extracting(Alert::subject)
                .containsExactly("the batch", "Fatal start errors: 2 programs still FATAL");
        assertThat(mail.accepted().get(1).text())
                .contains("Process web:w1 has been FATAL for 4h", "Process web:w2 has been FATAL for 4h");
        assertThat(phases(pagerDuty)).containsExactly(Phase.BEGIN, Phase.BEGIN);
        assertThat(phases(alertmanager)).containsExactly(Phase.BEGIN, Phase.BEGIN);
    }

    @Test
    void whatIsSeenAgainInItsStateIsKnown() {
        BatchStates states = nextLife();
        begin(states);

        assertThat(states.isKnown(BOTH.get(0))).as("it is the begin").isFalse();
        assertThat(states.isKnown(new QueuedFailure("3", fatal("web:w1", TIME), Optional.empty())))
                .isTrue();
        assertThat(states.isKnown(new QueuedFailure("3", fatal("web:w3", TIME), Optional.empty())))
                .isFalse();
    }

    private void begin(BatchStates states) {
        BOTH.forEach(failure -> states.begin(failure, COMMON, "the line"));
        states.tell(Alert.of(TIME, "the batch", "", Map.of()), BOTH);
    }

    private void recover() {
        now = TIME.plusSeconds(60);
        answer(ProcessState.RUNNING);
    }

    /** To three looks. */
    private void answer(ProcessState state) {
        for (int i = 0; i < 3; i++) {
            supervisor.answers("process", done(process("w1", state))).answers("process", done(process("w2", state)));
        }
    }

    private BatchStates nextLife() {
        return nextLife(book());
    }

    private BatchStates nextLife(AlertBook book) {
        return new BatchStates(book, new FailureStates(book, supervisor, Recovery.OF_STARTS), queue, () -> now);
    }

    private AlertBook book() {
        AlertBook book = new AlertBook(Optional.of(directory("")), queue, AlertLife.DEFAULT, "", () -> now);
        book.load();
        return book;
    }

    private SpoolDirectory<OpenState> directory(String name) {
        return new SpoolDirectory<>(directory.resolve("states").resolve(name), OpenState.CODEC);
    }

    private static List<Phase> phases(RecordingQueue queue) {
        return queue.accepted().stream().map(alert -> alert.life().phase()).toList();
    }

    private static ProcessInfo process(String name, ProcessState state) {
        return new ProcessInfo(
                new Namespec("web", name), state, 5000, TIME, Instant.EPOCH, TIME.plusSeconds(60), 0, "", "", "");
    }
}
