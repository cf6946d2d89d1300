package org.superlance.procmon.eventlistener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.event.EventType.PROCESS_LOG_STDOUT;
import static org.superlance.listener.event.EventType.PROCESS_STATE_EXITED;
import static org.superlance.listener.event.EventType.REMOTE_COMMUNICATION;
import static org.superlance.listener.event.EventType.TICK_5;
import static org.superlance.listener.event.EventType.TICK_60;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.config.GroupConfig.PoolConfig;
import org.superlance.listener.config.GroupConfig.ResultHandler;
import org.superlance.listener.event.EventSubscription;
import org.superlance.procmon.eventlistener.EventListenerProcess.EventListenerHandle;
import org.superlance.procmon.log.Logs;
import org.superlance.procmon.log.ServerLog;
import org.superlance.procmon.log.ServerLog.Level;
import org.superlance.procmon.log.Sink;

class EventListenerPoolTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ServerLog log = new ServerLog(
            List.of(new Logs(out, out, Path.of("."), "supervisor").stdoutSink()), Level.INFO, Clock.systemUTC());
    private final EventBus bus = new EventBus();
    private final EventListenerPool pool = new EventListenerPool(
            "mail",
            new PoolConfig(EventSubscription.parse("TICK,PROCESS_STATE"), 3, ResultHandler.OK_OR_FAIL),
            "mine",
            log,
            Sink.none());
    private final FakeProcess process = new FakeProcess("mail_0");
    private final EventListenerProcess listener = pool.add(process);

    EventListenerPoolTest() {
        bus.add(pool);
        listener.started();
    }

    @Test
    void aListenerThatIsReadyGetsOneEventAtATimeWithItsHeader() {
        say("READY\n");
        bus.publish(TICK_60, "when:1763693640");
        bus.publish(PROCESS_STATE_EXITED, "processname:rocket🚀");
        pool.dispatch();

        assertThat(process.got)
                .containsExactly("ver:3.0 server:mine serial:0 pool:mail poolserial:0"
                        + " eventname:TICK_60 len:15\nwhen:1763693640");
        say("RESULT 2\nOK");
        pool.dispatch();
        assertThat(process.got).hasSize(1);
        say("READY\n");
        pool.dispatch();

        assertThat(process.got.get(1))
                .as("the length counts characters, as supervisord does")
                .isEqualTo("ver:3.0 server:mine serial:1 pool:mail poolserial:1 eventname:PROCESS_STATE_EXITED len:19\n"
                        + "processname:rocket🚀");
    }

    @Test
    void getsOnlyWhatItAskedForAndOnlyOnceItIsRunning() {
        say("READY\n");
        bus.publish(REMOTE_COMMUNICATION, "");
        bus.publish(TICK_5, "when:5");
        process.running = false;
        pool.dispatch();
        assertThat(process.got).isEmpty();

        process.running = true;
        pool.dispatch();

        assertThat(process.got).hasSize(1).first().asString().contains(" serial:0 ");
    }

    @Test
    void discardsTheOldestWhenTooManyWaitAndTellsWhich() {
        for (int when = 0; when < 5; when++) {
            bus.publish(TICK_5, "when:" + when);
        }
        say("READY\n");
        pool.dispatch();

        assertThat(process.got.get(0))
                .contains("serial:2 pool:mail poolserial:2 ")
                .endsWith("when:2");
        assertThat(log())
                .contains("ERRO pool mail event buffer overflowed, discarding event 0")
                .contains("ERRO pool mail event buffer overflowed, discarding event 1");
    }

    @Test
    void whatIsRejectedOrNotFinishedComesAgainFirst() {
        say("READY\n");
        bus.publish(TICK_5, "when:5");
        bus.publish(TICK_5, "when:10");
        pool.dispatch();
        say("RESULT 4\nFAILREADY\n");
        pool.dispatch();
        assertThat(process.got.get(1)).isEqualTo(process.got.get(0));
        assertThat(log()).contains("WARN mail_0: event was rejected");

        listener.ended();
        listener.started();
        say("READY\n");
        pool.dispatch();

        assertThat(process.got.get(2)).isEqualTo(process.got.get(0));
    }

    @Test
    void answersMayComeInAnyPieces() {
        bus.publish(TICK_5, "when:5");
        bus.publish(TICK_5, "when:10");
        for (String piece : "READY\nRESULT 2\nOKREADY\n".split("", -1)) {
            say(piece);
            pool.dispatch();
        }

        assertThat(process.got).hasSize(2);
        assertThat(log()).isEmpty();
    }

    @Test
    void listenersOfOnePoolShareTheirEventsAndTwoPoolsEachGetAll() {
        FakeProcess second = new FakeProcess("mail_1");
        EventListenerProcess other = pool.add(second);
        other.started();
        EventListenerPool ticks = new EventListenerPool(
                "ticks",
                new PoolConfig(EventSubscription.parse("TICK_5"), 3, ResultHandler.OK_OR_FAIL),
                "mine",
                log,
                Sink.none());
        FakeProcess alone = new FakeProcess("ticks");
        EventListenerProcess last = ticks.add(alone);
        bus.add(ticks);
        last.started();

        bus.publish(TICK_60, "when:60");
        bus.publish(TICK_5, "when:65");
        say("READY\n");
        other.received("READY\n".getBytes(StandardCharsets.UTF_8));
        last.received("READY\n".getBytes(StandardCharsets.UTF_8));
        pool.dispatch();
        ticks.dispatch();

        assertThat(process.got.get(0)).contains("serial:0 pool:mail poolserial:0 ");
        assertThat(second.got.get(0)).contains("serial:1 pool:mail poolserial:1 ");
        assertThat(alone.got.get(0)).contains("serial:1 pool:ticks poolserial:0 ");
    }

    @Test
    void printsTheResultsOfAPoolThatAsksForIt() {
        Relay relay = new Relay();

        relay.publish("processname:web groupname:w pid:7 channel:stdout\none\ntwo\n\nth");
        relay.publish("processname:web groupname:w pid:7 channel:stderr\nree\n");
        relay.answer(payload(relay.process.got.get(0)));
        relay.answer(payload(relay.process.got.get(1)));

        assertThat(relay.printed()).isEqualTo("""
                web stdout | one
                web stdout | two
                web stdout |\s
                web stdout | th
                web stderr | ree
                """);
        assertThat(log()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OK", "", "processname:web pid:7\nx", "when:5\n"})
    void aResultThatCannotBePrintedIsNotAskedForAgain(String result) {
        Relay relay = new Relay();

        relay.publish("processname:web groupname:w pid:7 channel:stdout\none\n");
        relay.answer(result);

        assertThat(relay.process.got).hasSize(1);
        assertThat(relay.printed()).isEmpty();
        assertThat(log())
                .contains("WARN stdout: event caused an error")
                .contains("WARN stdout: has entered the UNKNOWN state");
    }

    private static String payload(String event) {
        return event.substring(event.indexOf('\n') + 1);
    }

    /** A pool with one listener, ready, whose results are printed. */
    private final class Relay {

        private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        private final FakeProcess process = new FakeProcess("stdout");
        private final EventListenerPool pool = new EventListenerPool(
                "stdout",
                new PoolConfig(EventSubscription.parse("PROCESS_LOG"), 3, ResultHandler.PRINT),
                "mine",
                log,
                new Logs(stdout, stdout, Path.of("."), "supervisor").stdoutSink());
        private final EventListenerProcess listener = pool.add(process);

        Relay() {
            bus.add(pool);
            listener.started();
            receive("READY\n");
        }

        void publish(String payload) {
            bus.publish(PROCESS_LOG_STDOUT, payload);
            pool.dispatch();
        }

        void answer(String result) {
            receive("RESULT " + result.length() + "\n" + result + "READY\n");
            pool.dispatch();
        }

        String printed() {
            return stdout.toString(StandardCharsets.UTF_8);
        }

        private void receive(String output) {
            listener.received(output.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void whatAListenerDoesNotReadIsForAnother() {
        say("READY\n");
        bus.publish(TICK_5, "when:5");
        pool.dispatch();
        process.failed.run();
        EventListenerProcess other = pool.add(new FakeProcess("mail_1"));
        other.started();
        other.received("READY\n".getBytes(StandardCharsets.UTF_8));
        pool.dispatch();

        assertThat(process.got).hasSize(1);
        assertThat(other.isReady()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OpenJDK warning: x\n",
                "READY\nREADY\n",
                "READY\n|hello\n",
                "READY\n|RESULT x\nOK",
                "READY\n|RESULT -2\nOK",
                "READY\n|RESULT 99999999999\n",
                "READY\n|RESULT 999999\n"
            })
    void garbageMakesItUnknownAndItsEventIsForAnother(String answers) {
        bus.publish(TICK_5, "when:5");
        for (String answer : answers.split("\\|", -1)) {
            say(answer);
            pool.dispatch();
        }
        int before = process.got.size();

        say("READY\n");
        pool.dispatch();

        assertThat(process.got).hasSize(before);
        assertThat(log()).contains("WARN mail_0: has entered the UNKNOWN state and will no longer receive events");
        FakeProcess next = new FakeProcess("mail_1");
        EventListenerProcess other = pool.add(next);
        other.started();
        other.received("READY\n".getBytes(StandardCharsets.UTF_8));
        pool.dispatch();
        assertThat(next.got).hasSize(1);
    }

    @Test
    void anEndlessLineFillsNoMemory() {
        say("READY\n");
        bus.publish(TICK_5, "when:5");
        pool.dispatch();

        say("x".repeat(201));

        assertThat(log()).contains("bad result line").contains("UNKNOWN");
    }

    private void say(String text) {
        listener.received(text.getBytes(StandardCharsets.UTF_8));
    }

    private String log() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static final class FakeProcess implements EventListenerHandle {

        final List<String> got = new ArrayList<>();
        final String name;
        boolean running = true;
        Runnable failed = () -> {};

        FakeProcess(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public boolean write(byte[] bytes, Runnable whenFailed) {
            got.add(new String(bytes, StandardCharsets.UTF_8));
            failed = whenFailed;
            return true;
        }
    }
}
