package org.superlance.listener.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
