package org.superlance.listener.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.Event.EventHeader;
import org.superlance.listener.runtime.EventListenerRunner.EventService;
import org.superlance.listener.state.FileLocks;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.state.StateDirectory;
import org.superlance.listener.testkit.Await;

/** Events that come while another process has the state directory. */
class DeferredListenerTest {

    private static final ListenerId ID = new ListenerId("memmon", "memmon", "memmon", "unix:///run/a.sock");

    @TempDir
    Path base;

    private final List<String> log = new CopyOnWriteArrayList<>();
    private int failures;
    private StateDirectory predecessor;
    private DeferredListener listener;

    @BeforeEach
    void occupy() throws IOException {
        FileLocks locks = new FileLocks();
        predecessor = new StateDirectory(base, ID, locks);
        predecessor.own();
        ListenerStateStore state = ListenerStateStore.in(new StateDirectory(base, ID, locks));
        assertThat(state.tryOwn()).isFalse();
        listener =
                new DeferredListener(state, () -> ListenerStateStore.in(new StateDirectory(base, ID, locks)), own -> {
                    if (failures-- > 0) {
                        own.close();
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    log.add("made " + own.directory().isPresent());
                    return new Recorder();
                });
        listener.start();
        listener.onLost(2);
        listener.onEvent(event("TICK_5"));
        listener.onEvent(event("PROCESS_STATE_EXITED"));
    }

    @Test
    void areHandledInTheirOrderWhenItIsFree() throws IOException {
        assertThat(log).isEmpty();

        predecessor.close();
        Await.until("the events", () -> log.size() == 5);
        listener.onEvent(event("TICK_60"));
        listener.close();

        assertThat(log)
                .containsExactly("made true", "start", "lost 2", "TICK_5", "PROCESS_STATE_EXITED", "TICK_60", "close");
    }

    @Test
    void areHandledWhenThereAreThreadsAgain() throws IOException {
        failures = 1;

        predecessor.close();
        Await.until("the events", () -> log.size() == 5);

        assertThat(log).startsWith("made true", "start", "lost 2", "TICK_5");
        listener.close();
    }

    @Test
    void areHandledWhenTheListenerEndsBeforeButForTicks() {
        listener.close();
        listener.close();

        assertThat(log).startsWith("made false", "start", "lost 2", "PROCESS_STATE_EXITED", "close");
    }

    private static Event event(String name) {
        return Event.of(new EventHeader(name, 0, OptionalLong.empty()), "");
    }

    private final class Recorder implements EventService {

        @Override
        public void start() {
            log.add("start");
        }

        @Override
        public void onEvent(Event event) {
            log.add(event.header().eventName());
        }

        @Override
        public void onLost(long number) {
            log.add("lost " + number);
        }

        @Override
        public void close() {
            log.add("close");
        }
    }
}
