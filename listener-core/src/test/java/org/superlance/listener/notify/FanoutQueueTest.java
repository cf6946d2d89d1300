package org.superlance.listener.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.notify.AlertFixtures.waitUntil;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.state.Spool.MemorySpool;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LogLines;
import org.superlance.listener.util.Backoff;

class FanoutQueueTest {

    private final LogLines log = LogLines.of(NotificationQueue.class);
    private final ScriptedNotifier well = ScriptedNotifier.accepting();
    private final ScriptedNotifier down = new ScriptedNotifier(alert -> {
        return DeliveryResult.retry("It is down.");
    });

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void oneThatIsDownHoldsUpNoOther() throws Exception {
        try (NotificationQueue both = FanoutQueue.of(List.of(open(down), open(well)))) {
            both.accept(AlertFixtures.number(1));
            both.accept(AlertFixtures.number(2));
            waitUntil(() -> well.delivered().size() == 2);
            waitUntil(() -> both.pending() == 2);

            assertThat(both.drain(Duration.ofMillis(50))).isFalse();
            down.now(alert -> DeliveryResult.DELIVERED);
            assertThat(both.drain(Await.LIMIT)).isTrue();
        }

        assertThat(well.deliveredIds()).containsExactly("id-1", "id-2");
        assertThat(down.deliveredIds()).containsExactlyInAnyOrder("id-1", "id-2");
    }

    /** Each waits until the other has begun, so that one after the other would never end. */
    @Test
    void allAreDrainedAtTheSameTime() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);

        assertThat(FanoutQueue.of(List.of(waitingFor(begun), waitingFor(begun))).drain(Await.LIMIT))
                .isTrue();
    }

    @Test
    void allAreClosedAtTheSameTime() {
        CountDownLatch begun = new CountDownLatch(2);
        List<Waiting> two = List.of(new Waiting(begun), new Waiting(begun));

        FanoutQueue.of(two).close();

        assertThat(two).allMatch(one -> one.closed);
    }

    @Test
    void anInterruptKeepsNoneFromBeingClosed() {
        CountDownLatch release = new CountDownLatch(2);
        Waiting slow = new Waiting(release);
        Waiting quick = new Waiting(new CountDownLatch(0));
        Thread closer = Thread.currentThread();
        Thread releaser = new Thread(() -> {
            Await.until("somebody waiting", () -> quick.closed && closer.getState() == Thread.State.WAITING);
            release.countDown();
        });
        releaser.setDaemon(true);
        releaser.start();
        closer.interrupt();

        FanoutQueue.of(List.of(slow, quick)).close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(slow.closed).isTrue();
    }

    @Test
    void oneThatBreaksKeepsNoAlertFromTheOthers() throws Exception {
        NotificationQueue broken = new Waiting(new CountDownLatch(0)) {
            @Override
            public void accept(Alert alert) {
                throw new IllegalStateException("a fault");
            }
        };
        try (NotificationQueue both = FanoutQueue.of(List.of(broken, open(well)))) {
            both.accept(AlertFixtures.number(1));

            assertThat(both.drain(Await.LIMIT)).isTrue();
        }

        assertThat(well.deliveredIds()).containsExactly("id-1");
        assertThat(log.lines()).anyMatch(line -> line.contains("id-1") && line.contains("the others do"));
    }

    @Test
    void ofNoneItKeepsNothingAndOfOneItIsThatOne() {
        NotificationQueue one = waitingFor(new CountDownLatch(0));

        assertThat(FanoutQueue.of(List.of(one))).isSameAs(one);
        FanoutQueue.of(List.of()).accept(AlertFixtures.number(1));
        assertThat(FanoutQueue.of(List.of()).pending()).isZero();
    }

    private static NotificationQueue open(Notifier notifier) {
        return DurableNotificationQueue.open(
                new MemorySpool<>(Alert.CODEC),
                notifier,
                Backoff.doubling(Duration.ofMillis(5), Duration.ofMillis(40)),
                InstantSource.system(),
                outcome -> {});
    }

    private static NotificationQueue waitingFor(CountDownLatch all) {
        return new Waiting(all);
    }

    private static class Waiting implements NotificationQueue {

        private final CountDownLatch all;
        private volatile boolean closed;

        Waiting(CountDownLatch all) {
            this.all = all;
        }

        @Override
        public void accept(Alert alert) {}

        @Override
        public int pending() {
            return 0;
        }

        @Override
        public boolean drain(Duration limit) throws InterruptedException {
            all.countDown();
            all.await();
            return true;
        }

        @Override
        public void close() {
            all.countDown();
            try {
                all.await();
                closed = true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
