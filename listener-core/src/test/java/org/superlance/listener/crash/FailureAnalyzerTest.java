package org.superlance.listener.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.process.OomKillCounter;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;

class FailureAnalyzerTest {

    private static final Instant TOLD = Instant.parse("2026-11-21T02:54:56.200Z");
    private static final Namespec W1 = new Namespec("web", "w1");

    @TempDir
    Path root;

    private final StubSupervisor supervisor = new StubSupervisor();

    @BeforeEach
    void countsNoKills() throws IOException {
        kills(3);
    }

    @Test
    void saysThatNothingIsKnownWhenSupervisordIsSilentAndAsksItNothingMore() {
        supervisor.silent = true;

        FailureDetails found = look(10).detailsOf(exited());

        assertThat(found.cause()).isEmpty();
        assertThat(found.causeOrUnknown()).isEqualTo("exit status unknown (supervisord did not answer)");
        assertThat(supervisor.calls).isEqualTo(1);
    }

    @Test
    void takesTheStatusOfAProcessThatIsStillDownWhereThereIsNoLog() {
        supervisor.processes = List.of(process(ProcessState.EXITED, 0, 40, 56, 7, "Bad exit code 7"));

        assertThat(look(0).detailsOf(exited()))
                .isEqualTo(new FailureDetails(
                        Optional.of("exit status 7"), Optional.of(Duration.ofSeconds(16)), false, ""));
    }

    @Test
    void makesNoStatusUpForAProcessThatRunsAgainOrHasDiedOnceMore() {
        supervisor.processes = List.of(process(ProcessState.RUNNING, 5000, 56, 56, 0, ""));
        assertThat(look(0).detailsOf(exited()).cause()).isEmpty();

        supervisor.processes = List.of(process(ProcessState.EXITED, 0, 56, 57, 8, "Bad exit code 8"));
        assertThat(look(0).detailsOf(exited()).cause()).isEmpty();

        supervisor.processes = List.of(process(ProcessState.EXITED, 0, 10, 20, 8, "Bad exit code 8"));
        assertThat(look(0).detailsOf(exited()).cause()).isEmpty();
    }

    @Test
    void takesNoStatusForASignal() {
        supervisor.processes = List.of(process(ProcessState.EXITED, 0, 40, 56, -1, "Bad exit code -1"));

        assertThat(look(0).detailsOf(exited()).causeOrUnknown()).isEqualTo("terminated by a signal");
    }

    @Test
    void tellsWhyAProgramCouldNotBeStarted() {
        supervisor.processes = List.of(process(ProcessState.FATAL, 0, 0, 0, 0, "can't find command '/nope'\r\n\u202E"));
        ProcessFailure fatal = new ProcessFailure(FailureType.FATAL, W1, OptionalLong.empty(), "BACKOFF", TOLD);

        assertThat(look(0).detailsOf(fatal).cause()).contains("can't find command '/nope' \uFFFD");

        supervisor.processes =
                List.of(process(ProcessState.FATAL, 0, 0, 0, 0, "Exited too quickly (process log may have details)"));
        assertThat(look(0).detailsOf(fatal).cause()).isEmpty();
    }

    @Test
    void suspectsTheKernelWhenASigkillAndACountedKillComeTogether() throws IOException {
        supervisor.log = "2026-11-21 02:54:56,192 WARN exited: w1 (terminated by SIGKILL; not expected)\n";
        supervisor.processes = List.of(process(ProcessState.RUNNING, 5000, 56, 56, 0, ""));
        FailureAnalyzer failureAnalyzer = failureAnalyzer(0);
        assertThat(failureAnalyzer.snapshot(TOLD).detailsOf(exited()).outOfMemory())
                .isFalse();

        kills(4);
        failureAnalyzer.forget();

        assertThat(failureAnalyzer.snapshot(TOLD).detailsOf(exited()).causeOrUnknown())
                .isEqualTo("terminated by SIGKILL, likely killed for memory");
        assertThat(failureAnalyzer
                        .snapshot(TOLD.plusSeconds(60))
                        .detailsOf(exited())
                        .outOfMemory())
                .isFalse();
        supervisor.log = "2026-11-21 02:54:56,192 WARN exited: w1 (exit status 1; not expected)\n";
        kills(5);
        assertThat(failureAnalyzer.snapshot(TOLD).detailsOf(exited()).outOfMemory())
                .isFalse();
    }

