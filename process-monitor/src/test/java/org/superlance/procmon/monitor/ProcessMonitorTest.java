package org.superlance.procmon.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.superlance.listener.testkit.VirtualTime;
import org.superlance.listener.util.RateLimit;
import org.superlance.procmon.policy.RestartSettings;
import org.superlance.procmon.spawn.LaunchSpec;
import org.superlance.procmon.spawn.LaunchSpec.Identity;
import org.superlance.procmon.spawn.LaunchSpec.Streams;

class ProcessMonitorTest {

    private static final List<String> COMMAND = List.of("web", "-p", "80");
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final VirtualTime time = new VirtualTime();
    private final ScriptedSpawner spawner = new ScriptedSpawner();
    private final List<String> told = new ArrayList<>();
    private ProcessMonitor monitor = monitor(Optional.empty());

    @BeforeEach
    void start() {
        monitor.start();
    }

    @Test
    void startsAddedProcessesAtOnceWhenActive() {
        ProcessMonitor later = monitor(Optional.empty());
        later.addProcess("web", COMMAND);
        pass(10);
        assertThat(spawner.started()).isZero();

        later.start();
        pass(0);
        assertThat(spawner.started()).isOne();
        later.addProcess("db", COMMAND);
        pass(0);

        assertThat(spawner.started()).isEqualTo(2);
        assertThat(later.names()).containsExactly("web", "db");
        assertThat(later.pid("db")).hasValue(2);
    }

    @Test
    void startsItAsItWasToldTo() {
        LaunchSpec launchSpec = LaunchSpec.of(COMMAND)
                .in(Path.of("/srv"))
                .with(Map.of("COLOUR", "blue"))
                .as(new Identity("www", Optional.empty()));

        monitor.addProcess("web", launchSpec);
        pass(0);

        assertThat(spawner.launchSpecs()).containsExactly(launchSpec);
    }

    @Test
    void restartsAtOnceAfterSuccessAndWithBackoffAfterRapidFailures() {
        add("web");

        for (int status : new int[] {1, 2, 3}) {
            spawner.last().end(status);
            pass(4);
        }
        pass(3);
        spawner.last().end(0);
        pass(0);

        assertThat(told)
                .containsExactly(
                        "0 web: started, pid 1",
                        "0 web: pid 1 exited with status 1; ran 0s, less than the threshold 1s, failure 1 in a"
                                + " row; next start in 1s",
                        "1 web: started, pid 2",
                        "4 web: pid 2 exited with status 2; ran 3s, a successful run; next start now",
                        "4 web: started, pid 3",
                        "8 web: pid 3 exited with status 3; ran 4s, a successful run; next start now",
                        "8 web: started, pid 4",
                        "15 web: pid 4 exited with status 0; ran 7s, a successful run; next start now",
                        "15 web: started, pid 5");
    }

    @Test
    void doublesTheDelayWithEachRapidFailure() {
        add("web");
        List<Long> starts = new ArrayList<>();

        for (int i = 0; i < 5; i++) {
            int before = spawner.started();
            spawner.last().end(1);
            while (spawner.started() == before) {
                pass(1);
            }
            starts.add(time.now().toSeconds());
        }

        assertThat(starts).containsExactly(1L, 3L, 7L, 15L, 31L);
    }

    @Test
    void countsAFailedStartAsARapidFailure() {
        spawner.fail("there is no command 'web' in /bin");
        spawner.fail("there is no command 'web' in /bin");

        add("web");
        pass(3);

        assertThat(told)
                .containsExactly(
                        "0 web: cannot be started: there is no command 'web' in /bin, failure 1 in a row; next start"
                                + " in 1s",
                        "1 web: cannot be started: there is no command 'web' in /bin, failure 2 in a row; next start"
                                + " in 2s",
                        "3 web: started, pid 1");
    }

    @Test
    void givesUpAfterTooManyFailuresUntilARestartIsRequested() {
        monitor = monitor(Optional.of(RateLimit.parse("2/1h")));
        monitor.start();
        add("web");
        spawner.last().end(1);
        pass(1);
        spawner.last().end(1);

        pass(4000);
        assertThat(told.get(told.size() - 1)).endsWith("given up");
        assertThat(spawner.started()).isEqualTo(2);
        monitor.restartProcess("web");
        pass(0);

        assertThat(spawner.started()).isEqualTo(3);
    }

    @Test
    void doesNotRestartARemovedProcess() {
        add("web");
        ScriptedChild child = spawner.last();

        var gone = monitor.removeProcess("web").toCompletableFuture();
        pass(4000);

        assertThat(child.signals()).containsExactly("TERM");
        assertThat(gone).isDone();
        assertThat(spawner.started()).isOne();
        assertThat(told).last().isEqualTo("0 web: stopped: pid 1 terminated by SIGTERM");
    }

    @Test
    void removesAProcessInBackoff() {
        add("web");
        spawner.last().end(1);
        pass(0);

        var gone = monitor.removeProcess("web").toCompletableFuture();
        pass(4000);

        assertThat(gone).isDone();
        assertThat(spawner.started()).isOne();
    }

