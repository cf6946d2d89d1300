package org.superlance.listener.crash.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.superlance.listener.crash.batch.FailureFixtures.TIME;
import static org.superlance.listener.crash.batch.FailureFixtures.exit;
import static org.superlance.listener.crash.batch.FailureFixtures.found;
import static org.superlance.listener.testkit.ScriptedSupervisor.done;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.crash.FailureDetails;
import org.superlance.listener.crash.FailureQueue;
import org.superlance.listener.crash.FailureStates;
import org.superlance.listener.crash.FailureStates.Recovery;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.QueuedFailure;
import org.superlance.listener.history.History;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertBook;
import org.superlance.listener.notify.RecordingQueue;
import org.superlance.listener.pause.PauseFiles;
import org.superlance.listener.pause.Pauses;
import org.superlance.listener.state.DiskSpool;
import org.superlance.listener.state.Spool;
import org.superlance.listener.state.Spool.MemorySpool;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.LogLines;
import org.superlance.listener.testkit.ScriptedSupervisor;

class BatchMailerTest {

    private final RecordingQueue told = new RecordingQueue();
    private final FailureQueue failureQueue = new FailureQueue(Optional.empty(), Metrics.none());
    private final List<ProcessFailure> investigated = new ArrayList<>();
    private final ScriptedSupervisor supervisor = new ScriptedSupervisor();
    private Instant now = TIME;

    @TempDir
    private Path directory;

    @Test
    void tellsTogetherWhatCameWithinTheInterval() {
        BatchMailer handler = handler(failureQueue);
        take("web:w1", 0);
        take("web:w2", 59);

        handler.runCycle(at(59));
        assertThat(told.accepted()).isEmpty();
        handler.runCycle(at(60));
        handler.runCycle(at(200));

        assertThat(told.accepted()).hasSize(1);
        assertThat(told.accepted().get(0).subject()).isEqualTo("Crash alert from supervisord");
        assertThat(told.accepted().get(0).text()).contains("web:w1").contains("web:w2");
        assertThat(told.accepted().get(0).labels())
                .containsOnly(
                        entry("command", "crashmailbatch"),
                        entry("host", "vm1"),
                        entry("event", "EXITED"),
                        entry("severity", "warning"),
                        entry("incidents", "2"),
                        entry("group", "web"));
        assertThat(failureQueue.waiting()).isEmpty();
    }

    @Test
    void aBatchAboutOneProcessSaysWhichInItsLabels() {
        BatchMailer handler = handler(failureQueue);
        take("web:w1", 0);
        take("web:w1", 5);

        handler.runCycle(at(60));

        assertThat(told.accepted().get(0).labels())
                .containsOnly(
                        entry("command", "crashmailbatch"),
                        entry("host", "vm1"),
                        entry("event", "EXITED"),
                        entry("severity", "warning"),
                        entry("incidents", "2"),
                        entry("group", "web"),
                        entry("process", "w1"));
    }

    @Test
    void whatComesAfterABatchIsDueBelongsToTheNext() {
        BatchMailer handler = handler(failureQueue);
        take("web:w1", 0);
        take("web:w2", 61);

        handler.runCycle(at(62));
        assertThat(told.accepted()).hasSize(1);
        handler.runCycle(at(121));

        assertThat(told.accepted()).hasSize(2);
        assertThat(told.accepted().get(0).text()).doesNotContain("web:w2");
        assertThat(told.accepted().get(1).text()).contains("web:w2").doesNotContain("web:w1");
    }

    @Test
    void findsOutAboutEachWhenItArrives() {
        BatchMailer handler = handler(failureQueue);
        take("web:w1", 0);

        handler.runCycle(at(1));
        handler.runCycle(at(2));

        assertThat(investigated).hasSize(1);
        handler.runCycle(at(60));
        assertThat(investigated).hasSize(1);
        assertThat(told.accepted().get(0).text()).contains("exit status 7");
    }

    @Test
    void aSlowInvestigationHoldsNoBatchUp() {
        BatchMailer handler = handler(failureQueue, failure -> {
            at(61);
            return found("exit status 7");
        });
        take("web:w1", 0);
        take("web:w2", 0);

        handler.runCycle(at(1));
        handler.runCycle(now);

        assertThat(told.accepted()).hasSize(1);
        assertThat(told.accepted().get(0).text())
                .contains("web:w1 (pid 12) died unexpectedly: exit status 7\n")
                .contains("web:w2 (pid 12) died unexpectedly: exit status unknown\n");
    }

