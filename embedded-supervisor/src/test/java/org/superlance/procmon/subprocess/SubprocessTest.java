package org.superlance.procmon.subprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.superlance.listener.config.LogConfig;
import org.superlance.listener.config.ProgramConfig;
import org.superlance.listener.config.ProgramConfig.Restart;
import org.superlance.listener.process.Signal;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.VirtualTime;
import org.superlance.procmon.log.Logs;
import org.superlance.procmon.log.ServerLog;
import org.superlance.procmon.log.ServerLog.Level;
import org.superlance.procmon.policy.BackoffPolicy;
import org.superlance.procmon.policy.RestartSettings;

class SubprocessTest {

    private static final ProgramConfig.Starting USUAL =
            new ProgramConfig.Starting(true, Restart.UNEXPECTED, Duration.ofSeconds(1), 2, List.of(0));
    private static final int KILLED = 128 + 9;

    private final VirtualTime time = new VirtualTime();
    private final Clock clock = time.clock(Instant.parse("2026-11-21T02:54:56.192Z"));
    private final ScriptedLauncher subprocessLauncher = new ScriptedLauncher();
    private final List<String> events = new ArrayList<>();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @Test
    void isRunningOnceItHasStayedUpForStartsecs() {
        Subprocess web = process(USUAL);

        pass(web);
        after(999, web);
        assertThat(web.state()).isEqualTo(ProcessState.STARTING);
        after(1, web);

        assertThat(web.state()).isEqualTo(ProcessState.RUNNING);
        assertThat(events)
                .containsExactly(
                        "PROCESS_STATE_STARTING processname:web groupname:site from_state:STOPPED tries:0",
                        "PROCESS_STATE_RUNNING processname:web groupname:site from_state:STARTING pid:101");
        assertThat(log())
                .containsExactly(
                        "2026-11-21 02:54:56,192 INFO spawned: 'web' with pid 101",
                        "2026-11-21 02:54:57,192 INFO success: web entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)");
    }

    @Test
    void anExitThatNobodyTellsIsSeenAfterAWhileAndOnce() {
        Subprocess web = process(new ProgramConfig.Starting(true, Restart.NEVER, Duration.ofSeconds(1), 2, List.of(0)));
        pass(web);
        after(1_000, web);

        subprocessLauncher.endUnnoticed(7);
        pass(web);
        after(2_999, web);
        assertThat(web.state()).isEqualTo(ProcessState.RUNNING);
        after(1, web);

        assertThat(web.info().exitStatus()).isEqualTo(7);
        assertThat(web.state()).isEqualTo(ProcessState.EXITED);
        subprocessLauncher.end(7);
        assertThat(log()).filteredOn(line -> line.contains("exited: web")).hasSize(1);
    }

    @Test
    void whatEndedTooQuicklyDidSoHoweverLateThatIsTold() {
        Subprocess web = process(USUAL);
        pass(web);
        after(500, web);
        subprocessLauncher.endUnnoticed(0);
        after(600, web);
        assertThat(web.state()).isEqualTo(ProcessState.STARTING);
        assertThat(web.due(true)).hasValueSatisfying(due -> assertThat(due).isAfter(clock.instant()));

        subprocessLauncher.tellEnd(0, Duration.ofMillis(600));

        assertThat(web.state()).isEqualTo(ProcessState.BACKOFF);
    }

