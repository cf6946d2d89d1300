package org.superlance.procmon.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.superlance.listener.supervisor.ProcessState.BACKOFF;
import static org.superlance.listener.supervisor.ProcessState.EXITED;
import static org.superlance.listener.supervisor.ProcessState.FATAL;
import static org.superlance.listener.supervisor.ProcessState.RUNNING;
import static org.superlance.listener.supervisor.ProcessState.STARTING;
import static org.superlance.listener.supervisor.ProcessState.STOPPED;
import static org.superlance.listener.supervisor.ProcessState.STOPPING;
import static org.superlance.listener.testkit.ScriptedSupervisor.done;
import static org.superlance.listener.testkit.ScriptedSupervisor.fault;
import static org.superlance.listener.testkit.ScriptedSupervisor.silence;
import static org.superlance.procmon.watch.WatchFixture.event;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.procmon.watch.WatchConfig.ExitedPolicy;

class WatchLoopTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    private final WatchFixture watch = new WatchFixture();

    @AfterEach
    void end() {
        watch.close();
    }

    @Test
    void startsAFatalProgramAfterItsDelay() {
        watch.all(watch.process("web:w1", FATAL)).answers("process", done(watch.process("web:w1", FATAL)));
        watch.answers("start", done(true));
        WatchLoop watchLoop = watch.watchLoop();

        Instant next = watchLoop.runCycle();

        assertThat(next).isEqualTo(SettableClock.START.plus(SECOND));
        assertThat(watch.sentences()).containsExactly("start web:w1 in 1s: FATAL, failure 1 in a row");
        watch.clock.pass(Duration.ofMillis(999));
        watchLoop.runCycle();
        assertThat(watch.acts()).isEmpty();
        watch.clock.pass(Duration.ofMillis(1));
        watchLoop.runCycle();
        assertThat(watch.acts()).containsExactly("start web:w1");
    }

    @Test
    void startsNothingThatIsPausedBeforeItIsNotAnyMore() {
        watch.all(watch.process("web:w1", FATAL)).answers("process", done(watch.process("web:w1", FATAL)));
        watch.answers("start", done(true));
        WatchLoop watchLoop = watch.watchLoop();
        watch.pause("paused until 22:10 by root");

        watchLoop.runCycle();
        watch.clock.pass(SECOND);
        Instant next = watchLoop.runCycle();
        watch.clock.pass(SECOND);
        watchLoop.runCycle();

        assertThat(watch.acts()).isEmpty();
        assertThat(next).isAfter(watch.clock.instant());
        assertThat(watch.sentences())
                .containsExactly(
                        "start web:w1 in 1s: FATAL, failure 1 in a row",
                        "not starting web:w1: FATAL, failure 1 in a row; paused until 22:10 by root");

        watch.pause("");
        watchLoop.runCycle();
        assertThat(watch.acts()).containsExactly("start web:w1");
    }

    @Test
    void waitsTwiceAsLongEachTimeAndTellsWhenItRunsAgain() {
        WatchLoop watchLoop = rightAfterAStart("web:w1");
        watchLoop.enqueue(event("web:w1", STARTING, FATAL));
        watchLoop.enqueue(event("web:w1", BACKOFF, STARTING));
        watchLoop.enqueue(event("web:w1", FATAL, BACKOFF));
        watchLoop.runCycle();
        watch.clock.pass(SECOND.multipliedBy(2));
        watchLoop.runCycle();
        watchLoop.enqueue(event("web:w1", STARTING, FATAL));
        watchLoop.enqueue(event("web:w1", RUNNING, STARTING));
        Instant next = watchLoop.runCycle();

        assertThat(next).isEqualTo(watch.clock.instant().plus(SECOND));
        watch.clock.pass(SECOND);
        watchLoop.runCycle();

        assertThat(watch.acts()).containsExactly("start web:w1", "start web:w1");
        assertThat(watch.sentences())
                .containsExactly(
                        "start web:w1 in 1s: FATAL, failure 1 in a row",
                        "start web:w1 in 2s: FATAL, failure 2 in a row",
                        "brought back web:w1: running again; before: FATAL, failure 2 in a row");
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPPED", "RUNNING", "EXITED", "BACKOFF", "STOPPING"})
    void doesNotStartAProgramThatIsNoLongerDown(ProcessState state) {
        watch.all(watch.process("web:w1", FATAL)).answers("process", done(watch.process("web:w1", state)));
        WatchLoop watchLoop = watch.watchLoop();
        watchLoop.runCycle();

        watch.clock.pass(SECOND);
        watchLoop.runCycle();
        watch.clock.pass(SECOND);
        watchLoop.runCycle();

        assertThat(watch.acts()).isEmpty();
    }

    @Test
    void queriesAfterTheConsistencyDelay() {
        watch.all(watch.process("web:w1", RUNNING)).all(watch.process("web:w1", FATAL));
        WatchLoop watchLoop = watch.watchLoop();

        Instant next = watchLoop.runCycle();

        assertThat(next).isEqualTo(SettableClock.START.plusSeconds(60));
        watch.clock.pass(Duration.ofMinutes(1));
        watchLoop.runCycle();
        assertThat(watch.sentences()).containsExactly("start web:w1 in 1s: FATAL, failure 1 in a row");
    }

    @Test
    void queriesAtOnceAfterLostEvents() {
        watch.all(watch.process("web:w1", RUNNING)).all(watch.process("web:w1", FATAL));
        WatchLoop watchLoop = watch.watchLoop();
        watchLoop.runCycle();

        watch.clock.pass(SECOND);
        watchLoop.lost();
        watchLoop.runCycle();

        assertThat(watch.sentences()).hasSize(1);
    }

    @Test
    void queriesAtEachTickWithoutStateEvents() {
        watch.all(watch.process("web:w1", RUNNING));
        WatchLoop watchLoop = watch.watchLoop();
        watchLoop.runCycle();
        watch.clock.pass(Duration.ofSeconds(5));
        watchLoop.enqueue(watch.tick());
        watchLoop.runCycle();
        assertThat(watch.looks()).isEqualTo(2);

        watchLoop.enqueue(event("other:o", STOPPED, STOPPING));
        watch.clock.pass(Duration.ofSeconds(5));
        watchLoop.enqueue(watch.tick());
        watchLoop.runCycle();

        assertThat(watch.looks()).isEqualTo(2);
    }

    @Test
    void queriesAfterAnEventThatDoesNotFollow() {
        watch.all(watch.process("web:w1", FATAL)).answers("process", done(watch.process("web:w1", FATAL)));
        watch.answers("start", done(true));
        WatchLoop watchLoop = watch.watchLoop();
        watchLoop.runCycle();

        watchLoop.enqueue(event("web:w1", BACKOFF, STARTING));
        watchLoop.runCycle();
        watch.clock.pass(SECOND);
        watchLoop.runCycle();

        assertThat(watch.sentences()).as("an event that is older than the look").hasSize(1);
        assertThat(watch.acts()).containsExactly("start web:w1");
        assertThat(watch.looks()).isEqualTo(2);
    }

    @Test
    void ignoresQueriesAheadOfTheEventsOfItsOwnStart() {
        WatchLoop watchLoop = rightAfterAStart("web:w1");

        watchLoop.lost();
        watchLoop.runCycle();
        assertThat(watch.sentences()).hasSize(1);
        watchLoop.enqueue(event("web:w1", STARTING, FATAL));
        watchLoop.enqueue(event("web:w1", BACKOFF, STARTING));
        watchLoop.enqueue(event("web:w1", FATAL, BACKOFF));
        watchLoop.runCycle();

        assertThat(watch.sentences())
                .containsExactly(
                        "start web:w1 in 1s: FATAL, failure 1 in a row",
                        "start web:w1 in 2s: FATAL, failure 2 in a row");
    }

    @Test
    void doesNotAttributeOlderEventsToItsOwnStart() {
        WatchLoop watchLoop = rightAfterAStart("web:w1");

        watchLoop.enqueue(event("web:w1", STARTING, STOPPED));
        watchLoop.enqueue(event("web:w1", BACKOFF, STARTING));
        watchLoop.enqueue(event("web:w1", FATAL, BACKOFF));
        watchLoop.runCycle();
        assertThat(watch.sentences()).hasSize(1);
        watchLoop.enqueue(event("web:w1", STARTING, FATAL));
        watchLoop.enqueue(event("web:w1", RUNNING, STARTING));
        watchLoop.runCycle();
        watch.nowAll(watch.process("web:w1", RUNNING));
        watch.clock.pass(SECOND);
        watchLoop.runCycle();

        assertThat(watch.sentences()).hasSize(2).last().asString().startsWith("brought back web:w1");
    }

    @Test
    void worksWithASubscriptionToFatalOnly() {
        WatchLoop watchLoop = rightAfterAStart("web:w1");

        watchLoop.enqueue(event("web:w1", FATAL, BACKOFF));
        watchLoop.runCycle();
        watch.clock.pass(SECOND);
        Instant next = watchLoop.runCycle();

        assertThat(next).isEqualTo(SettableClock.START.plusSeconds(5));
        watch.clock.pass(SECOND.multipliedBy(3));
        watchLoop.runCycle();
        assertThat(watch.sentences()).last().isEqualTo("start web:w1 in 2s: FATAL, failure 2 in a row");
    }

    @Test
    void ignoresItsOwnPool() {
        watch.all(watch.process("procmon:procmon", FATAL), watch.process("procmon:other", FATAL));
        WatchLoop watchLoop = watch.watchLoop();

        watchLoop.runCycle();

        assertThat(watch.decisions).isEmpty();
        assertThat(watchLoop.enqueue(event("procmon:other", FATAL, BACKOFF))).isFalse();
    }

    @Test
    void logsNothingWhileSupervisordShutsDown() {
        watch.all(watch.process("web:w1", FATAL)).answers("process", fault(Fault.SHUTDOWN_STATE));
        WatchLoop watchLoop = watch.watchLoop();
        watchLoop.runCycle();

        watch.clock.pass(SECOND);
        Instant next = watchLoop.runCycle();

        assertThat(next).isEqualTo(watch.clock.instant().plusSeconds(5));
        assertThat(watch.acts()).isEmpty();
        assertThat(watch.decisions).hasSize(1);
    }

    @Test
    void retriesAnUnansweredStartWithoutCountingAFailure() {
        watch.all(watch.process("web:w1", FATAL)).answers("process", done(watch.process("web:w1", FATAL)));
        watch.answers("start", silence(false), done(true));
        WatchLoop watchLoop = watch.watchLoop();
        watchLoop.runCycle();

        watch.clock.pass(SECOND);
        watchLoop.runCycle();
        watch.clock.pass(Duration.ofSeconds(4));
        watchLoop.runCycle();
        assertThat(watch.acts()).hasSize(1);
        watch.clock.pass(SECOND);
        watchLoop.runCycle();

        assertThat(watch.acts()).containsExactly("start web:w1", "start web:w1");
        assertThat(watch.sentences()).containsExactly("start web:w1 in 1s: FATAL, failure 1 in a row");
    }

    @Test
    void queriesBeforeARetryIfSupervisordMayHaveActed() {
        watch.all(watch.process("web:w1", FATAL))
                .all(watch.process("web:w1", RUNNING))
                .answers("process", done(watch.process("web:w1", FATAL)))
                .answers("start", silence(true));
        WatchLoop watchLoop = watch.watchLoop();
        watchLoop.runCycle();
        watch.clock.pass(SECOND);

        watchLoop.runCycle();
        watch.clock.pass(Duration.ofSeconds(5));
        watchLoop.runCycle();

        assertThat(watch.acts()).containsExactly("start web:w1");
        assertThat(watch.sentences()).hasSize(2).last().asString().startsWith("brought back web:w1");
    }

    @Test
    void countsARefusedStartAsAFailure() {
        watch.all(watch.process("web:w1", FATAL)).answers("process", done(watch.process("web:w1", FATAL)));
        watch.answers("start", fault(Fault.NO_FILE));
        WatchLoop watchLoop = watch.watchLoop();
        watchLoop.runCycle();

        watch.clock.pass(SECOND);
        watchLoop.runCycle();

        assertThat(watch.sentences()).last().isEqualTo("start web:w1 in 2s: it says NO_FILE, failure 2 in a row");
        assertThat(watch.decisions.get(1).startFailed()).isTrue();
    }

    @Test
    void forgetsRemovedPrograms() {
        watch.all(watch.process("web:w1", FATAL)).answers("process", fault(Fault.BAD_NAME));
        WatchLoop watchLoop = watch.watchLoop();
        watchLoop.runCycle();

        watch.clock.pass(SECOND);
        Instant next = watchLoop.runCycle();

        assertThat(watch.acts()).isEmpty();
        assertThat(next).isEqualTo(SettableClock.START.plusSeconds(60));
    }

    @Test
    void killsAStuckProgramOnce() {
        watch.killStuck().all(watch.process("web:w1", RUNNING));
        watch.answers("process", done(watch.process("web:w1", STOPPING))).answers("signal", done(true));
        WatchLoop watchLoop = watch.watchLoop();
        watchLoop.runCycle();
        watchLoop.enqueue(event("web:w1", STOPPING, RUNNING));

        assertThat(watchLoop.runCycle()).isEqualTo(SettableClock.START.plusSeconds(5));
        watch.clock.pass(Duration.ofSeconds(5));
        watchLoop.runCycle();
        watch.clock.pass(Duration.ofSeconds(20));
        watchLoop.runCycle();

        assertThat(watch.acts()).containsExactly("signal web:w1");
        assertThat(watch.sentences()).containsExactly("killed web:w1: STOPPING for 5s (--kill-stuck); pid 7");
    }

    /** Before 4.2.2 supervisord signals nothing that it stops; a pid of another machine or container says nothing. */
    @ParameterizedTest
    @EnumSource(names = {"NOT_RUNNING", "UNKNOWN_METHOD"})
    void killsNothingThatIsNoChildOfTheSupervisordThatHasStartedUs(Fault refusal) throws Exception {
        Process stuck = new ProcessBuilder("sleep", "1000000").start();
        try {
            watch.killStuck().all(watch.process("web:w1", RUNNING));
            watch.answers("process", done(watch.process("web:w1", STOPPING, stuck.pid())))
                    .answers("signal", fault(refusal))
                    .answers("pid", done(ProcessHandle.current().pid()));
            WatchLoop watchLoop = watch.watchLoop();
            watchLoop.runCycle();
            watchLoop.enqueue(event("web:w1", STOPPING, RUNNING));
            watchLoop.runCycle();
            watch.clock.pass(Duration.ofSeconds(5));
            watchLoop.runCycle();

            // its parent is this process, which is no descendant of itself
            assertThat(stuck.isAlive()).isTrue();
            assertThat(watch.decisions).isEmpty();
        } finally {
            stuck.destroyForcibly();
        }
    }

    /** 0.7.4 of the Go supervisord refuses each start that it makes. */
    @Test
    void countsNoFailureForARefusedStartThatWasMade() {
        watch.all(watch.process("web:w1", FATAL))
                .all(watch.process("web:w1", RUNNING))
                .answers("process", done(watch.process("web:w1", FATAL)))
                .answers("start", fault(Fault.OTHER));
        WatchLoop watchLoop = watch.watchLoop();
        watchLoop.runCycle();
        watch.clock.pass(SECOND);

        assertThat(watchLoop.runCycle()).isBeforeOrEqualTo(watch.clock.instant().plusSeconds(4));
        watch.clock.pass(Duration.ofSeconds(4));
        watchLoop.runCycle();

        assertThat(watch.acts()).containsExactly("start web:w1");
        assertThat(watch.sentences()).hasSize(2).last().asString().startsWith("brought back web:w1");
    }

    @Test
    void countsAFailureForARefusedStartThatWasNotMade() {
        watch.all(watch.process("web:w1", FATAL))
                .answers("process", done(watch.process("web:w1", FATAL)))
                .answers("start", fault(Fault.OTHER));
        WatchLoop watchLoop = watch.watchLoop();
        watchLoop.runCycle();
        watch.clock.pass(SECOND);
        watchLoop.runCycle();
        watch.clock.pass(Duration.ofSeconds(4));
        watchLoop.runCycle();

        assertThat(watch.sentences()).last().isEqualTo("start web:w1 in 2s: FATAL, failure 2 in a row");
    }

    @Test
    void killsNothingWithoutKillStuck() {
        watch.all(watch.process("web:w1", STOPPING));
        WatchLoop watchLoop = watch.watchLoop();
        watchLoop.runCycle();

        watch.clock.pass(Duration.ofMinutes(1));
        watchLoop.runCycle();

        assertThat(watch.acts()).isEmpty();
    }

    @Test
    void leavesAnExitToAutorestart() {
        watch.exited(ExitedPolicy.ANY).all(watch.process("web:w1", RUNNING));
        WatchLoop watchLoop = watch.watchLoop();
        watchLoop.runCycle();

        watchLoop.enqueue(event("web:w1", EXITED, RUNNING));
        watchLoop.runCycle();
        watch.clock.pass(SECOND);
        watchLoop.enqueue(event("web:w1", STARTING, EXITED));
        watchLoop.runCycle();
        watch.clock.pass(SECOND.multipliedBy(2));
        watchLoop.runCycle();

        assertThat(watch.acts()).isEmpty();
        assertThat(watch.decisions).isEmpty();
    }

    @Test
    void restartsExitedProgramsIfRequested() {
        watch.exited(ExitedPolicy.UNEXPECTED).all(watch.process("web:w1", RUNNING));
        watch.answers("process", done(watch.process("web:w1", EXITED))).answers("start", done(true));
        WatchLoop watchLoop = watch.watchLoop();
        watchLoop.runCycle();
        watch.clock.pass(Duration.ofSeconds(30));
        watchLoop.enqueue(event("web:w1", EXITED, RUNNING));

        assertThat(watchLoop.runCycle()).isEqualTo(watch.clock.instant().plusSeconds(2));
        watch.clock.pass(SECOND.multipliedBy(2));
        watchLoop.runCycle();

        assertThat(watch.acts()).containsExactly("start web:w1");
        assertThat(watch.sentences()).containsExactly("start web:w1 now: ran 1h, a successful run");
    }

    @Test
    void limitsStartsPerSecond() {
        watch.all(IntStream.range(0, 25)
                .mapToObj(i -> watch.process("web:w" + i, FATAL))
                .toArray(ProcessInfo[]::new));
        watch.answers("process", done(watch.process("web:w1", FATAL))).answers("start", done(true));
        WatchLoop watchLoop = watch.watchLoop();
        watchLoop.runCycle();
        watch.clock.pass(SECOND);

        Instant next = watchLoop.runCycle();

        assertThat(watch.acts()).hasSize(10);
        assertThat(next).isEqualTo(watch.clock.instant().plus(SECOND));
        watch.clock.pass(SECOND);
        watchLoop.runCycle();
        assertThat(watch.acts()).as("they may die in their start").hasSize(10);
        watch.clock.pass(SECOND);
        watchLoop.runCycle();
        assertThat(watch.acts()).hasSize(20);
    }

    @Test
    void countsRetriesOfSupervisordTowardsTheStartLimit() {
        List<String> names = IntStream.range(10, 30).mapToObj(i -> "web:w" + i).toList();
        watch.all(names.stream().map(name -> watch.process(name, FATAL)).toArray(ProcessInfo[]::new));
        watch.answers("process", done(watch.process("web:w10", FATAL))).answers("start", done(true));
        WatchLoop watchLoop = watch.watchLoop();
        watchLoop.runCycle();
        watch.clock.pass(SECOND);
        watchLoop.runCycle();
        List<String> first = names.subList(0, 10);
        assertThat(watch.acts()).hasSize(10);

        first.forEach(name -> watchLoop.enqueue(event(name, STARTING, FATAL)));
        first.forEach(name -> watchLoop.enqueue(event(name, BACKOFF, STARTING)));
        watchLoop.runCycle();
        watch.clock.pass(Duration.ofSeconds(30));
        watchLoop.runCycle();
        assertThat(watch.acts()).as("each waits for its next start").hasSize(10);
        first.forEach(name -> watchLoop.enqueue(event(name, STARTING, BACKOFF)));
        first.forEach(name -> watchLoop.enqueue(event(name, BACKOFF, STARTING)));
        first.forEach(name -> watchLoop.enqueue(event(name, FATAL, BACKOFF)));
        watchLoop.runCycle();
        assertThat(watch.acts()).as("supervisord has just started ten").hasSize(10);
        watch.clock.pass(SECOND);
        watchLoop.runCycle();

        assertThat(watch.acts()).hasSize(20);
    }

    @Test
    void restartsAllRunningProgramsWhenTheFileIsTouched() throws Exception {
        Path file = directory.resolve("touch-me");
        watch.restartAllOn(file).all(watch.process("web:w1", RUNNING), watch.process("web:w2", STOPPED));
        WatchLoop watchLoop = watch.watchLoop();
        watchLoop.runCycle();
        assertThat(watch.restarts).isEmpty();

        Files.createFile(file);
        watchLoop.enqueue(watch.tick());
        watchLoop.runCycle();
        watchLoop.enqueue(watch.tick());
        watchLoop.runCycle();

        assertThat(watch.restarts)
                .singleElement()
                .extracting(decision -> decision.name().toString())
                .isEqualTo("web:w1");
        assertThat(watch.restarts.get(0).reason()).isEqualTo(file + " was touched");
    }

    @Test
    void resumesAfterItWasKilled() {
        watch.directory(directory);
        WatchLoop watchLoop = rightAfterAStart("web:w1");
        watchLoop.enqueue(event("web:w1", STARTING, FATAL));
        watchLoop.enqueue(event("web:w1", BACKOFF, STARTING));
        watchLoop.enqueue(event("web:w1", FATAL, BACKOFF));
        watchLoop.runCycle();

        Instant next = watch.watchLoop().runCycle();

        assertThat(next).as("the same delay").isEqualTo(watch.clock.instant().plus(SECOND.multipliedBy(2)));
        assertThat(watch.decisions).as("nothing is said twice").hasSize(2);
    }

    @Test
    void countsAStartDuringWhichItWasKilled() {
        watch.directory(directory).all(watch.process("web:w1", FATAL));
        watch.answers("process", done(watch.process("web:w1", FATAL)));
        WatchLoop watchLoop = watch.watchLoop();
        watchLoop.runCycle();
        watch.clock.pass(SECOND);

        assertThatThrownBy(watchLoop::runCycle)
                .as("nobody has said what start answers")
                .isInstanceOf(AssertionError.class);
        watch.watchLoop().runCycle();

        assertThat(watch.sentences()).last().isEqualTo("start web:w1 in 2s: FATAL, failure 2 in a row");
    }

    /** One second after the start of the watch; the events of the start are still to come. */
    private WatchLoop rightAfterAStart(String name) {
        watch.all(watch.process(name, FATAL)).answers("process", done(watch.process(name, FATAL)));
        watch.answers("start", done(true));
        WatchLoop watchLoop = watch.watchLoop();
        watchLoop.runCycle();
        watch.clock.pass(SECOND);
        watchLoop.runCycle();
        assertThat(watch.acts()).isEqualTo(List.of("start " + name));
        return watchLoop;
    }
}
