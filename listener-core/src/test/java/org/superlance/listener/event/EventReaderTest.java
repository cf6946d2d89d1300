package org.superlance.listener.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.event.Event.TickEvent;
import org.superlance.listener.event.Event.UnknownEvent;
import org.superlance.listener.event.EventListenerProtocol.ProtocolException;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;

class EventReaderTest {

    @Test
    void readsATick() throws Exception {
        Event event = read("ver:3.0 server:supervisor serial:21 pool:memmon poolserial:10 eventname:TICK_60 len:15\n"
                + "when:1201063880");

        assertThat(event).isInstanceOf(TickEvent.class);
        assertThat(((TickEvent) event).when()).isEqualTo(Instant.ofEpochSecond(1201063880));
        assertThat(event.header().poolSerial()).hasValue(10);
    }

    @Test
    void readsAnUnexpectedExit() throws Exception {
        String payload = "processname:w1 groupname:web from_state:RUNNING expected:0 pid:4711";

        ProcessStateEvent event = (ProcessStateEvent) read(event("PROCESS_STATE_EXITED", payload));

        assertThat(event.process()).isEqualTo(new Namespec("web", "w1"));
        assertThat(event.state()).isEqualTo(ProcessState.EXITED);
        assertThat(event.from()).isEqualTo("RUNNING");
        assertThat(event.pid()).hasValue(4711);
        assertThat(event.expected()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prógrammé", "rocket🚀", "漢字", "a:b:c"})
    void countsThePayloadInCodePointsAndNotInBytes(String name) throws Exception {
        String payload = "processname:" + name + " groupname:g from_state:STARTING pid:1";
        EventReader reader = reader(event("PROCESS_STATE_RUNNING", payload) + event("PROCESS_STATE_RUNNING", payload));

        for (int i = 0; i < 2; i++) {
            ProcessStateEvent event = (ProcessStateEvent) next(reader);
            assertThat(event.process().name()).isEqualTo(name);
            assertThat(event.pid()).hasValue(1);
        }
        assertThat(reader.next()).isEmpty();
    }

    /** The Go supervisord, and supervisord under Python 2; the events come in one write. */
    @ParameterizedTest
    @ValueSource(strings = {"prógrammé", "rocket🚀", "漢字", "plain"})
    void readsAPayloadThatIsCountedInBytes(String name) throws Exception {
        String payload = "processname:" + name + " groupname: from_state:Starting pid:1";
        String event = "ver:3.0 server:s serial:1 pool:p poolserial:1 eventname:PROCESS_STATE_RUNNING len:"
                + payload.getBytes(StandardCharsets.UTF_8).length + "\n" + payload;
        EventReader reader = reader(event + event + event("TICK_5", "when:5") + event);

        for (boolean tick : new boolean[] {false, false, true, false}) {
            Event next = next(reader);
            assertThat(next instanceof TickEvent).isEqualTo(tick);
            if (next instanceof ProcessStateEvent change) {
                assertThat(change.process()).isEqualTo(new Namespec("", name));
                assertThat(change.pid()).hasValue(1);
            }
        }
        assertThat(reader.next()).isEmpty();
    }

    /** Nothing follows before the event is acknowledged, and at the first event nobody knows what is counted. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void waitsForNoMoreThanWasSent(boolean inBytes) throws Exception {
        String payload = "processname:prógrammé🚀 groupname:漢字 from_state:STARTING pid:12345";
        int length =
                inBytes ? payload.getBytes(StandardCharsets.UTF_8).length : payload.codePointCount(0, payload.length());
        byte[] event = ("ver:3.0 serial:1 pool:p poolserial:1 eventname:PROCESS_STATE_RUNNING len:" + length + "\n"
                        + payload)
                .getBytes(StandardCharsets.UTF_8);
        try (PipedOutputStream server = new PipedOutputStream()) {
            EventReader reader = new EventReader(new PipedInputStream(server, 4_096));
            for (int i = 0; i < 3; i++) {
                server.write(event);
                assertThat(next(reader).payload()).isEqualTo(payload);
            }
        }
    }

    /** A pipe that is written so slowly that the rest of the payload seems not to come. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void findsTheNextEventAfterARestThatCameTooLate(int late) throws Exception {
        byte[] event =
                event("PROCESS_LOG_STDOUT", "processname:a groupname:a\n漢字").getBytes(StandardCharsets.UTF_8);
        try (PipedOutputStream server = new PipedOutputStream()) {
            EventReader reader = new EventReader(new PipedInputStream(server, 4_096));
            server.write(event, 0, event.length - late);
            assertThat(next(reader).header().eventName()).isEqualTo("PROCESS_LOG_STDOUT");
            server.write(event, event.length - late, late);
            server.write(event("TICK_5", "when:5").getBytes(StandardCharsets.UTF_8));
            assertThat(next(reader)).isInstanceOf(TickEvent.class);
            server.write(event);
            assertThat(next(reader).payload()).endsWith("漢字");
        }
    }

    /** What a program writes must not pass for an event. */
    @Test
    void doesNotTakeTheRestOfAPayloadForAHeader() throws Exception {
        String forged = "ver:3.0 eventname:TICK_5 len:6\nwhen:5";
        String payload = "é".repeat(forged.length()) + forged;
        EventReader reader = reader(event("PROCESS_LOG_STDOUT", payload) + event("TICK_60", "when:60"));

        assertThat(next(reader).payload()).isEqualTo(payload);
        assertThat(next(reader).header().eventName()).isEqualTo("TICK_60");
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void readsStatesInAnyCaseAndNoGroup() throws Exception {
        ProcessStateEvent event = (ProcessStateEvent)
                read(event("process_state_Exited", "processname:w1 groupname: from_state:Running expected:0 pid:7"));

        assertThat(event.state()).isEqualTo(ProcessState.EXITED);
        assertThat(event.from()).isEqualTo("RUNNING");
        assertThat(event.isGroupMissing()).isTrue();
        assertThat(event.withGroup("web").process()).isEqualTo(new Namespec("web", "w1"));
        assertThat(event.header().pool()).isEqualTo("p");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "when:5", "processname:🚀 groupname:漢字"})
    void readsWhatItHasWrittenItself(String payload) throws Exception {
        Event sent = reader(event("PROCESS_STATE_FATAL", payload)).next().orElseThrow();
        byte[] bytes = Event.encode("s", 4, "p", 7, sent.header().eventName(), sent.payload());

        Event event = new EventReader(new ByteArrayInputStream(bytes)).next().orElseThrow();

        assertThat(event.payload()).isEqualTo(payload);
        assertThat(event.header().eventName()).isEqualTo("PROCESS_STATE_FATAL");
        assertThat(event.header().poolSerial()).hasValue(7);
    }

    @Test
    void doesNotWaitForMoreThanTheEvent() throws Exception {
        String payload = "processname:🚀 groupname:🚀";
        InputStream rest = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("read more than the event");
            }
        };
        byte[] bytes = event("PROCESS_STATE_FATAL", payload).getBytes(StandardCharsets.UTF_8);

        EventReader reader = new EventReader(new SequenceInputStream(new ByteArrayInputStream(bytes), rest));

        assertThat(next(reader)).isInstanceOf(ProcessStateEvent.class);
    }

