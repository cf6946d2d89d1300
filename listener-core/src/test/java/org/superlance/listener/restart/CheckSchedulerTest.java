package org.superlance.listener.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.restart.ProcessInfos.running;
import static org.superlance.listener.testkit.ScriptedSupervisor.done;
import static org.superlance.listener.testkit.ScriptedSupervisor.fault;
import static org.superlance.listener.testkit.ScriptedSupervisor.silence;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.Event.EventHeader;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.restart.RestartExecutor.DryRunExecutor;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.status.ListenerStatus;
import org.superlance.listener.status.ListenerStatus.Condition;
import org.superlance.listener.status.ListenerStatus.Identity;
import org.superlance.listener.status.ListenerStatus.State;
import org.superlance.listener.status.StatusRecorder;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.testkit.LogLines;
import org.superlance.listener.testkit.RecordedMetrics;
import org.superlance.listener.testkit.ScriptedSupervisor;

class CheckSchedulerTest {

    private static final Instant NOW = Instant.parse("2026-11-21T02:54:56Z");

    private final ScriptedSupervisor supervisor = new ScriptedSupervisor();
    private final List<Runnable> tasks = new ArrayList<>();
    private final RecordedMetrics metrics = new RecordedMetrics();
    private final StatusRecorder recorder = new StatusRecorder();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final CheckScheduler checkScheduler = new CheckScheduler(
            cycle(), tasks::add, metrics, recorder, InstantSource.fixed(NOW), InstantSource.fixed(NOW), ending::get);

    @Test
    void takesDownChecksAndTheirVerdicts() {
        supervisor.answers("processes", done(List.of(running("web:w1", 7), running("web:w2", 8))));
        supervisor.answers("processes", silence(false));

        tick();
        tick();
        tasks.remove(0).run();
        tick();
        tasks.remove(0).run();

        assertThat(metrics.values())
                .containsOnly(
                        Map.entry("CHECKS done", 1.0),
                        Map.entry("CHECKS failed", 1.0),
                        Map.entry("CHECK_DURATION", 0.0),
                        Map.entry("DECISIONS ok", 1.0),
                        Map.entry("DECISIONS restart", 1.0),
                        Map.entry("DECISIONS start", 0.0),
                        Map.entry("DECISIONS wait", 0.0),
                        Map.entry("DECISIONS young", 0.0),
                        Map.entry("DECISIONS hold", 0.0),
                        Map.entry("DECISIONS paused", 0.0),
                        Map.entry("DECISIONS busy", 0.0),
                        Map.entry("TICKS_SKIPPED", 1.0));
    }

    @Test
    void recordsChecksAndWhatIsNotWellForTheStatus() {
        supervisor.answers(
                "processes", done(List.of(running("web:w1", 7), running("web:w2", 9), running("web:w3", 8))));
        supervisor.answers("processes", silence(false));

        tick();
        tasks.remove(0).run();
        ListenerStatus checked = status();
        tick();
        tasks.remove(0).run();
        ListenerStatus failed = status();

        assertThat(checked.activity().watched()).isEqualTo(3);
        assertThat(checked.activity().lastCheck()).contains(NOW);
        // no restart of web:w1 is in progress here
        assertThat(checked.programs()).singleElement().satisfies(program -> {
            assertThat(program.name()).isEqualTo("web:w2");
            assertThat(program.condition()).isEqualTo(Condition.NEAR);
        });
        assertThat(checked.problem()).isEmpty();
        assertThat(failed.problem().orElseThrow().text()).startsWith("cannot check: ");
        assertThat(failed.activity().checkBegun()).isEmpty();
    }

    private ListenerStatus status() {
        return recorder.status(
                new Identity(new ListenerId("a", "b", "c", "d"), "", "", "", 0, "", "", NOW), State.RUNNING, NOW);
    }

    @Test
    void countsNoCheckThatTheEndOfTheListenerAborts() {
        supervisor.answers("processes", silence(false));

        tick();
        ending.set(true);
        tasks.remove(0).run();

        assertThat(metrics.values().values()).containsOnly(0.0);
    }

    @Test
    void aTickAtTheEndLeavesNoTraceOfAnException() {
        Logger logger = (Logger) LoggerFactory.getLogger(CheckScheduler.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Level before = logger.getLevel();
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.DEBUG);
        try {
            tick(new CheckScheduler(
                    cycle(),
                    task -> {
                        throw new RejectedExecutionException();
                    },
                    metrics,
                    recorder,
                    InstantSource.fixed(NOW),
                    InstantSource.fixed(NOW),
                    ending::get));
        } finally {
            logger.setLevel(before);
            logger.detachAppender(log);
        }

        assertThat(log.list).singleElement().satisfies(event -> {
            assertThat(event.getFormattedMessage()).endsWith("skipped: the listener is ending");
            assertThat(event.getThrowableProxy()).isNull();
        });
    }

    @Test
    void aPlannedEndOfSupervisordIsNoError() {
        supervisor.answers("processes", fault(Fault.SHUTDOWN_STATE));
        supervisor.answers("processes", fault(Fault.SHUTDOWN_STATE));

        try (LogLines log = LogLines.of(CheckScheduler.class)) {
            tick();
            tasks.remove(0).run();
            tick();
            tasks.remove(0).run();

            assertThat(log.lines()).singleElement().asString().startsWith("INFO cannot check: ");
        }
        assertThat(metrics.values()).containsEntry("CHECKS failed", 0.0);
    }

    private void tick() {
        tick(checkScheduler);
    }

    private static void tick(CheckScheduler scheduler) {
        scheduler.onEvent(
                Event.of(new EventHeader("TICK_60", 0, OptionalLong.empty()), "when:" + NOW.getEpochSecond()));
    }

    private CheckCycle cycle() {
        Check check = (processes, when) -> processes.stream()
                .map(process -> new CheckResult(process, process.pid() == 7, "", "", "it is so")
                        .withUsage(process.pid() == 9 ? 0.9 : 0.89))
                .toList();
        return new CheckCycle(
                supervisor,
                new ProcessSelector(Optional.empty(), List.of(), List.of()),
                check,
                new RestartPolicy(RestartRules.ALWAYS),
                new DryRunExecutor(),
                InstantSource.fixed(NOW));
    }
}
