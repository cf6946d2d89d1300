package org.superlance.listener.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
                    .anyMatch(line -> line.startsWith("ERROR out of memory in a task; raise the heap"))
                    .anyMatch(line -> line.startsWith("ERROR internal error in a task"))
                    .hasSize(2);
        } finally {
            workers.shutdownNow();
        }
    }
}
