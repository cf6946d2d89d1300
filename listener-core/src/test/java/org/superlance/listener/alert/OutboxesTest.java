package org.superlance.listener.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.alert.Alerts.waitUntil;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LogLines;
import org.superlance.listener.util.Backoff;

class OutboxesTest {

    private final LogLines log = LogLines.of(Outbox.class);
    private final ScriptedCourier well = ScriptedCourier.accepting();
    private final ScriptedCourier down = new ScriptedCourier(alert -> {
        throw DeliveryException.tryAgain("It is down.");
    });

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void oneThatIsDownHoldsUpNoOther() throws Exception {
        try (Outbox both = Outboxes.of(List.of(open(down), open(well)))) {
            both.accept(Alerts.number(1));
            both.accept(Alerts.number(2));
            waitUntil(() -> well.delivered().size() == 2);
            waitUntil(() -> both.pending() == 2);

            assertThat(both.drain(Duration.ofMillis(50))).isFalse();
            down.now(alert -> {});
            assertThat(both.drain(Await.LIMIT)).isTrue();
        }

        assertThat(well.deliveredIds()).containsExactly("id-1", "id-2");
        assertThat(down.deliveredIds()).containsExactlyInAnyOrder("id-1", "id-2");
    }

    /** Each waits until the other has begun, so that one after the other would never end. */
    @Test
    void allAreDrainedAtTheSameTime() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);

        assertThat(Outboxes.of(List.of(waitingFor(begun), waitingFor(begun))).drain(Await.LIMIT))
                .isTrue();
    }

    @Test
    void allAreClosedAtTheSameTime() {
        CountDownLatch begun = new CountDownLatch(2);
        List<Waiting> two = List.of(new Waiting(begun), new Waiting(begun));

        Outboxes.of(two).close();

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

        Outboxes.of(List.of(slow, quick)).close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(slow.closed).isTrue();
    }

    @Test
    void oneThatBreaksKeepsNoAlertFromTheOthers() throws Exception {
        Outbox broken = new Waiting(new CountDownLatch(0)) {
            @Override
            public void accept(Alert alert) {
                throw new IllegalStateException("a fault");
            }
        };
        try (Outbox both = Outboxes.of(List.of(broken, open(well)))) {
            both.accept(Alerts.number(1));

            assertThat(both.drain(Await.LIMIT)).isTrue();
        }

        assertThat(well.deliveredIds()).containsExactly("id-1");
        assertThat(log.lines()).anyMatch(line -> line.contains("id-1") && line.contains("the others get it"));
    }

    @Test
    void ofNoneItKeepsNothingAndOfOneItIsThatOne() {
        Outbox one = waitingFor(new CountDownLatch(0));

        assertThat(Outboxes.of(List.of(one))).isSameAs(one);
        Outboxes.of(List.of()).accept(Alerts.number(1));
        assertThat(Outboxes.of(List.of()).pending()).isZero();
    }

    private static Outbox open(Courier courier) {
        return DeliveringOutbox.open(
                new MemorySpool(),
                courier,
                Backoff.doubling(Duration.ofMillis(5), Duration.ofMillis(40)),
                InstantSource.system());
    }

    private static Outbox waitingFor(CountDownLatch all) {
        return new Waiting(all);
    }

    private static class Waiting implements Outbox {

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
