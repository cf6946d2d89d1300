package org.superlance.listener.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.testkit.ScriptedSupervisor.done;
import static org.superlance.listener.testkit.ScriptedSupervisor.fault;
import static org.superlance.listener.testkit.ScriptedSupervisor.silence;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.crash.FailureStates.Over;
import org.superlance.listener.crash.FailureStates.Reason;
import org.superlance.listener.crash.FailureStates.Recovery;
import org.superlance.listener.event.Event.EventHeader;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertBook;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.ScriptedSupervisor;

class FailureStatesTest {

    private static final Instant START = Instant.parse("2026-11-21T02:54:56Z");
    private static final Namespec W1 = new Namespec("web", "w1");

    private final ScriptedSupervisor supervisor = new ScriptedSupervisor();
    private final AlertBook book = AlertBook.inMemory(NotificationQueue.none(), InstantSource.fixed(START));

    @ParameterizedTest
    @CsvSource({
        "FATAL, RUNNING, RUNNING", "FATAL, STOPPED, STOPPED", "FATAL, EXITED, EXITED", "FATAL, FATAL,",
                "FATAL, STARTING,",
        "FATAL, BACKOFF,", "FATAL, UNKNOWN,", "BACKOFF, RUNNING, RUNNING", "BACKOFF, STOPPED, STOPPED",
                "BACKOFF, FATAL,",
        "EXITED, EXITED,", "EXITED, STOPPED, STOPPED", "EXITED, STARTING,"
    })
    void aFailureIsOverWhenTheProgramRunsOrSomebodyHasStoppedIt(String what, ProcessState state, Reason expected) {
        book.begin(what, alert(W1));
        supervisor.answers("process", done(process(W1, state, 5000, 0)));

        assertThat(states(Recovery.OF_STARTS).findOver(START))
                .extracting(Over::reason)
                .isEqualTo(listOf(expected));
    }

    @Test
    void aProgramThatSupervisordDoesNotHaveAnyMoreWasRemoved() {
        book.begin("FATAL", alert(W1));
        supervisor.answers("process", fault(Fault.BAD_NAME));

        assertThat(states(Recovery.OF_STARTS).findOver(START))
                .extracting(Over::reason)
                .containsExactly(Reason.REMOVED);
    }

    @Test
    void whatSupervisordDoesNotTellIsNotOver() {
        book.begin("FATAL", alert(W1));
        supervisor.answers("process", silence(false)).answers("process", fault(Fault.SHUTDOWN_STATE));
        FailureStates states = states(Recovery.OF_STARTS);

        assertThat(states.findOver(START)).isEmpty();
        assertThat(states.findOver(START.plusSeconds(5))).isEmpty();
    }

    @Test
    void aDeathIsOverWhenAnotherProcessHasBeenRunningForLongEnough() {
        book.beginEachTime("EXITED", alert(W1), "4711");
        supervisor
                .answers("process", done(process(W1, ProcessState.RUNNING, 4711, 100)))
                .answers("process", done(process(W1, ProcessState.RUNNING, 5000, 19)))
                .answers("process", done(process(W1, ProcessState.RUNNING, 5000, 20)));
        FailureStates states = states(new Recovery(Optional.of(Duration.ofSeconds(20)), Duration.ZERO));

        assertThat(states.findOver(START)).as("the dead one").isEmpty();
        assertThat(states.findOver(START.plusSeconds(9))).isEmpty();
        assertThat(states.findOver(START.plusSeconds(10))).as("too early").isEmpty();
        assertThat(states.findOver(START.plusSeconds(20)))
                .extracting(Over::reason)
                .containsExactly(Reason.RUNNING);
        assertThat(supervisor.calls()).hasSize(3);
    }

    @Test
    void asksAtOnceWhenAnEventSaysThatItRuns() {
        book.begin("FATAL", alert(W1));
        supervisor.answers("process", done(process(W1, ProcessState.FATAL, 0, 0)));
        FailureStates states = states(Recovery.OF_STARTS);
        states.findOver(START);

        states.findOver(START.plusSeconds(1));
        states.onEvent(event(new Namespec("x", "y")), START.plusSeconds(1));
        states.findOver(START.plusSeconds(1));
        assertThat(supervisor.calls()).hasSize(1);

        states.onEvent(event(W1), START.plusSeconds(1));
        states.findOver(START.plusSeconds(1));
        assertThat(supervisor.calls()).hasSize(2);
    }

    @Test
    void asksForTheTableOfAllWhereManyProgramsHaveFailed() {
        List<Namespec> names = IntStream.range(0, 11)
                .mapToObj(number -> new Namespec("web", "w" + number))
                .toList();
        names.forEach(name -> book.begin("FATAL", alert(name)));
        supervisor.answers("processes", done(List.of(process(W1, ProcessState.RUNNING, 5000, 0))));

        List<Over> over = states(Recovery.OF_STARTS).findOver(START);

        assertThat(over).hasSize(11);
        assertThat(over)
                .filteredOn(found -> found.reason() == Reason.RUNNING)
                .extracting(Over::name)
                .containsExactly(W1);
        assertThat(supervisor.calls()).containsExactly("processes");
    }

    @Test
    void asksNobodyWhileNothingLasts() {
        assertThat(states(Recovery.OF_STARTS).findOver(START)).isEmpty();
        assertThat(supervisor.calls()).isEmpty();
    }

    private FailureStates states(Recovery recovery) {
        return new FailureStates(book, supervisor, recovery);
    }

    private static List<Reason> listOf(Reason expected) {
        return expected == null ? List.of() : List.of(expected);
    }

    private static Alert alert(Namespec name) {
        return Alert.of(START, "s", "t", Map.of("group", name.group(), "process", name.name()));
    }

    private static ProcessStateEvent event(Namespec name) {
        return new ProcessStateEvent(
                new EventHeader("PROCESS_STATE_RUNNING", 0, OptionalLong.empty()),
                "",
                name,
                ProcessState.RUNNING,
                "STARTING",
                OptionalLong.of(5000),
                true);
    }

    private static ProcessInfo process(Namespec name, ProcessState state, long pid, int uptime) {
        return new ProcessInfo(name, state, pid, START, Instant.EPOCH, START.plusSeconds(uptime), 0, "", "", "");
    }
}
