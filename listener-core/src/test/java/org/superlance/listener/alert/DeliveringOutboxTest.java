package org.superlance.listener.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.alert.Alerts.waitUntil;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LogLines;
import org.superlance.listener.util.Backoff;

class DeliveringOutboxTest {

    private static final Backoff SOON = Backoff.doubling(Duration.ofMillis(5), Duration.ofMillis(40));
    private static final Backoff NEVER = Backoff.doubling(Duration.ofDays(1), Duration.ofDays(1));

    @TempDir
    private Path directory;

    private final LogLines log = LogLines.of(Outbox.class);

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void deliversInTheOrderOfTheAlertsAndForgetsThem() throws Exception {
        ScriptedCourier courier = ScriptedCourier.accepting();
        try (DiskSpool earlier = new DiskSpool(directory)) {
            earlier.add(Alerts.number(2));
            earlier.add(Alerts.number(1));
        }

        try (Outbox outbox = open(new DiskSpool(directory), courier, SOON)) {
            waitUntil(() -> outbox.pending() == 0);
            outbox.accept(Alerts.number(3));
            assertThat(outbox.drain(Await.LIMIT)).isTrue();
        }

        assertThat(courier.deliveredIds()).containsExactly("id-1", "id-2", "id-3");
        assertThat(filesIn(directory)).isZero();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void tellsWhatBecomesOfEachAlert() throws Exception {
        List<AlertFate> fates = new CopyOnWriteArrayList<>();
        ScriptedCourier courier = new ScriptedCourier(alert -> {
            if (!fates.contains(AlertFate.FAILED)) {
                throw DeliveryException.tryAgain("not yet");
            }
            if (!fates.contains(AlertFate.DELIVERED)) {
                return;
            }
            throw DeliveryException.refused("never");
        });
        MemorySpool spool = new MemorySpool(new SpoolLimit(1, 1_000));

        try (Outbox outbox = DeliveringOutbox.open(spool, courier, SOON, InstantSource.system(), fates::add)) {
            outbox.accept(Alerts.number(1));
            assertThat(outbox.drain(Await.LIMIT)).isTrue();
            waitUntil(() -> fates.contains(AlertFate.DELIVERED));
            outbox.accept(Alerts.number(2));
            waitUntil(() -> fates.contains(AlertFate.REFUSED));
            courier.now(alert -> Thread.currentThread().join());
            outbox.accept(Alerts.number(3));
            outbox.accept(Alerts.number(4));
        }

        assertThat(fates)
                .containsExactlyInAnyOrder(
                        AlertFate.QUEUED,
                        AlertFate.FAILED,
                        AlertFate.DELIVERED,
                        AlertFate.QUEUED,
                        AlertFate.REFUSED,
                        AlertFate.QUEUED,
                        AlertFate.DROPPED);
    }

    @Test
    void acceptingDoesNotWaitForTheCourier() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        ScriptedCourier courier = new ScriptedCourier(alert -> {
            arrived.countDown();
            never.await();
        });

        try (Outbox outbox = open(new MemorySpool(), courier, SOON)) {
            outbox.accept(Alerts.number(1));
            arrived.await();
            outbox.accept(Alerts.number(2));

            assertThat(outbox.pending()).isEqualTo(2);
            assertThat(outbox.drain(Duration.ofMillis(20))).isFalse();
        }

        assertThat(courier.delivered()).isEmpty();
    }

    @Test
    void triesAgainUntilTheCourierAcceptsAndLogsOnlyTheFirstFailureAndTheSuccess() throws Exception {
        ScriptedCourier courier = new ScriptedCourier(DeliveringOutboxTest::down);

        try (Outbox outbox = open(new MemorySpool(), courier, SOON)) {
            outbox.accept(Alerts.number(1));
            waitUntil(() -> courier.tried().size() >= 5);
            courier.now(alert -> {});
            assertThat(outbox.drain(Await.LIMIT)).isTrue();
        }

        assertThat(courier.deliveredIds()).containsExactly("id-1");
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(0)).contains("WARN", "subject 1", "The server is down.", "tried again at about");
        assertThat(log.lines().get(1)).contains("INFO", "was delivered", "failed attempts");
    }

    @Test
    void anAlertThatAlwaysFailsDoesNotHoldUpTheOthers() throws Exception {
        ScriptedCourier courier = new ScriptedCourier(alert -> {
            if (alert.id().equals("id-1")) {
                down(alert);
            }
        });

        try (Outbox outbox = open(new MemorySpool(), courier, SOON)) {
            for (int i = 1; i <= 20; i++) {
                outbox.accept(Alerts.number(i));
            }
            waitUntil(() -> courier.delivered().size() == 19);

            assertThat(outbox.pending()).isEqualTo(1);
        }
    }

    @Test
    void triesNothingElseWhileTheServerSeemsDown() throws Exception {
        ScriptedCourier courier = new ScriptedCourier(DeliveringOutboxTest::down);

        try (Outbox outbox = open(new MemorySpool(), courier, NEVER)) {
            outbox.accept(Alerts.number(1));
            waitUntil(() -> !log.lines().isEmpty());
            outbox.accept(Alerts.number(2));

            assertThat(outbox.drain(Duration.ZERO)).isFalse();
            waitUntil(() -> courier.tried().size() == 2);
            assertThat(courier.tried()).containsExactly("id-1", "id-1");
        }
    }

    @Test
    void drainingTriesAtOnceWhatWaitsForItsNextAttempt() throws Exception {
        ScriptedCourier courier = new ScriptedCourier(DeliveringOutboxTest::down);

        try (Outbox outbox = open(new MemorySpool(), courier, NEVER)) {
            outbox.accept(Alerts.number(1));
            waitUntil(() -> !log.lines().isEmpty());
            courier.now(alert -> {});

            assertThat(outbox.drain(Await.LIMIT)).isTrue();
        }

        assertThat(courier.deliveredIds()).containsExactly("id-1");
    }

    @Test
    void aCourierThatBreaksIsTriedAgain() throws Exception {
        ScriptedCourier courier = new ScriptedCourier(alert -> {
            throw new IllegalStateException("a fault");
        });

        try (Outbox outbox = open(new MemorySpool(), courier, SOON)) {
            outbox.accept(Alerts.number(1));
            waitUntil(() -> courier.tried().size() >= 3);
            courier.now(alert -> {});

            assertThat(outbox.drain(Await.LIMIT)).isTrue();
        }

        assertThat(log.lines()).anyMatch(line -> line.contains("a fault"));
    }

    @Test
    void anEndlessTextIsCut() throws Exception {
        ScriptedCourier courier = ScriptedCourier.accepting();

        try (Outbox outbox = open(new MemorySpool(), courier, SOON)) {
            outbox.accept(Alerts.with("s".repeat(5_000), "x".repeat(1_000_000)));
            assertThat(outbox.drain(Await.LIMIT)).isTrue();
        }

        assertThat(courier.delivered().get(0).text()).hasSizeLessThan(263_000).endsWith("were cut off here]\n");
    }

    private static void down(Alert alert) throws DeliveryException {
        throw DeliveryException.tryAgain("The server is down.");
    }

    private static Outbox open(Spool spool, Courier courier, Backoff policy) {
        return DeliveringOutbox.open(spool, courier, policy, InstantSource.system());
    }

    private static int filesIn(Path directory) throws IOException {
        return new SpoolFiles(directory).list().size();
    }
}