    @Test
    void countsHowOftenAProgramDiedInTheHour() {
        BatchMailer handler = handler(failureQueue);
        take("web:w1", 0);
        handler.runCycle(at(60));
        take("web:w1", 100);

        handler.runCycle(at(160));

        assertThat(told.accepted().get(0).text()).doesNotContain("hour");
        assertThat(told.accepted().get(1).text()).contains("2 times in the last hour");
    }

    @Test
    void lostEventsAreToldOnceInTheNextMail() {
        BatchMailer handler = handler(failureQueue);
        failureQueue.lost(3);
        handler.runCycle(at(0));
        assertThat(told.accepted()).isEmpty();
        take("web:w1", 0);
        handler.runCycle(at(60));
        take("web:w1", 61);
        handler.runCycle(at(121));

        assertThat(told.accepted().get(0).text()).contains("Lost: 3 more");
        assertThat(told.accepted().get(1).text()).doesNotContain("Lost");
    }

    @Test
    void anAlertThatWasAcceptedBeforeTheKillHasTheSameIdInTheNextLife() throws Exception {
        try (FailureQueue first = onDisk()) {
            first.enqueue(exit("web:w1", TIME));
            first.enqueue(exit("web:w2", TIME.plusSeconds(30)));
            // told, and killed before it could be done with
            FailureQueue next = new FailureQueue(Optional.of(copy(first)), Metrics.none());
            next.admit(found -> true);
            handler(next).runCycle(at(60));
        }

        try (FailureQueue second = onDisk()) {
            second.admit(found -> true);
            second.enqueue(exit("web:w3", TIME.plusSeconds(90)));
            handler(second).runCycle(at(91));
        }

        assertThat(told.accepted())
                .extracting(Alert::id)
                .hasSize(2)
                .containsOnly(told.accepted().get(0).id());
        assertThat(told.accepted()).extracting(Alert::time).containsOnly(TIME.plusSeconds(30));
    }

    @Test
    void tellsEverythingAtOnceWhenItMustEnd() {
        BatchMailer handler = handler(failureQueue);
        take("web:w1", 0);
        take("web:w2", 61);

        handler.flush(at(62));

        assertThat(told.accepted()).hasSize(1);
        assertThat(failureQueue.waiting()).isEmpty();
        handler.flush(at(63));
        assertThat(told.accepted()).hasSize(1);
    }

    @Test
    void whatCameDuringASlowCycleIsNotFromTheFuture() {
        BatchMailer handler = handler(failureQueue);
        take("web:w1", 5);
        Instant begin = at(0);
        at(6);

        handler.runCycle(begin);
        assertThat(told.accepted()).isEmpty();

        handler.runCycle(at(65));
        assertThat(told.accepted()).hasSize(1);
    }

    @Test
    void aClockThatWasSetBackByAnHourKeepsNobodyWaiting() {
        BatchMailer handler = handler(failureQueue);
        take("web:w1", 3_600);

        handler.runCycle(at(0));

        assertThat(told.accepted()).hasSize(1);
    }

    /** Each by itself, so that who holds them back can count them. */
    @Test
    void leavesTheDeathsOfAPausedProgramToWhoHoldsThemBack() throws IOException {
        new PauseFiles(directory).pause(ProcessPattern.parse("web:w1"), Duration.ofSeconds(100), "root", TIME);
        BatchMailer handler = pausing(AlertBook.inMemory(told, () -> now));
        take("web:w1", 0);
        take("web:w2", 1);

        handler.runCycle(at(2));
        assertThat(told.accepted()).singleElement().satisfies(alert -> {
            assertThat(alert.subject()).startsWith("Process web:w1 ");
            assertThat(alert.label("process")).isEqualTo("w1");
        });

        handler.runCycle(at(62));
        assertThat(told.accepted()).hasSize(2);
        assertThat(told.accepted().get(1).text()).contains("web:w2").doesNotContain("web:w1");
    }