    @Test
    void noticesKillsInTheOwnCgroupAndReadsNonsenseAsNothing() throws IOException {
        Files.createDirectories(root.resolve("proc/self"));
        Files.writeString(root.resolve("proc/self/cgroup"), "0::/sup/visor\n");
        Path events = Files.createDirectories(root.resolve("cgroup/sup/visor")).resolve("memory.events");
        Files.writeString(events, "oom 1\noom_kill 1\noom_group_kill 0\n");
        OomKillCounter own = new OomKillCounter(root.resolve("proc"), root.resolve("cgroup"));

        Files.writeString(events, "oom 2\noom_kill 2\n");
        assertThat(own.hasIncreased()).isTrue();
        assertThat(own.hasIncreased()).isFalse();

        Files.writeString(events, "oom_kill many\n\u0000oom_kill -4\n");
        assertThat(own.hasIncreased()).isFalse();
    }

    @Test
    void fetchesTheLastLinesOfStderrAndOfStdoutWhenThereIsNothingElse() {
        supervisor.processes = List.of(process(ProcessState.RUNNING, 5000, 56, 56, 0, ""));
        supervisor.stderr = "one\ntwo\nthree\n";
        supervisor.stdout = "out\n";
        assertThat(look(2).detailsOf(exited()).logTail()).isEqualTo("The end of its stderr log:\ntwo\nthree");
        assertThat(look(0).detailsOf(exited()).logTail()).isEmpty();

        supervisor.stderr = "\n";
        assertThat(look(2).detailsOf(exited()).logTail()).isEqualTo("The end of its stdout log:\nout");
    }

    @Test
    void boundsTheTailAndMakesItHarmless() {
        supervisor.processes = List.of(process(ProcessState.RUNNING, 5000, 56, 56, 0, ""));
        supervisor.stderr = "\u001b[31mred\u0000\u202Eevil\r\n" + "x".repeat(10_000) + "\n\uD800.\r\nSubject: forged";

        String tail = look(100).detailsOf(exited()).logTail();

        assertThat(tail)
                .startsWith("The end of its stderr log:\n\uFFFD[31mred\uFFFD\uFFFDevil\nxxx")
                .endsWith("\n\uFFFD.\nSubject: forged")
                .hasSizeLessThan(700);
    }

    @Test
    void saysWhyThereIsNoCauseWhereTheLogCanBeReadOrCannot() {
        supervisor.processes = List.of(process(ProcessState.RUNNING, 5000, 56, 56, 0, ""));
        assertThat(look(0).detailsOf(exited()).causeOrUnknown())
                .as("/dev/null")
                .isEqualTo("exit status unknown (supervisord's log is empty)");

        supervisor.log = "2026-11-21 02:53:56,192 INFO supervisord started with pid 1\n";
        assertThat(look(0).detailsOf(exited()).causeOrUnknown())
                .isEqualTo("exit status unknown (supervisord's log does not tell)");

        supervisor.failing = Set.of("tailLog");
        assertThat(look(0).detailsOf(exited()).causeOrUnknown())
                .isEqualTo("exit status unknown (supervisord's log cannot be read)");
    }

    @ParameterizedTest
    @EnumSource(names = {"BACKOFF", "FATAL"})
    void readsWhyAStartFailedFromTheLogAlsoWhenItIsToldLate(FailureType type) {
        supervisor.processes = List.of(process(ProcessState.FATAL, 0, 0, 0, 0, "Exited too quickly"));
        supervisor.log = """
                2026-11-21 02:53:56,192 WARN exited: w1 (exit status 3; not expected)
                2026-11-21 02:53:57,192 INFO gave up: w1 entered FATAL state, too many start retries too quickly
                """;

        assertThat(look(0).detailsOf(new ProcessFailure(type, W1, OptionalLong.empty(), type.usualOrigin(), TOLD))
                        .cause())
                .contains("exit status 3");
    }

    @Test
    void saysWhyThereIsNoTail() {
        supervisor.processes = List.of(process(ProcessState.RUNNING, 5000, 56, 56, 0, ""));
        assertThat(tail()).isEqualTo("No log tail: its stderr log is empty; its stdout log is empty");

        supervisor.results = Map.of("tailStderr", new RpcResult.FaultResponse<>(Fault.NO_FILE, "no file"));
        assertThat(tail()).isEqualTo("No log tail: its stderr log does not exist; its stdout log is empty");

        supervisor.results = Map.of("tailStderr", new RpcResult.FaultResponse<>(Fault.FAILED, "it failed"));
        supervisor.stdout = "out";
        assertThat(tail()).isEqualTo("No end of its stderr log: it failed\nThe end of its stdout log:\nout");

        supervisor.processes = List.of(withLogs("", "/dev/stdout"));
        supervisor.stdout = "";
        assertThat(tail()).isEqualTo("No log tail: it has no stderr log; its stdout goes to /dev/stdout");

        supervisor.processes = List.of();
        assertThat(tail()).isEqualTo("No log tail: supervisord has no program of this name");

        supervisor.silent = true;
        assertThat(tail()).isEqualTo("No log tail: supervisord did not answer");
    }

