package org.superlance.listener.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LogLines;

@SuppressWarnings("FutureReturnValueIgnored") // nobody asks for it in the listeners either
class ListenerExecutorTest {

    @Test
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

    /** The JDK's own beside ours: whatever is expected of the one is expected of the other. */
    static Stream<Named<ScheduledExecutorService>> ofTwoThreads() {
        ScheduledThreadPoolExecutor standard = new ScheduledThreadPoolExecutor(2);
        standard.setRemoveOnCancelPolicy(true);
        return Stream.of(Named.of("ours", ListenerExecutor.start(2)), Named.of("the JDK's", standard));
    }

    @ParameterizedTest
    @MethodSource("ofTwoThreads")
    void runsTasksWhenTheyAreDue(ScheduledExecutorService workers) throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch queued = new CountDownLatch(1);
        for (int thread = 0; thread < 2; thread++) {
            workers.execute(() -> await(queued));
        }
        ScheduledFuture<?> last = workers.schedule(() -> order.add("last"), 40, TimeUnit.MILLISECONDS);
        ScheduledFuture<String> second = workers.schedule(() -> "second", 20, TimeUnit.MILLISECONDS);
        workers.schedule(() -> order.add("never"), 1, TimeUnit.DAYS);
        workers.schedule(() -> order.add("never"), Long.MAX_VALUE, TimeUnit.DAYS);
        Future<Boolean> first = workers.submit(() -> order.add("first"));
        queued.countDown();

        assertThat(first.get()).isTrue();
        assertThat(second.get()).isEqualTo("second");
        last.get();
        assertThat(order).containsExactly("first", "last");
        assertThat(workers.shutdownNow()).hasSize(2);
        assertThat(workers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("ofTwoThreads")
    void runsOneTaskBesideAnother(ScheduledExecutorService workers) throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        Future<Integer> one = workers.submit(() -> both.await());
        Future<Integer> other = workers.schedule(() -> both.await(), 1, TimeUnit.MILLISECONDS);

        assertThat(List.of(one.get(), other.get())).containsExactlyInAnyOrder(0, 1);
        workers.shutdownNow();
    }

    @ParameterizedTest
    @MethodSource("ofTwoThreads")
    void repeatsUntilCancelled(ScheduledExecutorService workers) throws Exception {
        Semaphore delayed = new Semaphore(0);
        Semaphore regular = new Semaphore(0);
        ScheduledFuture<?> delay = workers.scheduleWithFixedDelay(delayed::release, 0, 1, TimeUnit.MICROSECONDS);
        ScheduledFuture<?> rate = workers.scheduleAtFixedRate(regular::release, 0, 1, TimeUnit.MILLISECONDS);
        delayed.acquire(100);
        regular.acquire(20);
        delay.cancel(false);
        rate.cancel(false);

        assertThat(delay.isDone()).isTrue();
        assertThat(workers.shutdownNow()).isEmpty();
        assertThat(workers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("ofTwoThreads")
    void keepsAnInterruptForItsTask(ScheduledExecutorService workers) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        Future<?> cancelled = workers.submit(() -> {
            started.countDown();
            await(new CountDownLatch(1));
        });
        started.await();
        cancelled.cancel(true);

        for (int i = 0; i < 100; i++) {
            assertThat(workers.submit(() -> Thread.currentThread().isInterrupted())
                            .get())
                    .isFalse();
        }
        workers.shutdownNow();
    }

    @ParameterizedTest
    @MethodSource("ofTwoThreads")
    void finishesWhatWasAskedForAndRepeatsNothing(ScheduledExecutorService workers) throws Exception {
        AtomicInteger repeated = new AtomicInteger();
        workers.scheduleWithFixedDelay(repeated::incrementAndGet, 1, 1, TimeUnit.DAYS);
        Future<String> later = workers.schedule(() -> "later", 20, TimeUnit.MILLISECONDS);
        workers.shutdown();

        assertThat(workers.isShutdown()).isTrue();
        assertThatThrownBy(() -> workers.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThat(later.get()).isEqualTo("later");
        assertThat(workers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(workers.isTerminated()).isTrue();
        assertThat(repeated).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("ofTwoThreads")
    void interruptsWhatRunsAtTheEnd(ScheduledExecutorService workers) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        Future<Boolean> running = workers.submit(() -> {
            started.countDown();
            return await(new CountDownLatch(1));
        });
        started.await();

        assertThat(workers.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(workers.shutdownNow()).isEmpty();
        assertThat(running.get()).isFalse();
        assertThat(workers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void makesTheOnlyThreadForTheFirstTask() throws Exception {
        ScheduledExecutorService executor = ListenerExecutor.onDemand("once");
        Future<String> name = executor.schedule(() -> Thread.currentThread().getName(), 1, TimeUnit.MILLISECONDS);

        assertThat(name.get()).isEqualTo("once");
        executor.shutdownNow();
        assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void losesNoTaskOfMany() throws Exception {
        ScheduledExecutorService workers = ListenerExecutor.start(4);
        int many = 20_000;
        CountDownLatch left = new CountDownLatch(many);
        int cancelled = 0;
        for (int i = 0; i < many; i++) {
            Future<?> task = workers.schedule(left::countDown, i % 7L * 100, TimeUnit.MICROSECONDS);
            if (i % 11 == 0 && task.cancel(false)) {
                cancelled++;
                left.countDown();
            }
        }

        assertThat(left.await(1, TimeUnit.MINUTES)).isTrue();
        workers.shutdown();
        assertThat(workers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(cancelled).isPositive();
    }

    /** False if it was interrupted. */
    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
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
