package org.superlance.listener.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LogLines;

class RepeatedTaskTest {

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class, NoClassDefFoundError.class})
    void isRunAgainAfterAFault(Class<? extends Throwable> fault) {
        AtomicInteger runs = new AtomicInteger();
        ScheduledExecutorService workers = Executors.newSingleThreadScheduledExecutor();
        try (LogLines log = LogLines.of(RepeatedTask.class)) {
            Future<?> unused = workers.scheduleWithFixedDelay(
                    new RepeatedTask("counting", () -> {
                        runs.incrementAndGet();
                        RepeatedTaskTest.<RuntimeException>sneak(fault);
                    }),
                    0,
                    1,
                    TimeUnit.MILLISECONDS);

            Await.until("another run", () -> runs.get() > 2);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("ERROR counting failed: internal error; trying again");
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void logsAFaultAgainThatIsBack() {
        AtomicReference<@Nullable RuntimeException> fault = new AtomicReference<>(new IllegalStateException("a"));
        RepeatedTask task = new RepeatedTask("looking", () -> {
            RuntimeException now = fault.get();
            if (now != null) {
                throw now;
            }
        });
        try (LogLines log = LogLines.of(RepeatedTask.class)) {
            task.run();
            task.run();
            fault.set(null);
            task.run();
            fault.set(new IllegalStateException("b"));
            task.run();

            assertThat(log.lines()).hasSize(2);
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Class<? extends Throwable> fault) throws E {
        try {
            throw (E) fault.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot make it", e);
        }
    }
}