    @Test
    void readsTheFileOfALogAndDoesNotMakeSupervisordFail() throws Exception {
        Path log = root.resolve("err.log");
        Files.write(log, new byte[] {'l', 'a', 's', 't', (byte) 0xFF, '!', '\n'});
        supervisor.failing = Set.of("tailStderr");
        supervisor.processes = List.of(withLogs(log.toString(), ""));
        assertThat(tail())
                .isEqualTo(
                        "No log tail: supervisord cannot hand over its stderr log, as where a byte is not UTF-8; its file"
                                + " is not read: supervisord is not known to be on this machine; it has no stdout log");

        Process child = new ProcessBuilder("sleep", "1000000").start();
        try {
            supervisor.pid = ProcessHandle.current().pid();
            ProcessInfo listener = listener(child);
            supervisor.processes = List.of(listener, withLogs(log.toString(), ""));
            supervisor.calls = 0;
            assertThat(tail()).isEqualTo("The end of its stderr log:\nlast\uFFFD!");
            // for the table, its log and its pid
            assertThat(supervisor.calls).isEqualTo(3);

            Path link = Files.createLink(root.resolve("link.log"), log);
            supervisor.processes = List.of(listener, withLogs(link.toString(), ""));
            assertThat(tail()).contains("its file is not read: " + link + " has several names (hard links); it has no");
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void asksForTheLogsOfOthersAfterOneThatSupervisordCannotHandOver() {
        supervisor.processes = List.of(process(ProcessState.RUNNING, 5000, 56, 56, 0, ""));
        FailureAnalyzer.Snapshot snapshot = look(1);
        supervisor.failing = Set.of("tailStderr");
        supervisor.stdout = "out";
        assertThat(snapshot.detailsOf(exited()).logTail()).endsWith("The end of its stdout log:\nout");

        supervisor.failing = Set.of();
        supervisor.stderr = "err";
        assertThat(snapshot.detailsOf(exited()).logTail()).isEqualTo("The end of its stderr log:\nerr");

        supervisor.silent = true;
        assertThat(snapshot.detailsOf(exited()).logTail()).isEqualTo("No log tail: supervisord did not answer");
        int calls = supervisor.calls;
        snapshot.detailsOf(exited());
        assertThat(supervisor.calls).isEqualTo(calls);
    }

    private String tail() {
        return look(1).detailsOf(exited()).logTail();
    }

    private static ProcessInfo withLogs(String stderr, String stdout) {
        Instant start = TOLD.minusSeconds(9);
        return new ProcessInfo(W1, ProcessState.RUNNING, 5000, start, start, TOLD, 0, "", stdout, stderr);
    }

    private static ProcessInfo listener(Process child) {
        Instant start = child.info().startInstant().orElseThrow().truncatedTo(ChronoUnit.SECONDS);
        Namespec name = new Namespec("listener", "listener");
        return new ProcessInfo(name, ProcessState.RUNNING, child.pid(), start, Instant.EPOCH, start, 0, "", "", "");
    }

    private FailureAnalyzer.Snapshot look(int tail) {
        return failureAnalyzer(tail).snapshot(TOLD);
    }

    private FailureAnalyzer failureAnalyzer(int tail) {
        OomKillCounter kills = new OomKillCounter(root.resolve("proc"), root.resolve("cgroup"));
        return new FailureAnalyzer(supervisor.proxy(), kills, Clock.systemUTC(), tail);
    }

    private void kills(int number) throws IOException {
        Path proc = Files.createDirectories(root.resolve("proc"));
        Files.writeString(proc.resolve("vmstat"), "nr_free_pages 1\noom_kill " + number + "\nzone_reclaim 0\n");
    }

    private static ProcessFailure exited() {
        return new ProcessFailure(FailureType.EXITED, W1, OptionalLong.of(4711), "RUNNING", TOLD);
    }

    private static ProcessInfo process(
            ProcessState state, long pid, int startSecond, int stopSecond, int status, String error) {
        Instant minute = Instant.parse("2026-11-21T02:54:00Z");
        Instant start = minute.plusSeconds(startSecond);
        return new ProcessInfo(
                W1, state, pid, start, minute.plusSeconds(stopSecond), TOLD, status, error, "/out.log", "/err.log");
    }
}
