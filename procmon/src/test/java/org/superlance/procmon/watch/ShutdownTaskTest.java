package org.superlance.procmon.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.superlance.listener.supervisor.ProcessState.BACKOFF;
import static org.superlance.listener.supervisor.ProcessState.EXITED;
import static org.superlance.listener.supervisor.ProcessState.FATAL;
import static org.superlance.listener.supervisor.ProcessState.RUNNING;
import static org.superlance.listener.supervisor.ProcessState.STARTING;
import static org.superlance.listener.supervisor.ProcessState.STOPPED;
import static org.superlance.listener.testkit.ScriptedSupervisor.done;
import static org.superlance.listener.testkit.ScriptedSupervisor.fault;
import static org.superlance.listener.testkit.ScriptedSupervisor.silence;
import static org.superlance.procmon.watch.WatchFixture.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern.ProcessFilter;
import org.superlance.listener.util.RateLimit;

class ShutdownTaskTest {

    private static final String REASON = "shut down supervisord because of web:w1: it is ";

    private final WatchFixture watch = new WatchFixture();

    @AfterEach
    void end() {
        watch.close();
    }

    @Test
    void shutsDownForWhatIsFatalAlreadyAndStartsNothing() {
        WatchLoop watchLoop = onFatal("web:*");
        watch.all(watch.process("web:w1", FATAL), watch.process("db:db", FATAL))
                .answers("process", done(watch.process("web:w1", FATAL)))
                .answers("shutdown", done(true));

        Instant next = watchLoop.runCycle();
        watch.clock.pass(Duration.ofMinutes(5));
        watchLoop.runCycle();

        assertThat(watch.acts()).containsExactly("shutdown");
        assertThat(watch.sentences()).contains(REASON + "FATAL (--on-fatal)");
        assertThat(next).isEqualTo(SettableClock.START.plusSeconds(60));
    }

    @Test
    void shutsDownOnceForAnEventThatComesTwice() {
        WatchLoop watchLoop = running(onFatal(""));
        watch.answers("process", done(watch.process("web:w1", FATAL))).answers("shutdown", done(true));

        watchLoop.enqueue(event("web:w1", EXITED, RUNNING));
        watchLoop.enqueue(event("web:w1", STARTING, EXITED));
        watchLoop.enqueue(event("web:w1", BACKOFF, STARTING));
        watchLoop.enqueue(event("web:w1", FATAL, BACKOFF));
        watchLoop.enqueue(event("web:w1", FATAL, BACKOFF));
        watchLoop.runCycle();
        watchLoop.enqueue(event("web:w1", FATAL, BACKOFF));
        watchLoop.runCycle();

        assertThat(watch.acts()).containsExactly("shutdown");
        assertThat(watch.sentences()).containsExactly(REASON + "FATAL (--on-fatal)");
    }

    @Test
    void doesNotShutDownForAnOldEventOfAProgramThatRunsAgain() {
        watch.all().answers("process", done(watch.process("web:w1", RUNNING)));
        WatchLoop watchLoop = onFatal("");
        watchLoop.runCycle();

        watchLoop.enqueue(event("web:w1", FATAL, BACKOFF));
        watchLoop.runCycle();

        assertThat(watch.acts()).isEmpty();
        assertThat(watch.decisions).isEmpty();
    }

    @Test
    void leavesOtherProgramsAndThoseThatSomebodyStopped() {
        WatchLoop watchLoop = onFatal("web:w1");
        watch.all(watch.process("web:w1", STOPPED), watch.process("web:w2", FATAL));

        watchLoop.runCycle();

        assertThat(watch.acts()).isEmpty();
        assertThat(watch.sentences()).containsExactly("start web:w2 in 1s: FATAL, failure 1 in a row");
    }

