package org.superlance.listener.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.superlance.listener.event.EventListenerProtocol.ProtocolException;

class EventListenerProtocolTest {

    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
    private final List<String> seen = new ArrayList<>();

    private final EventListener handler = new EventListener() {
        @Override
        public void onEvent(Event event) {
            seen.add(event.header().eventName());
            if (event.header().eventName().equals("BAD")) {
                throw new IllegalStateException("on purpose");
            }
        }

        @Override
        public void onLost(long number) {
            seen.add("lost " + number);
        }
    };

    @Test
    void answersEveryEventAndEndsWithTheStream() throws Exception {
        run(tick(0) + tick(1));

        assertThat(answers).hasToString("READY\nRESULT 2\nOKREADY\nRESULT 2\nOKREADY\n");
        assertThat(seen).containsExactly("TICK_5", "TICK_5");
    }

    @Test
    void acknowledgesAnEventThatItsHandlerFailsOn() throws Exception {
        run("eventname:BAD len:0\n" + tick(0));

        assertThat(answers).hasToString("READY\nRESULT 2\nOKREADY\nRESULT 2\nOKREADY\n");
        assertThat(seen).containsExactly("BAD", "TICK_5");
    }

    /** Each event comes later than a missing one may. */
    @Test
    void tellsOfLostEventsWhenTheyHaveNotComeInTime() throws Exception {
        AtomicLong nanos = new AtomicLong();
        LongSupplier clock = () -> nanos.addAndGet(SerialGapDetector.PATIENCE.toNanos());

        new EventListenerProtocol(input(tick(7) + tick(11) + tick(12)), answers, new SerialGapDetector(true, clock))
                .run(() -> handler);

        assertThat(seen).containsExactly("TICK_5", "lost 3", "TICK_5", "TICK_5");
    }

    @Test
    void acknowledgesAnEventThatComesTwiceAndDropsIt() throws Exception {
        String twice = "ver:3.0 serial:7 poolserial:3 eventname:TICK_5 len:7\nwhen:55";
        run(twice + tick(4) + twice);

        assertThat(answers).hasToString("READY\n" + "RESULT 2\nOKREADY\n".repeat(3));
        assertThat(seen).containsExactly("TICK_5", "TICK_5");
    }

    @Test
    void isReadyBeforeItsHandlerIs() throws Exception {
        new EventListenerProtocol(input(""), answers, new SerialGapDetector(true, System::nanoTime)).run(() -> {
            assertThat(answers).hasToString("READY\n");
            seen.add("made");
            return handler;
        });

        assertThat(seen).containsExactly("made");
    }

    @Test
    void isReadyAndHasTheFirstEventBeforeAHandlerThatNeedsItsHeader() throws Exception {
        new EventListenerProtocol(input(tick(0) + tick(1)), answers, new SerialGapDetector(true, System::nanoTime))
                .runFromFirstEvent(first -> {
                    assertThat(answers).hasToString("READY\n");
                    seen.add("made for " + first.pool());
                    return handler;
                });

        assertThat(seen).containsExactly("made for p", "TICK_5", "TICK_5");
        assertThat(answers).hasToString("READY\nRESULT 2\nOKREADY\nRESULT 2\nOKREADY\n");
    }

    @Test
    void makesNoHandlerWhereNoEventComes() throws Exception {
        new EventListenerProtocol(input(""), answers, new SerialGapDetector(true, System::nanoTime))
                .runFromFirstEvent(first -> {
                    throw new AssertionError("made for nothing");
                });

        assertThat(answers).hasToString("READY\n");
    }

    @Test
    void saysThatItCannotGoOnAfterGarbage() {
        assertThatThrownBy(() -> run("garbage\n" + tick(1))).isInstanceOf(ProtocolException.class);
        assertThat(answers).hasToString("READY\n");
    }

    @Test
    void endsQuietlyWhenNobodyReadsItsAnswers() throws Exception {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };

        new EventListenerProtocol(input(tick(0)), broken, new SerialGapDetector(true, System::nanoTime))
                .run(() -> handler);

        assertThat(seen).isEmpty();
    }

    private void run(String stream) throws ProtocolException {
        new EventListenerProtocol(input(stream), answers, new SerialGapDetector(true, System::nanoTime))
                .run(() -> handler);
    }

    private static ByteArrayInputStream input(String stream) {
        return new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8));
    }

    private static String tick(int poolSerial) {
        return "ver:3.0 server:s serial:" + (poolSerial + 100) + " pool:p poolserial:" + poolSerial
                + " eventname:TICK_5 len:7\nwhen:55";
    }
}
