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

class RoundsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    private final WatchFixture watch = new WatchFixture();

    @AfterEach
    void end() {
        watch.close();
    }

    @Test
    void startsWhatIsFatalWhenItsDelayIsOver() {
        watch.all(watch.process("web:w1", FATAL)).answers("process", done(watch.process("web:w1", FATAL)));
        watch.answers("start", done(true));
        Rounds rounds = watch.rounds();

        Instant next = rounds.run();

        assertThat(next).isEqualTo(SetClock.START.plus(SECOND));
        assertThat(watch.sentences()).containsExactly("start web:w1 in 1s: FATAL, failure 1 in a row");
        watch.clock.pass(Duration.ofMillis(999));
        rounds.run();
        assertThat(watch.acts()).isEmpty();
        watch.clock.pass(Duration.ofMillis(1));
        rounds.run();
        assertThat(watch.acts()).containsExactly("start web:w1");
    }

    @Test
    void waitsTwiceAsLongEachTimeAndTellsWhenItRunsAgain() {
        Rounds rounds = rightAfterAStart("web:w1");
        rounds.hand(event("web:w1", STARTING, FATAL));
        rounds.hand(event("web:w1", BACKOFF, STARTING));
        rounds.hand(event("web:w1", FATAL, BACKOFF));
        rounds.run();
        watch.clock.pass(SECOND.multipliedBy(2));
        rounds.run();
        rounds.hand(event("web:w1", STARTING, FATAL));
        rounds.hand(event("web:w1", RUNNING, STARTING));
        Instant next = rounds.run();

        assertThat(next).isEqualTo(watch.clock.instant().plus(SECOND));
        watch.clock.pass(SECOND);
        rounds.run();

        assertThat(watch.acts()).containsExactly("start web:w1", "start web:w1");
        assertThat(watch.sentences())
                .containsExactly(
                        "start web:w1 in 1s: FATAL, failure 1 in a row",
                        "start web:w1 in 2s: FATAL, failure 2 in a row",
                        "brought back web:w1: it runs again; before: FATAL, failure 2 in a row");
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPPED", "RUNNING", "EXITED", "BACKOFF", "STOPPING"})
    void leavesAloneWhatIsNotDownAnyMoreWhenItsTimeHasCome(ProcessState state) {
        watch.all(watch.process("web:w1", FATAL)).answers("process", done(watch.process("web:w1", state)));
        Rounds rounds = watch.rounds();
        rounds.run();

        watch.clock.pass(SECOND);
        rounds.run();
        watch.clock.pass(SECOND);
        rounds.run();

        assertThat(watch.acts()).isEmpty();
    }

    @Test
    void noticesALostEventWhenTheConsistencyDelayIsOver() {
        watch.all(watch.process("web:w1", RUNNING)).all(watch.process("web:w1", FATAL));
        Rounds rounds = watch.rounds();

        Instant next = rounds.run();

        assertThat(next).isEqualTo(SetClock.START.plusSeconds(60));
        watch.clock.pass(Duration.ofMinutes(1));
        rounds.run();
        assertThat(watch.sentences()).containsExactly("start web:w1 in 1s: FATAL, failure 1 in a row");
    }

    @Test
    void looksAtOnceWhenEventsWereLost() {
        watch.all(watch.process("web:w1", RUNNING)).all(watch.process("web:w1", FATAL));
        Rounds rounds = watch.rounds();
        rounds.run();

        watch.clock.pass(SECOND);
        rounds.lost();
        rounds.run();

        assertThat(watch.sentences()).hasSize(1);
    }

    @Test
    void looksAtEveryTickUnlessItIsToldOfStates() {
        watch.all(watch.process("web:w1", RUNNING));
        Rounds rounds = watch.rounds();
        rounds.run();
        watch.clock.pass(Duration.ofSeconds(5));
        rounds.hand(watch.tick());
        rounds.run();
        assertThat(watch.looks()).isEqualTo(2);

        rounds.hand(event("other:o", STOPPED, STOPPING));
        watch.clock.pass(Duration.ofSeconds(5));
        rounds.hand(watch.tick());
        rounds.run();

        assertThat(watch.looks()).isEqualTo(2);
    }

    @Test
    void looksInsteadOfBelievingAnEventThatDoesNotFollow() {
        watch.all(watch.process("web:w1", FATAL)).answers("process", done(watch.process("web:w1", FATAL)));
        watch.answers("start", done(true));
        Rounds rounds = watch.rounds();
        rounds.run();

        rounds.hand(event("web:w1", BACKOFF, STARTING));
        rounds.run();
        watch.clock.pass(SECOND);
        rounds.run();

        assertThat(watch.sentences()).as("an event that is older than the look").hasSize(1);
        assertThat(watch.acts()).containsExactly("start web:w1");
        assertThat(watch.looks()).isEqualTo(2);
    }

    @Test
    void doesNotBelieveALookThatIsAheadOfTheEventsOfItsOwnStart() {
        Rounds rounds = rightAfterAStart("web:w1");

        rounds.lost();
        rounds.run();
        assertThat(watch.sentences()).hasSize(1);
        rounds.hand(event("web:w1", STARTING, FATAL));
        rounds.hand(event("web:w1", BACKOFF, STARTING));
        rounds.hand(event("web:w1", FATAL, BACKOFF));
        rounds.run();

        assertThat(watch.sentences())
                .containsExactly(
                        "start web:w1 in 1s: FATAL, failure 1 in a row",
                        "start web:w1 in 2s: FATAL, failure 2 in a row");
    }

    @Test
    void doesNotTakeOlderEventsForThoseOfItsOwnStart() {
        Rounds rounds = rightAfterAStart("web:w1");

        rounds.hand(event("web:w1", STARTING, STOPPED));
        rounds.hand(event("web:w1", BACKOFF, STARTING));
        rounds.hand(event("web:w1", FATAL, BACKOFF));
        rounds.run();
        assertThat(watch.sentences()).hasSize(1);
        rounds.hand(event("web:w1", STARTING, FATAL));
        rounds.hand(event("web:w1", RUNNING, STARTING));
        rounds.run();
        watch.nowAll(watch.process("web:w1", RUNNING));
        watch.clock.pass(SECOND);
        rounds.run();

        assertThat(watch.sentences()).hasSize(2).last().asString().startsWith("brought back web:w1");
    }

    @Test
    void getsOnWithASubscriptionToNothingButFatal() {
        Rounds rounds = rightAfterAStart("web:w1");

        rounds.hand(event("web:w1", FATAL, BACKOFF));
        rounds.run();
        watch.clock.pass(SECOND);
        Instant next = rounds.run();

        assertThat(next).isEqualTo(SetClock.START.plusSeconds(5));
        watch.clock.pass(SECOND.multipliedBy(3));
        rounds.run();
        assertThat(watch.sentences()).last().isEqualTo("start web:w1 in 2s: FATAL, failure 2 in a row");
    }

    @Test
    void leavesItsOwnPoolAlone() {
        watch.all(watch.process("procmon:procmon", FATAL), watch.process("procmon:other", FATAL));
        Rounds rounds = watch.rounds();

        rounds.run();

        assertThat(watch.notices).isEmpty();
        assertThat(rounds.hand(event("procmon:other", FATAL, BACKOFF))).isFalse();
    }

    @Test
    void saysNothingWhenSupervisordShutsDown() {
        watch.all(watch.process("web:w1", FATAL)).answers("process", fault(Fault.SHUTDOWN_STATE));
        Rounds rounds = watch.rounds();
        rounds.run();

        watch.clock.pass(SECOND);
        Instant next = rounds.run();

        assertThat(next).isEqualTo(watch.clock.instant().plusSeconds(5));
        assertThat(watch.acts()).isEmpty();
        assertThat(watch.notices).hasSize(1);
    }

    @Test
    void triesAgainWithoutCountingAFailureWhenSupervisordDoesNotTakeTheCall() {
        watch.all(watch.process("web:w1", FATAL)).answers("process", done(watch.process("web:w1", FATAL)));
        watch.answers("start", silence(false), done(true));
        Rounds rounds = watch.rounds();
        rounds.run();

        watch.clock.pass(SECOND);
        rounds.run();
        watch.clock.pass(Duration.ofSeconds(4));
        rounds.run();
        assertThat(watch.acts()).hasSize(1);
        watch.clock.pass(SECOND);
        rounds.run();

        assertThat(watch.acts()).containsExactly("start web:w1", "start web:w1");
        assertThat(watch.sentences()).containsExactly("start web:w1 in 1s: FATAL, failure 1 in a row");
    }

    @Test
    void looksBeforeItTriesAgainWhenSupervisordMayHaveActed() {
        watch.all(watch.process("web:w1", FATAL))
                .all(watch.process("web:w1", RUNNING))
                .answers("process", done(watch.process("web:w1", FATAL)))
                .answers("start", silence(true));
        Rounds rounds = watch.rounds();
        rounds.run();
        watch.clock.pass(SECOND);

        rounds.run();
        watch.clock.pass(Duration.ofSeconds(5));
        rounds.run();

        assertThat(watch.acts()).containsExactly("start web:w1");
        assertThat(watch.sentences()).hasSize(2).last().asString().startsWith("brought back web:w1");
    }

    @Test
    void countsAStartThatSupervisordRefusesAsAFailure() {
        watch.all(watch.process("web:w1", FATAL)).answers("process", done(watch.process("web:w1", FATAL)));
        watch.answers("start", fault(Fault.NO_FILE));
        Rounds rounds = watch.rounds();
        rounds.run();

        watch.clock.pass(SECOND);
        rounds.run();

        assertThat(watch.sentences()).last().isEqualTo("start web:w1 in 2s: it says NO_FILE, failure 2 in a row");
        assertThat(watch.notices.get(1).startFailed()).isTrue();
    }

    @Test
    void forgetsWhatIsNotThereAnyMore() {
        watch.all(watch.process("web:w1", FATAL)).answers("process", fault(Fault.BAD_NAME));
        Rounds rounds = watch.rounds();
        rounds.run();

        watch.clock.pass(SECOND);
        Instant next = rounds.run();

        assertThat(watch.acts()).isEmpty();
        assertThat(next).isEqualTo(SetClock.START.plusSeconds(60));
    }

    @Test
    void killsOnceWhatDoesNotEndWithinTheKillTime() {
        watch.killStuck().all(watch.process("web:w1", RUNNING));
        watch.answers("process", done(watch.process("web:w1", STOPPING))).answers("signal", done(true));
        Rounds rounds = watch.rounds();
        rounds.run();
        rounds.hand(event("web:w1", STOPPING, RUNNING));

        assertThat(rounds.run()).isEqualTo(SetClock.START.plusSeconds(5));
        watch.clock.pass(Duration.ofSeconds(5));
        rounds.run();
        watch.clock.pass(Duration.ofSeconds(20));
        rounds.run();

        assertThat(watch.acts()).containsExactly("signal web:w1");
        assertThat(watch.sentences())
                .containsExactly("killed web:w1: it was told to stop 5s ago and had not ended (--kill-stuck); pid 7");
    }

    @Test
    void killsNothingUnlessItIsAsked() {
        watch.all(watch.process("web:w1", STOPPING));
        Rounds rounds = watch.rounds();
        rounds.run();

        watch.clock.pass(Duration.ofMinutes(1));
        rounds.run();

        assertThat(watch.acts()).isEmpty();
    }

    @Test
    void leavesAnExitToTheAutorestartOfSupervisord() {
        watch.exited(Exits.ANY).all(watch.process("web:w1", RUNNING));
        Rounds rounds = watch.rounds();
        rounds.run();

        rounds.hand(event("web:w1", EXITED, RUNNING));
        rounds.run();
        watch.clock.pass(SECOND);
        rounds.hand(event("web:w1", STARTING, EXITED));
        rounds.run();
        watch.clock.pass(SECOND.multipliedBy(2));
        rounds.run();

        assertThat(watch.acts()).isEmpty();
        assertThat(watch.notices).isEmpty();
    }

    @Test
    void bringsBackWhatStaysExitedWhereThatIsAsked() {
        watch.exited(Exits.UNEXPECTED).all(watch.process("web:w1", RUNNING));
        watch.answers("process", done(watch.process("web:w1", EXITED))).answers("start", done(true));
        Rounds rounds = watch.rounds();
        rounds.run();
        watch.clock.pass(Duration.ofSeconds(30));
        rounds.hand(event("web:w1", EXITED, RUNNING));

        assertThat(rounds.run()).isEqualTo(watch.clock.instant().plusSeconds(2));
        watch.clock.pass(SECOND.multipliedBy(2));
        rounds.run();

        assertThat(watch.acts()).containsExactly("start web:w1");
        assertThat(watch.sentences()).containsExactly("start web:w1 now: it ran 1h, a successful run");
    }

    @Test
    void asksForNoMoreThanTheNumberOfStartsASecond() {
        watch.all(IntStream.range(0, 25)
                .mapToObj(i -> watch.process("web:w" + i, FATAL))
                .toArray(ProcessInfo[]::new));
        watch.answers("process", done(watch.process("web:w1", FATAL))).answers("start", done(true));
        Rounds rounds = watch.rounds();
        rounds.run();
        watch.clock.pass(SECOND);

        Instant next = rounds.run();

        assertThat(watch.acts()).hasSize(10);
        assertThat(next).isEqualTo(watch.clock.instant().plus(SECOND));
        watch.clock.pass(SECOND);
        rounds.run();
        assertThat(watch.acts()).as("they may die in their start").hasSize(10);
        watch.clock.pass(SECOND);
        rounds.run();
        assertThat(watch.acts()).hasSize(20);
    }

    @Test
    void countsWhatSupervisordStartsAgainAmongTheStartsASecond() {
        List<String> names = IntStream.range(10, 30).mapToObj(i -> "web:w" + i).toList();
        watch.all(names.stream().map(name -> watch.process(name, FATAL)).toArray(ProcessInfo[]::new));
        watch.answers("process", done(watch.process("web:w10", FATAL))).answers("start", done(true));
        Rounds rounds = watch.rounds();
        rounds.run();
        watch.clock.pass(SECOND);
        rounds.run();
        List<String> first = names.subList(0, 10);
        assertThat(watch.acts()).hasSize(10);

        first.forEach(name -> rounds.hand(event(name, STARTING, FATAL)));
        first.forEach(name -> rounds.hand(event(name, BACKOFF, STARTING)));
        rounds.run();
        watch.clock.pass(Duration.ofSeconds(30));
        rounds.run();
        assertThat(watch.acts()).as("each waits for its next start").hasSize(10);
        first.forEach(name -> rounds.hand(event(name, STARTING, BACKOFF)));
        first.forEach(name -> rounds.hand(event(name, BACKOFF, STARTING)));
        first.forEach(name -> rounds.hand(event(name, FATAL, BACKOFF)));
        rounds.run();
        assertThat(watch.acts()).as("supervisord has just started ten").hasSize(10);
        watch.clock.pass(SECOND);
        rounds.run();

        assertThat(watch.acts()).hasSize(20);
    }

    @Test
    void restartsAllThatRunWhenTheFileIsTouched() throws Exception {
        Path file = directory.resolve("touch-me");
        watch.restartAllOn(file).all(watch.process("web:w1", RUNNING), watch.process("web:w2", STOPPED));
        Rounds rounds = watch.rounds();
        rounds.run();
        assertThat(watch.restarts).isEmpty();

        Files.createFile(file);
        rounds.hand(watch.tick());
        rounds.run();
        rounds.hand(watch.tick());
        rounds.run();

        assertThat(watch.restarts)
                .singleElement()
                .extracting(decision -> decision.name().toString())
                .isEqualTo("web:w1");
        assertThat(watch.restarts.get(0).reason()).isEqualTo(file + " was touched");
    }

    @Test
    void goesOnInItsNextLifeWhereItWasKilled() {
        watch.directory(directory);
        Rounds rounds = rightAfterAStart("web:w1");
        rounds.hand(event("web:w1", STARTING, FATAL));
        rounds.hand(event("web:w1", BACKOFF, STARTING));
        rounds.hand(event("web:w1", FATAL, BACKOFF));
        rounds.run();

        Instant next = watch.rounds().run();

        assertThat(next).as("the same delay").isEqualTo(watch.clock.instant().plus(SECOND.multipliedBy(2)));
        assertThat(watch.notices).as("nothing is said twice").hasSize(2);
    }

    @Test
    void countsAStartInWhichItWasKilled() {
        watch.directory(directory).all(watch.process("web:w1", FATAL));
        watch.answers("process", done(watch.process("web:w1", FATAL)));
        Rounds rounds = watch.rounds();
        rounds.run();
        watch.clock.pass(SECOND);

        assertThatThrownBy(rounds::run).as("nobody has said what start answers").isInstanceOf(AssertionError.class);
        watch.rounds().run();

        assertThat(watch.sentences()).last().isEqualTo("start web:w1 in 2s: FATAL, failure 2 in a row");
    }

    /** One second after the start of the watch; the events of the start are still to come. */
    private Rounds rightAfterAStart(String name) {
        watch.all(watch.process(name, FATAL)).answers("process", done(watch.process(name, FATAL)));
        watch.answers("start", done(true));
        Rounds rounds = watch.rounds();
        rounds.run();
        watch.clock.pass(SECOND);
        rounds.run();
        assertThat(watch.acts()).isEqualTo(List.of("start " + name));
        return rounds;
    }
}
