package org.superlance.listener.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.crash.FailureLedger.Observation;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.Event.EventHeader;
import org.superlance.listener.event.SerialGapDetector;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;

class FailureLedgerTest {

    private static final Instant START = Instant.parse("2026-11-21T02:54:00Z");
    private static final Namespec W1 = Namespec.parse("web:w1");
    private static final String RAN = """
            2026-11-21 02:54:10,100 INFO spawned: 'w1' with pid 11
            2026-11-21 02:54:11,200 INFO success: w1 entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)
            """;
    private static final String DIED = RAN + """
            2026-11-21 02:54:12,300 WARN exited: w1 (terminated by SIGKILL; not expected)
            """;

    @TempDir
    Path directory;

    private long nanos = 1;
    private SerialGapDetector gaps = new SerialGapDetector(true, () -> nanos);
    private FailureLedger ledger;

    @BeforeEach
    void open() {
        ledger = open("100/7");
    }

    // ---- events ----

    @Test
    void takesAnEventOnce() {
        assertThat(ledger.admit(exited(11, 57))).isTrue();
        assertThat(ledger.admit(exited(11, 57))).isFalse();
        assertThat(ledger.admit(exited(12, 58))).isTrue();
    }

    @Test
    void takesAnEventOnceInTwoLivesOfTheListener() {
        QueuedFailure fatal = queued(FailureType.FATAL, OptionalLong.empty(), 57, 12);
        assertThat(ledger.admit(fatal)).isTrue();
        ledger.save();

        ledger = open("100/7");
        assertThat(ledger.admit(fatal)).as("it waits on disk").isTrue();
        assertThat(ledger.admit(queued(FailureType.FATAL, OptionalLong.empty(), 57, 14)))
                .as("it is sent again")
                .isFalse();
        assertThat(ledger.admit(queued(FailureType.FATAL, OptionalLong.empty(), 60, 40)))
                .as("it was given up once more")
                .isTrue();
    }

    @Test
    void countsSerialsOfAnotherSupervisordAnew() {
        assertThat(ledger.admit(queued(FailureType.FATAL, OptionalLong.empty(), 57, 12)))
                .isTrue();
        ledger.save();

        ledger = open("200/9");
        assertThat(ledger.admit(queued(FailureType.FATAL, OptionalLong.empty(), 57, 40)))
                .isTrue();
    }

    // ---- the log ----

    @Test
    void findsInTheLogWhatNoEventHasTold() {
        List<ProcessFailure> found = look(20, DIED, running(13, 13));

        assertThat(found).hasSize(1);
        assertThat(found.get(0).process()).isEqualTo(W1);
        assertThat(found.get(0).pid()).hasValue(11);
        assertThat(found.get(0).time()).isEqualTo(at(12.3));
        assertThat(look(30, DIED, running(13, 13))).isEmpty();
        assertThat(ledger.admit(exited(11, 57))).as("the event was only late").isFalse();
    }

    @Test
    void findsNothingInTheLogThatAnEventHasTold() {
        ledger.admit(exited(11, 57));

        assertThat(look(20, DIED, running(13, 13))).isEmpty();
    }

    @Test
    void waitsForTheEventAMoment() {
        assertThat(look(13, DIED, running(11, 10))).isEmpty();
        assertThat(ledger.isUnsettled()).isTrue();

        assertThat(look(17, DIED, running(13, 13))).hasSize(1);
        assertThat(ledger.isUnsettled()).isFalse();
    }

    @Test
    void goesOnInTheLogWhereAnEarlierLifeHasStopped() {
        ledger.admit(exited(11, 57));
        look(20, DIED, running(13, 13));
        ledger.save();

        ledger = open("100/7");
        String more = DIED + """
                2026-11-21 02:54:13,400 INFO spawned: 'w1' with pid 13
                2026-11-21 02:54:14,500 INFO success: w1 entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)
                2026-11-21 02:54:30,300 WARN exited: w1 (exit status 7; not expected)
                """;
        assertThat(look(40, more, running(14, 31)))
                .extracting(ProcessFailure::pid)
                .containsExactly(OptionalLong.of(13));
    }