    @Test
    void isTriedAgainAfterOneAndTwoSecondsThenFatalThenTriedAgainAfterDelaysThatGrow() {
        Subprocess web = process(USUAL);
        List<Duration> pauses = new ArrayList<>();

        pass(web);
        for (int death = 0; death < 9; death++) {
            subprocessLauncher.end(1);
            pass(web);
            pauses.add(untilNextStart(web));
        }

        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 1L, 1L, 2L, 2L, 1L, 2L, 4L);
        assertThat(events.subList(0, 6))
                .containsExactly(
                        "PROCESS_STATE_STARTING processname:web groupname:site from_state:STOPPED tries:0",
                        "PROCESS_STATE_BACKOFF processname:web groupname:site from_state:STARTING tries:1",
                        "PROCESS_STATE_STARTING processname:web groupname:site from_state:BACKOFF tries:1",
                        "PROCESS_STATE_BACKOFF processname:web groupname:site from_state:STARTING tries:2",
                        "PROCESS_STATE_STARTING processname:web groupname:site from_state:BACKOFF tries:2",
                        "PROCESS_STATE_BACKOFF processname:web groupname:site from_state:STARTING tries:3");
        assertThat(events)
                .contains(
                        "PROCESS_STATE_FATAL processname:web groupname:site from_state:BACKOFF",
                        "PROCESS_STATE_STARTING processname:web groupname:site from_state:FATAL tries:0");
        assertThat(log())
                .contains(
                        "2026-11-21 02:54:59,192 INFO gave up: web entered FATAL state, too many start retries too quickly",
                        "2026-11-21 02:54:56,192 WARN exited: web (exit status 1; not expected)");
    }

    @Test
    void whatCannotBeSpawnedSaysWhy() {
        subprocessLauncher.broken = true;
        Subprocess web = process(USUAL);

        pass(web);

        assertThat(web.state()).isEqualTo(ProcessState.BACKOFF);
        assertThat(web.info().spawnError()).isEqualTo("can't find command 'web'");
        assertThat(log()).containsExactly("2026-11-21 02:54:56,192 INFO spawnerr: can't find command 'web'");
    }

    @Test
    void isStartedAgainAtOnceAfterAnUnexpectedEndOfASuccessfulRun() {
        Subprocess web = running(USUAL);

        subprocessLauncher.end(KILLED);
        assertThat(web.info().exitStatus()).isEqualTo(-1);
        pass(web);

        assertThat(web.state()).isEqualTo(ProcessState.STARTING);
        assertThat(events)
                .contains("PROCESS_STATE_EXITED processname:web groupname:site from_state:RUNNING expected:0 pid:101");
        assertThat(log()).contains("2026-11-21 02:54:58,192 WARN exited: web (terminated by SIGKILL; not expected)");
    }

    @Test
    void anEndThatWasExpectedIsTheEndUnlessItIsToBeRestartedAlways() {
        Subprocess once = running(USUAL);
        subprocessLauncher.end(0);
        after(60_000, once);
        assertThat(once.state()).isEqualTo(ProcessState.EXITED);
        assertThat(log()).contains("2026-11-21 02:54:58,192 INFO exited: web (exit status 0; expected)");

        Subprocess always =
                running(new ProgramConfig.Starting(true, Restart.ALWAYS, Duration.ofSeconds(1), 2, List.of(0)));
        subprocessLauncher.end(0);
        pass(always);
        assertThat(always.state()).isEqualTo(ProcessState.STARTING);

        Subprocess never =
                running(new ProgramConfig.Starting(true, Restart.NEVER, Duration.ofSeconds(1), 2, List.of(0)));
        subprocessLauncher.end(7);
        after(60_000, never);
        assertThat(never.state()).isEqualTo(ProcessState.EXITED);
    }

    @Test
    void whatDiesAtOnceDoesNotHammerAlsoWhereItHasNoStartsecs() {
        Subprocess web = process(new ProgramConfig.Starting(true, Restart.ALWAYS, Duration.ZERO, 2, List.of(0)));
        List<Duration> pauses = new ArrayList<>();

        pass(web);
        for (int death = 0; death < 4; death++) {
            subprocessLauncher.end(0);
            pauses.add(untilNextStart(web));
        }

        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L);
        assertThat(events)
                .contains(
                        "PROCESS_STATE_RUNNING processname:web groupname:site from_state:STARTING pid:101",
                        "PROCESS_STATE_EXITED processname:web groupname:site from_state:RUNNING expected:1 pid:101");
    }

    @Test
    void isKilledWhenItDoesNotStopInTimeAndStaysStopped() {
        Subprocess web = running(USUAL);

        web.stop();
        after(9_999, web);
        assertThat(subprocessLauncher.signals).containsExactly("TERM to the group");
        after(1, web);
        assertThat(subprocessLauncher.signals).containsExactly("TERM to the group", "KILL to the group");
        subprocessLauncher.end(KILLED);
        after(60_000, web);

        assertThat(web.state()).isEqualTo(ProcessState.STOPPED);
        assertThat(events)
                .contains(
                        "PROCESS_STATE_STOPPING processname:web groupname:site from_state:RUNNING pid:101",
                        "PROCESS_STATE_STOPPED processname:web groupname:site from_state:STOPPING pid:101");
        assertThat(log())
                .contains(
                        "2026-11-21 02:55:08,192 WARN killing 'web' (101) with SIGKILL",
                        "2026-11-21 02:55:08,192 WARN stopped: web (terminated by SIGKILL)");
    }

    @Test
    void whatIsStoppedBetweenTwoTriesIsNotTriedAgain() {
        Subprocess web = process(USUAL);
        pass(web);
        subprocessLauncher.end(1);

        web.stop();
        after(60_000, web);

        assertThat(web.state()).isEqualTo(ProcessState.STOPPED);
        assertThat(subprocessLauncher.starts).isEqualTo(1);
    }

    @Test
    void whatIsFatalAndIsStoppedStaysFatalUntilItIsStarted() {
        Subprocess web = fatal();

        web.cancelRestart();
        after(3_600_000, web);
        assertThat(web.state()).isEqualTo(ProcessState.FATAL);
        web.start();

        assertThat(web.state()).isEqualTo(ProcessState.STARTING);
    }

    @Test
    void nothingIsStartedWhileTheServerEnds() {
        Subprocess fatal = fatal();
        int before = subprocessLauncher.starts;

        time.pass(Duration.ofHours(2));
        fatal.transition(false);
        process(USUAL).transition(false);

        assertThat(fatal.due(false)).isEmpty();
        assertThat(subprocessLauncher.starts).isEqualTo(before);
    }

    private Subprocess fatal() {
        Subprocess web =
                process(new ProgramConfig.Starting(true, Restart.UNEXPECTED, Duration.ofSeconds(1), 0, List.of(0)));
        pass(web);
        subprocessLauncher.end(1);
        pass(web);
        assertThat(web.state()).isEqualTo(ProcessState.FATAL);
        return web;
    }

    private Subprocess running(ProgramConfig.Starting starting) {
        Subprocess web = process(starting);
        pass(web);
        after(2_000, web);
        assertThat(web.state()).isEqualTo(ProcessState.RUNNING);
        return web;
    }

    private Subprocess process(ProgramConfig.Starting starting) {
        LogConfig none = new LogConfig(new LogConfig.None(), 0, 0, false);
        ProgramConfig spec = new ProgramConfig(
                "web",
                "web",
                new ProgramConfig.Execution(List.of("web"), Optional.empty(), Optional.empty(), Optional.empty()),
                Map.of(),
                Optional.empty(),
                999,
                starting,
                new ProgramConfig.Stopping(Signal.TERM, Duration.ofSeconds(10), true, true),
                new ProgramConfig.Output(false, none, none));
        Logs logs = new Logs(log, log, Path.of("."), "supervisor");
        ServerLog serverLog = new ServerLog(List.of(logs.stdoutSink()), Level.INFO, clock);
        RestartSettings settings = new RestartSettings(
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofHours(1),
                Duration.ofMinutes(1),
                Optional.empty(),
                0,
                Optional.empty());
        SupervisorContext context = new SupervisorContext(
                clock,
                clock,
                serverLog,
                new BackoffPolicy(settings, new Random(0)),
                change -> events.add(change.type() + " " + change.payload()));
        return new Subprocess("site", spec, subprocessLauncher, context);
    }

    private static void pass(Subprocess process) {
        process.transition(true);
        process.transition(true);
    }

    private void after(long millis, Subprocess process) {
        time.pass(Duration.ofMillis(millis));
        pass(process);
    }

    private Duration untilNextStart(Subprocess process) {
        int before = subprocessLauncher.starts;
        Duration waited = Duration.ZERO;
        while (subprocessLauncher.starts == before) {
            after(1_000, process);
            waited = waited.plusSeconds(1);
            assertThat(waited).as("it is started again").isLessThan(Duration.ofHours(2));
        }
        return waited;
    }

    private List<String> log() {
        return log.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
