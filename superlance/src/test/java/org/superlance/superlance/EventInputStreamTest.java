package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.superlance.superlance.ListenerRun.EventInputStream;

class EventInputStreamTest {

    private final EventInputStream feed = new EventInputStream();

    @Test
    void isReadInPiecesAndNeverFurtherThanItsEvent() throws Exception {
        feed.put(bytes("tick"));

        assertThat(feed.read()).isEqualTo('t');
        byte[] rest = new byte[10];
        assertThat(feed.read(rest, 2, 8)).isEqualTo(3);
        assertThat(new String(rest, 2, 3, StandardCharsets.UTF_8)).isEqualTo("ick");
        assertThat(feed.available()).isZero();
    }

    @Test
    void itsReaderWaitsForTheNextEvent() throws Exception {
        FutureTask<Integer> reading = new FutureTask<>(feed::read);
        new Thread(reading).start();

        feed.put(bytes("x"));

        assertThat(reading.get()).isEqualTo('x');
    }

    @Test
    void isReadToItsEnd() throws Exception {
        feed.put(bytes("last"));
        feed.end();

        assertThat(feed.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("last");
        assertThat(feed.read()).isEqualTo(-1);
    }

    @Test
    void doesNotKeepAnInterruptedReaderWaiting() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(feed::read).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
