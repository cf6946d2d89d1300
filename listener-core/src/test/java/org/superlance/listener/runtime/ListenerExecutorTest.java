package org.superlance.listener.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LogLines;

class ListenerExecutorTest {

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // nobody asks for it in the listeners either
    void whatEndsATaskIsInTheLog() {
        ScheduledExecutorService workers = ListenerExecutor.start(1);
        try (LogLines log = LogLines.of(ListenerExecutor.class)) {
            workers.scheduleWithFixedDelay(
                    () -> {
                        throw new OutOfMemoryError("Java heap space");
                    },
                    0,
                    1,
                    TimeUnit.MILLISECONDS);
            workers.execute(() -> {
                throw new IllegalStateException("a fault");
            });
            workers.execute(() -> {});

            Await.until("both are in the log", () -> log.lines().size() >= 2);
            assertThat(log.lines())
                    .anyMatch(line -> line.startsWith("ERROR task given up: out of memory; raise the heap"))
                    .anyMatch(line -> line.startsWith("ERROR internal error in a task"))
                    .hasSize(2);
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void worksWithTheThreadsThatCanBeMade() {
        AtomicInteger made = new AtomicInteger();
        try (LogLines log = LogLines.of(ListenerExecutor.class)) {
            ScheduledExecutorService workers = ListenerExecutor.start(4, work -> limited(work, made, 2));
            AtomicInteger done = new AtomicInteger();
            for (int i = 0; i < 20; i++) {
                workers.execute(done::incrementAndGet);
            }

            Await.until("all are done", () -> done.get() == 20);
            assertThat(log.lines()).singleElement().asString().startsWith("WARN 2 of 4 worker threads: no thread");
            workers.shutdownNow();
        }
    }

    @Test
    void cannotStartWithoutAnyThread() {
        assertThatThrownBy(() -> ListenerExecutor.start(4, work -> limited(work, new AtomicInteger(), 0)))
                .isInstanceOf(OutOfMemoryError.class);
    }

    /** A thread that the operating system refuses to start once there are so many. */
    private static Thread limited(Runnable work, AtomicInteger made, int limit) {
        return new Thread(work) {
            @Override
            public synchronized void start() {
                if (made.get() >= limit) {
                    throw new OutOfMemoryError("unable to create native thread: possibly out of memory");
                }
                made.incrementAndGet();
                super.start();
            }
        };
    }
}