    @Test
    void tellsNothingThatWasBeforeTheFirstStartOfTheListener() {
        String before = "2026-11-21 02:53:12,300 WARN exited: w1 (terminated by SIGKILL; not expected)\n";

        assertThat(look(20, before, new Row(ProcessState.FATAL, 0, -60, -50))).isEmpty();
    }

    // ---- the table ----

    @Test
    void provesAnExitByTheTableOnce() {
        look(1, null, running(11, 0));

        List<ProcessFailure> found = look(20, null, new Row(ProcessState.EXITED, 0, 0, 10));
        assertThat(found).extracting(ProcessFailure::pid).containsExactly(OptionalLong.of(11));
        assertThat(look(30, null, new Row(ProcessState.EXITED, 0, 0, 10))).isEmpty();
        assertThat(ledger.admit(exited(11, 57))).isFalse();
    }

    @Test
    void provesAFatalByTheTableOnceAndForDays() {
        look(1, null, running(11, 0));

        assertThat(look(20, null, new Row(ProcessState.FATAL, 0, 9, 10)))
                .extracting(ProcessFailure::type)
                .containsExactly(FailureType.FATAL);
        assertThat(look(200_000, null, new Row(ProcessState.FATAL, 0, 9, 10))).isEmpty();
        assertThat(look(200_100, null, new Row(ProcessState.FATAL, 0, 200_020, 200_021)))
                .hasSize(1);
    }

    @Test
    void findsNothingInTheTableThatAnEventHasTold() {
        look(1, null, running(11, 0));
        ledger.admit(exited(11, 57));

        assertThat(look(20, null, new Row(ProcessState.EXITED, 0, 0, 10))).isEmpty();
    }

    @Test
    void takesAProcessThatWasReplacedForDeadWhereEventsAreMissingAndThereIsNoLog() {
        look(1, null, running(11, 0));
        accept(0, 0);
        accept(9, 9);

        List<ProcessFailure> found = look(20, null, new Row(ProcessState.RUNNING, 12, 11, 11));
        assertThat(found).hasSize(1);
        assertThat(found.get(0).pid()).hasValue(11);
        assertThat(found.get(0).notBefore()).contains(at(1));
        assertThat(found.get(0).time()).isEqualTo(at(12));
        assertThat(look(30, null, new Row(ProcessState.RUNNING, 12, 11, 11))).isEmpty();
    }

    @Test
    void takesItForDeadAlsoWhenTheGapShowsLater() {
        look(1, null, running(11, 0));
        accept(0, 0);
        assertThat(look(20, null, new Row(ProcessState.RUNNING, 12, 11, 11))).isEmpty();

        accept(9, 9);
        assertThat(look(24, null, new Row(ProcessState.RUNNING, 12, 11, 11))).hasSize(1);
    }

    @Test
    void takesItForRestartedBySomebodyWhereNoEventIsMissing() {
        look(1, null, running(11, 0));
        accept(0, 0);
        assertThat(look(20, null, new Row(ProcessState.RUNNING, 12, 11, 11))).isEmpty();

        assertThat(look(120, null, new Row(ProcessState.RUNNING, 12, 11, 11))).isEmpty();
        accept(9, 9);
        assertThat(look(121, null, new Row(ProcessState.RUNNING, 12, 11, 11)))
                .as("too late to be explained by that")
                .isEmpty();
    }

    @Test
    void takesItForRestartedWhereTheLogHoldsNoDeath() {
        look(1, RAN, running(11, 0));
        accept(0, 0);
        accept(9, 9);

        assertThat(look(20, RAN, new Row(ProcessState.RUNNING, 12, 11, 11))).isEmpty();
    }

    @Test
    void takesItForRestartedWhenAnEventHasToldOfTheStop() {
        look(1, null, running(11, 0));
        accept(0, 0);
        ledger.onEvent(Event.of(
                new EventHeader("PROCESS_STATE_STOPPED", 0, OptionalLong.empty()),
                "processname:w1 groupname:web from_state:STOPPING pid:11"));
        accept(9, 9);

        assertThat(look(20, null, new Row(ProcessState.RUNNING, 12, 11, 11))).isEmpty();
    }