    @Test
    void countsNoDeathOfAPausedProgramAmongThoseThatAreToldLater() throws IOException {
        new PauseFiles(directory).pause(ProcessPattern.parse("web:w1"), Duration.ofSeconds(100), "root", TIME);
        BatchMailer handler = pausing(AlertBook.inMemory(told, () -> now));
        for (int i = 0; i < 102; i++) {
            take("web:w1", i % 2);
        }
        take("web:w2", 1);

        try (LogLines log = LogLines.of(BatchMailer.class)) {
            handler.runCycle(at(2));

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("to be told at"))
                    .hasSize(1);
        }
    }

    @Test
    void tellsPeopleAfterAPauseOfWhatLastsStill() throws IOException {
        new PauseFiles(directory).pause(ProcessPattern.parse("web:w1"), Duration.ofSeconds(100), "root", TIME);
        for (int i = 0; i < 3; i++) {
            supervisor.answers("process", done(process(ProcessState.FATAL)));
        }
        BatchMailer handler = pausing(AlertBook.inMemory(told, () -> now));
        failureQueue.enqueue(FailureFixtures.fatal("web:w1", TIME));

        handler.runCycle(at(2));
        handler.runCycle(at(90));
        assertThat(told.accepted()).isEmpty();
        assertThat(failureQueue.waiting()).hasSize(1);

        handler.runCycle(at(101));
        assertThat(told.accepted())
                .singleElement()
                .satisfies(alert -> assertThat(alert.text()).contains("web:w1 failed to start too many times"));
        assertThat(failureQueue.waiting()).isEmpty();
    }

    @Test
    void leavesWhatBeganAndEndedInAPauseToWhoHoldsItBack() throws IOException {
        new PauseFiles(directory).pause(ProcessPattern.parse("web:w1"), Duration.ofSeconds(100), "root", TIME);
        supervisor.answers("process", done(process(ProcessState.RUNNING)));
        BatchMailer handler = pausing(AlertBook.inMemory(told, () -> now));
        failureQueue.enqueue(FailureFixtures.fatal("web:w1", TIME));

        handler.runCycle(at(2));
        handler.runCycle(at(101));
        handler.runCycle(at(200));

        assertThat(told.accepted())
                .singleElement()
                .satisfies(alert -> assertThat(alert.subject())
                        .contains("web:w1 failed to start too many times", "; it has recovered"));
        assertThat(failureQueue.waiting()).isEmpty();
    }

    private static ProcessInfo process(ProcessState state) {
        return new ProcessInfo(
                Namespec.parse("web:w1"), state, 5000, TIME, Instant.EPOCH, TIME.plusSeconds(1), 0, "", "", "");
    }

    private BatchMailer pausing(AlertBook book) {
        Pauses pauses = new Pauses(directory, new TestClock(), () -> now);
        FailureLineFormatter lineFormatter = new FailureLineFormatter(Clock.systemUTC());
        return new BatchMailer(
                failureQueue,
                told,
                new BatchSchedule(Duration.ofMinutes(1), Optional.empty()),
                new BatchMailer.Format(
                        "fatalmailbatch",
                        "vm1",
                        "Fatal start errors",
                        lineFormatter,
                        new MailBatchFormatter(lineFormatter, OptionalInt.empty(), "vm1")),
                now -> failure -> found("exit status 7"),
                () -> now,
                Optional.of(new BatchStates(
                        book, new FailureStates(book, supervisor, Recovery.OF_STARTS), told, () -> now, pauses)),
                History.none(),
                pauses);
    }

    private final class TestClock extends Clock {

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private BatchMailer handler(FailureQueue from) {
        return handler(from, failure -> {
            investigated.add(failure);
            return found("exit status 7");
        });
    }

    private BatchMailer handler(FailureQueue from, Function<ProcessFailure, FailureDetails> investigation) {
        FailureLineFormatter lineFormatter = new FailureLineFormatter(Clock.systemUTC());
        return new BatchMailer(
                from,
                told,
                new BatchSchedule(Duration.ofMinutes(1), Optional.empty()),
                new BatchMailer.Format(
                        "crashmailbatch",
                        "vm1",
                        "Crash alert from supervisord",
                        lineFormatter,
                        new MailBatchFormatter(lineFormatter, OptionalInt.empty(), "vm1")),
                now -> investigation,
                () -> now,
                Optional.empty(),
                History.none());
    }

    private FailureQueue onDisk() throws IOException {
        return new FailureQueue(Optional.of(new DiskSpool<>(directory, QueuedFailure.CODEC)), Metrics.none());
    }

    /** The same failures, in a spool whose loss nobody notices. */
    private static Spool<QueuedFailure> copy(FailureQueue failureQueue) {
        Spool<QueuedFailure> copy = new MemorySpool<>(QueuedFailure.CODEC);
        FailureQueue writer = new FailureQueue(Optional.of(copy), Metrics.none());
        failureQueue
                .waiting()
                .forEach(queuedFailure -> writer.update(queuedFailure.withDetails(found("exit status 7"))));
        return copy;
    }

    private void take(String process, long second) {
        failureQueue.enqueue(exit(process, TIME.plusSeconds(second)));
    }

    private Instant at(long second) {
        now = TIME.plusSeconds(second);
        return now;
    }
}
