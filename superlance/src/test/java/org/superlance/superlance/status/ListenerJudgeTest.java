package org.superlance.superlance.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.superlance.listener.state.ListenerDirectories.ListenerDirectory;
import org.superlance.listener.state.ListenerDirectories.Use;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.status.ListenerStatus;
import org.superlance.listener.status.ListenerStatus.Activity;
import org.superlance.listener.status.ListenerStatus.Condition;
import org.superlance.listener.status.ListenerStatus.Identity;
import org.superlance.listener.status.ListenerStatus.Problem;
import org.superlance.listener.status.ListenerStatus.ProgramStatus;
import org.superlance.listener.status.ListenerStatus.ReceiverStatus;
import org.superlance.listener.status.ListenerStatus.StandingState;
import org.superlance.listener.status.ListenerStatus.State;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.superlance.spool.SpoolEntry;
import org.superlance.superlance.spool.SpoolEntry.Kind;
import org.superlance.superlance.status.HostStatus.Facts;
import org.superlance.superlance.status.HostStatus.ListenerReport;

class ListenerJudgeTest {

    static final Instant NOW = Instant.parse("2026-11-28T22:00:00Z");
    private static final Namespec NAME = Namespec.parse("memmon");
    static final Path DIRECTORY = Path.of("/var/lib/superlance/memmon-x");
    private static final String VERSION = "1.0";

    @Test
    void nothingIsSaidOfAListenerThatDoesItsWork() {
        ListenerReport report = judge(facts(ProcessState.RUNNING, status(5, 5)));

        assertThat(report.attention()).isEmpty();
        assertThat(report.notes()).isEmpty();
    }

    @Test
    void namesTheStateThatSupervisordHas() {
        assertThat(judge(facts(ProcessState.FATAL, status(5, 5))).attention())
                .containsExactly("is FATAL: see its log, supervisorctl tail memmon stderr");
        assertThat(judge(facts(ProcessState.STOPPED, status(5, 5))).attention())
                .containsExactly("is stopped; start it: supervisorctl start memmon");
        assertThat(judge(facts(ProcessState.UNKNOWN, status(5, 5))).attention())
                .singleElement()
                .asString()
                .contains("UNKNOWN to supervisord");
    }

    @Test
    void threePeriodsWithoutATickAreAnError() {
        assertThat(judge(facts(ProcessState.RUNNING, status(190, 5))).attention())
                .isEmpty();
        assertThat(judge(facts(ProcessState.RUNNING, status(191, 5))).attention())
                .singleElement()
                .asString()
                .startsWith("has had no tick for 3m11s, and should have one every 1m: it hangs, or");
    }

    @Test
    void anOldStatusIsAnError() {
        assertThat(judge(facts(ProcessState.RUNNING, status(5, 181))).attention())
                .containsExactly("has not written its status for 3m1s: it hangs, or its disk is full; see its log");
    }

    @Test
    void aListenerWithoutAStateDirectoryIsNamedUnlessItIsADryRun() {
        Facts without = facts(ProcessState.RUNNING, Optional.empty(), false, Optional.empty(), Use.FREE, List.of());
        Facts dry = facts(ProcessState.RUNNING, Optional.empty(), true, Optional.empty(), Use.FREE, List.of());

        assertThat(judge(without).attention()).singleElement().asString().contains("set --state-dir DIR");
        assertThat(judge(dry).attention()).isEmpty();
        assertThat(judge(dry).notes()).singleElement().asString().startsWith("is a dry run");
    }

    @Test
    void namesTheProgramsThatAreNotWell() {
        ListenerStatus status = status(
                IntStream.range(0, 7)
                        .mapToObj(i -> program(Condition.HELD, "web:w" + i))
                        .toList(),
                List.of(
                        new StandingState(
                                NOW.minusSeconds(60), "holding back from restarting process web:w1", "held", "web:w1"),
                        new StandingState(
                                NOW.minusSeconds(60), "process db:db could not be started", "restart", "db:db")));

        assertThat(judge(facts(ProcessState.RUNNING, status)).attention())
                .containsExactly(
                        "web:w0 is held: it grew",
                        "web:w1 is held: it grew",
                        "web:w2 is held: it grew",
                        "web:w3 is held: it grew",
                        "web:w4 is held: it grew",
                        "2 more programs: each is held",
                        "told 1m ago, and not over: process db:db could not be started");
    }

    @Test
    void aProgramNearItsLimitNeedsNobodyYet() {
        ListenerReport report =
                judge(facts(ProcessState.RUNNING, status(List.of(program(Condition.NEAR, "web:w1")), List.of())));

        assertThat(report.attention()).isEmpty();
        assertThat(report.notes()).containsExactly("web:w1 is near its limit: it grew");
    }