    @Test
    void theNameOfARemovedProcessIsFreeAtOnce() {
        add("web");
        spawner.last().stubborn();

        monitor.removeProcess("web");
        add("web");

        assertThat(spawner.started()).isEqualTo(2);
        assertThat(monitor.pid("web")).hasValue(2);
    }

    @Test
    void killsTheProcessGroupAfterTheKillTime() {
        add("web");
        ScriptedChild child = spawner.last().stubborn();

        var gone = monitor.removeProcess("web").toCompletableFuture();
        time.pass(Duration.ofMillis(4_999));
        assertThat(child.signals()).containsExactly("TERM");
        pass(1);

        assertThat(child.signals()).containsExactly("TERM", "group:KILL");
        assertThat(gone).isDone();
        assertThat(told)
                .contains("5 web: pid 1 and its process group did not exit within 5s: sending SIGKILL")
                .last()
                .isEqualTo("5 web: stopped: pid 1 terminated by SIGKILL");
    }

    @Test
    void stopsTheRestOfTheProcessGroupBeforeARestart() {
        add("web");
        pass(60);
        ScriptedChild child = spawner.last().withOffspring().stubborn();

        child.end(139);
        pass(4);
        assertThat(child.signals()).containsExactly("group:TERM");
        assertThat(spawner.started()).isOne();
        pass(2);

        assertThat(child.signals()).containsExactly("group:TERM", "group:KILL");
        assertThat(spawner.started()).isEqualTo(2);
        assertThat(told).contains("60 web: pid 1 exited but left processes of its group: sending SIGTERM");
    }

    @Test
    void restartsAllInAnyState() {
        add("runs");
        add("waits");
        spawner.last().end(1);
        add("leaves");
        spawner.last().stubborn();
        monitor.restartProcess("leaves");
        pass(0);

        monitor.restartAll();
        pass(0);
        assertThat(told).contains("0 runs: started, pid 4", "0 waits: started, pid 5");
        pass(6);

        assertThat(told).last().isEqualTo("5 leaves: started, pid 6");
    }

    @Test
    void restartIsNoFailureAndResetsEarlierFailures() {
        add("web");
        spawner.last().end(1);
        pass(1);
        spawner.last().end(1);
        pass(2);

        monitor.restartAll();
        pass(0);
        spawner.last().end(1);
        pass(0);

        assertThat(told).last().asString().contains("failure 1 in a row; next start in 1s");
    }

    @Test
    void restartDoesNotUndoARemoval() {
        add("web");
        spawner.last().stubborn();
        monitor.restartProcess("web");
        pass(1);
        monitor.removeProcess("web");
        monitor.restartAll();

        pass(100);

        assertThat(spawner.started()).isOne();
    }

    @Test
    void sendsASignalToTheProcessOnly() {
        add("web");

        monitor.signalProcess("web", "USR1");
        pass(0);

        assertThat(spawner.last().signals()).containsExactly("USR1");
    }

    @Test
    void startsWhatBecameDueDuringSuspend() {
        add("web");
        for (int i = 0; i < 10; i++) {
            spawner.fail("no luck");
        }
        spawner.last().end(1);
        pass(1023);
        assertThat(told).last().asString().contains("failure 11 in a row; next start in 17m4s");

        time.sleep(Duration.ofHours(8));
        pass(60);

        assertThat(spawner.started()).isEqualTo(2);
    }

    @Test
    void refusesDuplicateAndUnknownNamesAndPipes() {
        add("web");
        LaunchSpec piped = new LaunchSpec(COMMAND, Optional.empty(), Map.of(), Optional.empty(), Streams.PIPED);

        assertThatThrownBy(() -> monitor.addProcess("web", COMMAND)).hasMessage("duplicate process name 'web'");
        assertThatThrownBy(() -> monitor.removeProcess("db")).hasMessage("unknown process 'db'");
        assertThatThrownBy(() -> monitor.addProcess("db", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> monitor.addProcess("db", piped)).hasMessageContaining("its streams must be INHERITED");
        assertThat(monitor.names()).containsExactly("web");
    }

    @Test
    void continuesWhenTheObserverFails() {
        ProcessMonitor deaf = new ProcessMonitor(
                settings(Optional.empty()), spawner, time.clock(NOON), new Random(1), time, event -> {
                    throw new IllegalStateException("no ear");
                });
        deaf.start();
        deaf.addProcess("web", COMMAND);
        pass(60);
        spawner.last().end(1);
        pass(0);

        assertThat(spawner.started()).isEqualTo(2);
    }

    private void add(String name) {
        monitor.addProcess(name, COMMAND);
        pass(0);
    }

    private void pass(long seconds) {
        time.pass(Duration.ofSeconds(seconds));
    }

    private ProcessMonitor monitor(Optional<RateLimit> maxFailures) {
        return new ProcessMonitor(
                settings(maxFailures),
                spawner,
                time.clock(NOON),
                new Random(1),
                time,
                event -> told.add(time.now().toSeconds() + " " + event.process() + ": " + event.sentence()));
    }

    private static RestartSettings settings(Optional<RateLimit> maxFailures) {
        RestartSettings.Builder settings = RestartSettings.builder().jitter(0);
        maxFailures.ifPresent(settings::maxFailures);
        return settings.build();
    }
}
