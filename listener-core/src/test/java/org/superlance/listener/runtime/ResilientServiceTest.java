package org.superlance.listener.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.Event.EventHeader;
import org.superlance.listener.event.Event.TickEvent;
import org.superlance.listener.runtime.EventListenerRunner.EventService;
import org.superlance.listener.testkit.LogLines;
import org.superlance.listener.util.Backoff;
import org.superlance.listener.util.Threads;

class ResilientServiceTest {

    private static final Backoff SOON = Backoff.doubling(Duration.ofMillis(1), Duration.ofMillis(1));
    private static final Backoff NEVER = Backoff.doubling(Duration.ofDays(1), Duration.ofDays(1));
    private final OutOfMemoryError noThread =
            new OutOfMemoryError("unable to create native thread: possibly out of memory or process limits reached");

    @TempDir
    private Path directory;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final LogLines log = LogLines.of(ResilientService.class);

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void startsAgainUntilThereAreThreadsEnough() throws Exception {
        ResilientService service = resilient(SOON, new Scripted(noThread), new Scripted(noThread), new Scripted());

        service.start();
        service.onEvent(event());

        assertThat(seen).containsExactly("start", "close", "start", "close", "start", "event");
        assertThat(log.lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("ERROR cannot start: no thread can be made; raise the limit of"));
    }

    @Test
    void handlesAnEventAgainThatMetAnError() throws Exception {
        ResilientService service =
                resilient(SOON, new Scripted(null, new OutOfMemoryError("Java heap space"), new StackOverflowError()));
        service.start();

        service.onEvent(event());

        assertThat(seen).containsExactly("start", "event", "event", "event");
    }

    @Test
    void goesOnWithTheNextEventWhenOneAlwaysMeetsAnError() throws Exception {
        ResilientService service = resilient(SOON, new Scripted(null, noThread, noThread, noThread, noThread, null));
        service.start();

        service.onEvent(event());
        service.onEvent(event());

        assertThat(seen).containsExactly("start", "event", "event", "event", "event", "event");
        assertThat(log.lines().get(3)).startsWith("ERROR could not handle TICK_5: no thread can be made");
    }

    @Test
    void acknowledgesAnEventOverAMissingClassOfAnUnchangedJar() throws Exception {
        ResilientService service = resilient(SOON, new Scripted(null, new NoClassDefFoundError("on purpose")));
        service.start();

        service.onEvent(event());

        assertThat(seen).containsExactly("start", "event");
    }

    @Test
    void keepsAnEventForTheNextProcessWhenTheJarWasOverwritten() throws Exception {
        Path file = Files.writeString(directory.resolve("x.jar"), "old");
        CountDownLatch told = new CountDownLatch(1);
        ResilientService service = new ResilientService(
                new ArrayDeque<>(List.of(new Scripted(null, new NoClassDefFoundError("on purpose"))))::remove,
                SOON,
                InstalledJar.of(file),
                path -> told.countDown());
        service.start();
        Files.writeString(file, "newer");
        Thread protocol = Threads.start("protocol", () -> {
            service.onEvent(event());
            seen.add("acknowledged");
        });

        told.await();
        protocol.interrupt();
        protocol.join();

        assertThat(seen).containsExactly("start", "event", "acknowledged");
        service.close();
    }

    @Test
    void endsWhileItCannotStart() throws Exception {
        ResilientService service = resilient(NEVER, new Scripted(noThread));
        Thread starting = Threads.start("starting", service::start);

        service.close();
        starting.join();

        assertThat(seen).doesNotContain("event");
    }

    private ResilientService resilient(Backoff delays, Scripted... services) {
        Deque<Scripted> left = new ArrayDeque<>(List.of(services));
        return new ResilientService(left::remove, delays, Optional.empty(), path -> {});
    }

    private static Event event() {
        EventHeader header = new EventHeader("TICK_5", 7, OptionalLong.empty(), OptionalLong.empty());
        return new TickEvent(header, "when:55", Instant.EPOCH);
    }

    /** Fails as the test says: first at its start, then at each event; null is a success. */
    private final class Scripted implements EventService {

        private final @Nullable Error[] errors;
        private int at;

        Scripted(@Nullable Error... errors) {
            this.errors = errors;
        }

        private void next(String what) {
            seen.add(what);
            Error error = at < errors.length ? errors[at++] : null;
            if (error != null) {
                throw error;
            }
        }

        @Override
        public void start() {
            next("start");
        }

        @Override
        public void onEvent(Event event) {
            next("event");
        }

        @Override
        public void close() {
            seen.add("close");
        }
    }
}