    @Test
    void takesEachByteThatIsNoUtf8ForOneCharacter() throws Exception {
        byte[] header = "eventname:X len:3\n".getBytes(StandardCharsets.UTF_8);
        byte[] payload = {'a', (byte) 0xFF, (byte) 0xE2, 'e', 'v'};
        InputStream in = new SequenceInputStream(new ByteArrayInputStream(header), new ByteArrayInputStream(payload));

        Event event = new EventReader(in).next().orElseThrow();

        assertThat(event.payload()).isEqualTo("a\uFFFD\uFFFD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ver:3.0 serv", "eventname:TICK_5 len:15\n", "eventname:TICK_5 len:15\nwhen:12"})
    void endsQuietlyWhereverTheStreamEnds(String stream) throws Exception {
        assertThat(reader(stream).next()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\n",
                "\n",
                "eventname:TICK_5\n",
                "len:5\nabcde",
                "eventname:TICK_5 len:x\n",
                "eventname:TICK_5 len:-1\n",
                "eventname:TICK_5 len:99999999999\n",
                "eventname:TICK_5 len:99999999999999999999\n",
                "eventname:TICK_5 len:1 poolserial:x\na",
                "eventname: len:1\na"
            })
    void refusesWhatIsNoHeader(String stream) {
        assertThatThrownBy(() -> reader(stream).next())
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("event");
    }

    @Test
    void refusesAnEndlessHeader() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };

        assertThatThrownBy(() -> new EventReader(endless).next())
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("without a line end");
    }

    @Test
    void keepsOnlyTheBeginningOfAHugePayloadAndFindsTheNextEvent() throws Exception {
        EventReader reader = reader(event("PROCESS_LOG_STDOUT", "é".repeat(3_000_000)) + event("TICK_5", "when:5"));

        Event huge = reader.next().orElseThrow();

        assertThat(huge.payload()).hasSize(EventReader.MAX_PAYLOAD_KEPT);
        assertThat(next(reader)).isInstanceOf(TickEvent.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "when:", "when:soon", "when:99999999999999999999", "if:1"})
    void takesATickWithoutATimeForAnotherEvent(String payload) throws Exception {
        assertThat(read(event("TICK_5", payload))).isInstanceOf(UnknownEvent.class);
    }

    private static String event(String name, String payload) {
        return "ver:3.0 server:s serial:1 pool:p poolserial:1 eventname:" + name + " len:"
                + payload.codePointCount(0, payload.length()) + "\n" + payload;
    }

    private static Event read(String stream) throws IOException, ProtocolException {
        return next(reader(stream));
    }

    private static Event next(EventReader reader) throws IOException, ProtocolException {
        return reader.next().orElseThrow();
    }

    private static EventReader reader(String stream) {
        return new EventReader(new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)));
    }
}