    /** What the table shows when the listener has looked at it before the program was started at all. */
    @Test
    void takesAProcessForDeadThatHasEndedBeforeItWasSeen() {
        look(1, null, new Row(ProcessState.STOPPED, 0, -1_000_000, -1_000_000));
        accept(0, 0);
        accept(9, 9);

        assertThat(look(20, null, new Row(ProcessState.RUNNING, 12, 11, 10)))
                .extracting(ProcessFailure::pid)
                .containsExactly(OptionalLong.empty());
        assertThat(ledger.admit(exited(11, 57))).as("the event was only late").isFalse();
    }

    @Test
    void knowsALateEventByThePidThatRunsNow() {
        look(1, null, new Row(ProcessState.STOPPED, 0, -1_000_000, -1_000_000));
        accept(0, 0);
        accept(9, 9);
        assertThat(look(20, null, new Row(ProcessState.RUNNING, 12, 11, 10))).hasSize(1);

        assertThat(ledger.admit(queued(FailureType.EXITED, OptionalLong.of(12), 58, 21)))
                .as("the process that ran when the table was read has died since")
                .isTrue();
        assertThat(ledger.admit(queued(FailureType.EXITED, OptionalLong.of(11), 57, 29)))
                .as("the death that the table has shown, on a busy machine")
                .isFalse();
    }

    /** The log was rotated between a burst and the look: the new one has the starts, and not the ends. */
    @Test
    void takesProcessesForDeadWhoseEndsAreInALogThatWasRotated() {
        look(1, RAN, running(11, 10));
        accept(0, 0);
        accept(9, 9);
        String rotated = """
                2026-11-21 02:54:13,000 INFO supervisord logreopen
                2026-11-21 02:54:13,400 INFO spawned: 'w1' with pid 12
                """;

        assertThat(look(20, rotated, new Row(ProcessState.RUNNING, 12, 13, 12)))
                .extracting(ProcessFailure::pid)
                .containsExactly(OptionalLong.of(11));
        assertThat(look(30, rotated, new Row(ProcessState.RUNNING, 14, 25, 25)))
                .as("the new log tells of no end")
                .isEmpty();
    }

    @Test
    void takesNoMoreProcessesForDeadThanEventsAreMissing() {
        look(1, null, running(11, 0));
        accept(0, 0);
        accept(2, 2);

        assertThat(look(20, null, new Row(ProcessState.RUNNING, 12, 11, 11))).hasSize(1);
        assertThat(look(30, null, new Row(ProcessState.RUNNING, 13, 25, 25)))
                .as("somebody has restarted it")
                .isEmpty();

        assertThat(ledger.admit(exited(11, 1))).as("its event was only late").isFalse();
        gaps.accept(new EventHeader("PROCESS_STATE_EXITED", 0, OptionalLong.of(4), OptionalLong.of(4)));
        assertThat(look(34, null, new Row(ProcessState.RUNNING, 13, 25, 25)))
                .as("an event is missing now")
                .hasSize(1);
    }

    @Test
    void trustsNoPidWhereTwoGroupsHaveTheName() {
        Namespec other = Namespec.parse("other:w1");
        Row here = running(12, 13);
        String log = RAN + """
                2026-11-21 02:54:11,300 INFO spawned: 'w1' with pid 21
                2026-11-21 02:54:12,300 WARN exited: w1 (terminated by SIGKILL; not expected)
                """;
        nanos = 1 + Duration.ofSeconds(20).toNanos();
        ProcessInfo twin = new ProcessInfo(other, ProcessState.RUNNING, 21, at(11), at(-100), at(20), 0, "", "", "");

        assertThat(ledger.compare(new Observation(
                        at(20),
                        at(20),
                        Optional.of(List.of(here.info(at(20)), twin)),
                        Optional.of(new SupervisordLog(
                                log, new LogClock(TimeZone.getTimeZone("UTC"), OptionalInt.empty()))))))
                .extracting(QueuedFailure::failure)
                .extracting(ProcessFailure::process, ProcessFailure::pid)
                .containsExactly(tuple(new Namespec("web or other", "w1"), OptionalLong.empty()));
        assertThat(ledger.admit(exited(11, 57))).as("the event was only late").isFalse();
    }