    @Test
    void saysWhyAlertsWait() {
        ReceiverStatus late = new ReceiverStatus(
                "outbox",
                "mail server m",
                2,
                Optional.of(NOW.minusSeconds(7_200)),
                Optional.of(new Problem(NOW, "connection refused")));
        ReceiverStatus fresh = new ReceiverStatus("outbox-command-1", "command", 1, Optional.of(NOW), Optional.empty());
        ListenerStatus status = status(5, 5);
        ListenerReport report = judge(facts(
                ProcessState.RUNNING,
                new ListenerStatus(
                        status.identity(),
                        State.RUNNING,
                        status.activity(),
                        List.of(),
                        0,
                        List.of(late, fresh),
                        List.of(),
                        0,
                        Optional.empty())));

        assertThat(report.attention())
                .containsExactly("2 alerts wait for mail server m, the oldest for 2h: connection refused");
        assertThat(report.notes()).containsExactly("1 alert waits for command, the oldest for 0s");
    }

    @Test
    void aFailedCheckCountsUntilOneHasSucceeded() {
        ListenerStatus status = status(5, 5);
        Problem before = new Problem(NOW.minusSeconds(60), "cannot check: no answer");
        Problem after = new Problem(NOW.minusSeconds(2), "cannot check: no answer");

        assertThat(judge(facts(ProcessState.RUNNING, withProblem(status, before)))
                        .attention())
                .isEmpty();
        assertThat(judge(facts(ProcessState.RUNNING, withProblem(status, after)))
                        .attention())
                .containsExactly("2s ago: cannot check: no answer");
    }

    @Test
    void saysWhatAListenerThatIsGoneHasLeftAndWhoTakesIt() {
        ListenerDirectory directory = new ListenerDirectory(DIRECTORY, Optional.empty(), Use.FREE, Optional.empty());
        List<SpoolEntry> entries = List.of(
                entry(directory, Kind.ALERT, "a"),
                entry(directory, Kind.HELD, "c"),
                entry(directory, Kind.RESTART, "web:w1"),
                entry(directory, Kind.REFUSED, "b"));
        Facts gone = new Facts(
                NAME,
                "memmon",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                Optional.of(DIRECTORY),
                Use.FREE,
                Optional.empty(),
                Optional.empty(),
                entries,
                false,
                true);

        assertThat(gone.state()).isEqualTo("GONE");
        assertThat(judge(gone).attention())
                .containsExactly(
                        "1 alert was refused or given up: superlance spool list",
                        "does not run, and has left 2 alerts, the interrupted restarts of web:w1: superlance spool adopt "
                                + DIRECTORY);
    }

    static SpoolEntry entry(ListenerDirectory directory, Kind kind, String id) {
        return new SpoolEntry(kind, id, directory, Path.of("outbox"), Path.of(id), Optional.of(NOW), 1);
    }

    static ListenerReport judge(Facts facts) {
        return ListenerJudge.judge(facts, NOW, VERSION);
    }

    private static ProgramStatus program(Condition condition, String name) {
        return new ProgramStatus(condition, name, 7, "RSS 201MB", "200MB (-a)", "it grew");
    }

    private static ListenerStatus withProblem(ListenerStatus status, Problem problem) {
        return new ListenerStatus(
                status.identity(),
                State.RUNNING,
                status.activity(),
                List.of(),
                0,
                List.of(),
                List.of(),
                0,
                Optional.of(problem));
    }

    private static ListenerStatus status(List<ProgramStatus> programs, List<StandingState> standing) {
        ListenerStatus status = status(5, 5);
        return new ListenerStatus(
                status.identity(),
                State.RUNNING,
                status.activity(),
                programs,
                0,
                List.of(),
                standing,
                0,
                Optional.empty());
    }

    static ListenerStatus status(long secondsSinceTick, long secondsSinceWritten) {
        return new ListenerStatus(
                new Identity(
                        new ListenerId("memmon", "memmon", "memmon", "unix:///s"),
                        "memmon:memmon",
                        VERSION,
                        "17",
                        7,
                        "root",
                        "-a 200MB",
                        NOW.minusSeconds(900)),
                State.RUNNING,
                new Activity(
                        NOW.minusSeconds(secondsSinceWritten),
                        Optional.of(NOW.minusSeconds(secondsSinceTick)),
                        Optional.of(NOW.minusSeconds(secondsSinceTick)),
                        Optional.empty(),
                        Optional.of(NOW.minusSeconds(4)),
                        Optional.of(Duration.ofMillis(120)),
                        12),
                List.of(),
                0,
                List.of(),
                List.of(),
                0,
                Optional.empty());
    }

    static Facts facts(ProcessState state, ListenerStatus status) {
        return facts(state, Optional.of(status), false, Optional.of(DIRECTORY), Use.IN_USE, List.of());
    }

    static Facts facts(
            ProcessState state,
            Optional<ListenerStatus> status,
            boolean isDryRun,
            Optional<Path> directory,
            Use use,
            List<SpoolEntry> entries) {
        ProcessInfo process = new ProcessInfo(
                NAME,
                state,
                state == ProcessState.RUNNING ? 7 : 0,
                NOW.minusSeconds(900),
                Instant.EPOCH,
                NOW,
                0,
                "",
                "",
                "");
        return new Facts(
                NAME,
                "memmon",
                Optional.empty(),
                Optional.of(process),
                Optional.empty(),
                true,
                isDryRun,
                Optional.of(Duration.ofMinutes(1)),
                directory,
                use,
                Optional.empty(),
                status,
                entries,
                false,
                true);
    }
}