    @Test
    void startsAgainUntilItIsGivenUp() {
        watch.maxFailures(RateLimit.parse("2/1h")).shutdown(conditions("", null, true));
        WatchLoop watchLoop = watch.watchLoop();
        watch.all(watch.process("web:w1", FATAL))
                .answers("process", done(watch.process("web:w1", FATAL)))
                .answers("start", done(true))
                .answers("shutdown", done(true));

        watchLoop.runCycle();
        watch.clock.pass(Duration.ofSeconds(1));
        watchLoop.runCycle();
        assertThat(watch.acts()).containsExactly("start web:w1");
        watchLoop.enqueue(event("web:w1", STARTING, FATAL));
        watchLoop.enqueue(event("web:w1", BACKOFF, STARTING));
        watchLoop.enqueue(event("web:w1", FATAL, BACKOFF));
        watchLoop.runCycle();

        assertThat(watch.acts()).containsExactly("start web:w1", "shutdown");
        assertThat(watch.sentences()).last().isEqualTo(REASON + "given up (--on-fatal)");
    }

    @Test
    void asksAgainWhereAShutdownIsRefusedOrNotAnswered() {
        WatchLoop watchLoop = onFatal("");
        watch.all(watch.process("web:w1", FATAL))
                .answers("process", done(watch.process("web:w1", FATAL)))
                .answers("shutdown", fault(Fault.FAILED), silence(true), fault(Fault.SHUTDOWN_STATE));

        Instant next = watchLoop.runCycle();
        watchLoop.runCycle();
        assertThat(watch.acts()).hasSize(1);
        assertThat(next).isEqualTo(SettableClock.START.plusSeconds(5));
        for (int i = 0; i < 3; i++) {
            watch.clock.pass(Duration.ofSeconds(6));
            watchLoop.runCycle();
        }

        assertThat(watch.acts()).containsExactly("shutdown", "shutdown", "shutdown");
        assertThat(watch.decisions).hasSize(1);
    }

    @Test
    void shutsDownForAnExitThoughItIsStartedAgain() {
        watch.shutdown(conditions(null, "w1", false));
        WatchLoop watchLoop = running(watch.watchLoop());
        watch.answers("shutdown", done(true));

        watchLoop.enqueue(event("web:w1", EXITED, RUNNING));
        watchLoop.enqueue(event("web:w1", STARTING, EXITED));
        watchLoop.runCycle();

        assertThat(watch.acts()).containsExactly("shutdown");
        assertThat(watch.sentences())
                .containsExactly("shut down supervisord because of web:w1: it exited unexpectedly (--on-exit)");
    }

    @Test
    void shutsDownForWhatHasExitedBefore() {
        watch.shutdown(conditions(null, "w1", false));
        watch.all(watch.process("web:w1", EXITED))
                .answers("process", done(watch.process("web:w1", EXITED)))
                .answers("shutdown", done(true));

        watch.watchLoop().runCycle();

        assertThat(watch.acts()).containsExactly("shutdown");
    }

    @Test
    void readsItsActions() {
        Namespec web = Namespec.parse("web:w1");

        assertThat(ShutdownConditions.parse("shutdown").matches(web)).isTrue();
        assertThat(ShutdownConditions.parse("shutdown=db,web:*").matches(web)).isTrue();
        assertThat(ShutdownConditions.parse("shutdown=db").matches(web)).isFalse();
        assertThatThrownBy(() -> ShutdownConditions.parse("restart"))
                .hasMessage("'restart' is no action; write shutdown or shutdown=NAME,...");
        assertThatThrownBy(() -> ShutdownConditions.parse("shutdown=web,,db")).hasMessageContaining("names no process");
    }

    private WatchLoop onFatal(String names) {
        return watch.shutdown(conditions(names, null, false)).watchLoop();
    }

    private WatchLoop running(WatchLoop watchLoop) {
        watch.all(watch.process("web:w1", RUNNING));
        watchLoop.runCycle();
        return watchLoop;
    }

    private static ShutdownConditions conditions(@Nullable String onFatal, @Nullable String onExit, boolean retried) {
        return new ShutdownConditions(
                Optional.ofNullable(onFatal).map(ProcessFilter::parse),
                Optional.ofNullable(onExit).map(ProcessFilter::parse),
                retried);
    }
}