    @Test
    void tellsOnceWhatBothTheLogAndTheTableShow() {
        look(1, "", running(11, 0));

        assertThat(look(20, DIED, new Row(ProcessState.EXITED, 0, 10, 12))).hasSize(1);
    }

    @Test
    void tellsOnceWhatTheTableShowsInASecondAndTheLogInTheNext() {
        assertThat(look(20, "", new Row(ProcessState.EXITED, 0, 10, 11))).hasSize(1);
        assertThat(ledger.admit(exited(11, 57))).as("the event was only late").isFalse();

        assertThat(look(30, DIED.replace("54:12,300", "54:14,300"), new Row(ProcessState.EXITED, 0, 10, 11)))
                .isEmpty();
    }

    @Test
    void leavesToTheLogWhatEndedLateInASecond() {
        List<ProcessFailure> found =
                look(16.2, DIED.replace("54:12,300", "54:13,300"), new Row(ProcessState.EXITED, 0, 10, 12));

        assertThat(found).isEmpty();
        assertThat(ledger.isUnsettled()).isTrue();
    }

    @Test
    void waitsForTheEventOfWhatHappenedWhileSupervisordWasAsked() {
        assertThat(look(8, 15, DIED, new Row(ProcessState.EXITED, 0, 10, 12))).isEmpty();

        assertThat(ledger.isUnsettled()).isTrue();
        assertThat(ledger.admit(exited(11, 57))).isTrue();
    }

    @Test
    void tellsNothingOfProcessesOfAnEarlierSupervisord() {
        look(1, null, running(11, 0));
        ledger.save();

        gaps = new SerialGapDetector(true, () -> nanos);
        ledger = open("200/9");
        accept(40, 30);
        assertThat(look(20, null, running(12, 11))).isEmpty();
    }

    @Test
    void comparesWithTheTableOfTheEarlierLife() {
        look(1, null, running(11, 0));
        accept(0, 0);
        ledger.save();

        gaps = new SerialGapDetector(true, () -> nanos);
        ledger = open("100/7");
        accept(9, 9);
        assertThat(look(20, null, new Row(ProcessState.RUNNING, 12, 11, 11))).hasSize(1);
    }

    // ---- the Go supervisord 0.7.4 ----

    /** It shows each end as BACKOFF, and what somebody has stopped stays so. */
    @Test
    void takesARunThatBecameBackoffForAnEndWhenTheNextRunBegins() {
        look(1, null, running(11, 0));
        assertThat(look(10, null, new Row(ProcessState.BACKOFF, 0, 0, 9))).isEmpty();
        assertThat(look(60, null, new Row(ProcessState.BACKOFF, 0, 0, 9))).isEmpty();

        assertThat(look(80, null, new Row(ProcessState.RUNNING, 12, 70, 9)))
                .extracting(ProcessFailure::type, ProcessFailure::pid)
                .containsExactly(tuple(FailureType.EXITED, OptionalLong.of(11)));
        assertThat(look(90, null, new Row(ProcessState.RUNNING, 13, 85, 84))).hasSize(1);
    }

    @Test
    void takesARunThatWasGivenUpForAnEnd() {
        look(1, null, running(11, 0));

        List<ProcessFailure> found = new ArrayList<>(look(20, null, new Row(ProcessState.FATAL, 0, 0, 9)));
        found.addAll(look(30, null, new Row(ProcessState.FATAL, 0, 0, 9)));

        assertThat(found)
                .extracting(ProcessFailure::type)
                .containsExactlyInAnyOrder(FailureType.FATAL, FailureType.EXITED);
    }

    @Test
    void takesNoRunForAnEndThatSomebodyHasStopped() {
        look(1, null, running(11, 0));
        ledger.onEvent(Event.of(
                new EventHeader("PROCESS_STATE_STOPPING", 0, OptionalLong.empty()),
                "processname:w1 groupname:web from_state:Running pid:11"));
        look(10, null, new Row(ProcessState.BACKOFF, 0, 0, 9));

        assertThat(look(80, null, new Row(ProcessState.RUNNING, 12, 70, 9))).isEmpty();
    }

    // ---- its file ----

    @Test
    void beginsAnewWhereTheFileCannotBeRead() throws Exception {
        Files.write(directory.resolve("ledger"), new byte[100]);
        ledger = open("100/7");
        assertThat(ledger.admit(exited(11, 57))).isTrue();
        ledger.save();

        assertThat(directory.resolve("ledger")).content().startsWith("superlance-ledger\t1\n");
    }

    @Test
    void remembersTheFirstStartOfAListenerThatWasKilledAtOnce() {
        new LedgerFile(Optional.of(directory)).begin(START);
        new LedgerFile(Optional.of(directory)).begin(START.plusSeconds(60));

        ledger = new FailureLedger(
                new LedgerFile(Optional.of(directory)),
                Optional.of("100/7"),
                failure -> true,
                gaps,
                Optional.empty(),
                START.plusSeconds(60));
        accept(40, 30);
        assertThat(look(90, DIED, running(13, 13))).hasSize(1);
        nanos += Duration.ofMinutes(1).toNanos();
        assertThat(gaps.takeLostBeforeFirst()).isZero();
    }

    @Test
    void livesWithoutAFile() {
        ledger = new FailureLedger(
                new LedgerFile(Optional.empty()), Optional.empty(), failure -> true, gaps, Optional.empty(), START);

        assertThat(ledger.admit(exited(11, 57))).isTrue();
        ledger.save();
        assertThat(ledger.admit(exited(11, 57))).isFalse();
    }

    private FailureLedger open(String supervisor) {
        return new FailureLedger(
                new LedgerFile(Optional.of(directory)),
                Optional.of(supervisor),
                failure -> true,
                gaps,
                Optional.empty(),
                START);
    }

    private void accept(long serial, long poolSerial) {
        gaps.accept(new EventHeader("PROCESS_STATE_EXITED", 0, OptionalLong.of(serial), OptionalLong.of(poolSerial)));
    }

    /** What is found is queued, as the listener does it. */
    private List<ProcessFailure> look(double second, @Nullable String log, Row... rows) {
        return look(second, second, log, rows);
    }

    private List<ProcessFailure> look(double second, double end, @Nullable String log, Row... rows) {
        nanos = 1 + (long) (second * 1e9);
        List<ProcessInfo> table = new ArrayList<>();
        for (Row row : rows) {
            table.add(row.info(at(second)));
        }
        return ledger
                .compare(new Observation(
                        at(second),
                        at(end),
                        Optional.of(table),
                        Optional.ofNullable(log)
                                .map(text -> new SupervisordLog(
                                        text, new LogClock(TimeZone.getTimeZone("UTC"), OptionalInt.empty())))))
                .stream()
                .map(QueuedFailure::failure)
                .toList();
    }

    private static Row running(long pid, double start) {
        return new Row(ProcessState.RUNNING, pid, start, -100);
    }

    private record Row(ProcessState state, long pid, double start, double stop) {
        ProcessInfo info(Instant now) {
            String error = state == ProcessState.EXITED ? "Bad exit code 7" : "";
            return new ProcessInfo(W1, state, pid, at(start), at(stop), now, 0, error, "", "");
        }
    }

    private static QueuedFailure exited(long pid, long serial) {
        return queued(FailureType.EXITED, OptionalLong.of(pid), serial, 12.4);
    }

    private static QueuedFailure queued(FailureType type, OptionalLong pid, long serial, double second) {
        return QueuedFailure.of(new ProcessFailure(
                type, W1, pid, type.usualOrigin(), at(second), OptionalLong.of(serial), Optional.empty()));
    }

    private static Instant at(double second) {
        return START.plus(Duration.ofMillis((long) (second * 1000)));
    }
}
