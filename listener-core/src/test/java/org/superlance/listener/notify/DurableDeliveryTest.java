package org.superlance.listener.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.notify.AlertFixtures.waitUntil;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.state.DiskSpool;
import org.superlance.listener.state.Spool;
import org.superlance.listener.state.Spool.MemorySpool;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LogLines;
import org.superlance.listener.util.Backoff;

class DurableDeliveryTest {

    private static final Backoff SOON = Backoff.doubling(Duration.ofMillis(5), Duration.ofMillis(40));
    private static final Backoff NEVER = Backoff.doubling(Duration.ofDays(1), Duration.ofDays(1));

    @TempDir
    private Path directory;

    private final LogLines log = LogLines.of(NotificationQueue.class);

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void whatIsOnNoDiskAtTheEndIsWrittenToTheLogInFull() throws Exception {
        NotificationQueue queue =
                open(new MemorySpool<>(Alert.CODEC), new ScriptedNotifier(DurableDeliveryTest::down), NEVER);
        queue.accept(AlertFixtures.with("the subject", "the text\u001b[2J"));

        queue.close();
        queue.accept(AlertFixtures.number(7));

        assertThat(log.lines()).anyMatch(line -> line.contains("the subject") && line.contains("the text\uFFFD[2J"));
        assertThat(log.lines()).anyMatch(line -> line.contains("ERROR") && line.contains("text 7"));
    }

    @Test
    void aDeliveryInFlightAtTheEndIsLeftForTheNextListener() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        ScriptedNotifier hanging = new ScriptedNotifier(alert -> {
            arrived.countDown();
            new CountDownLatch(1).await();
            return DeliveryResult.DELIVERED;
        });
        try (NotificationQueue queue = open(new DiskSpool<>(directory, Alert.CODEC), hanging, SOON)) {
            queue.accept(AlertFixtures.number(1));
            arrived.await();
        }

        ScriptedNotifier next = ScriptedNotifier.accepting();
        try (NotificationQueue queue = open(new DiskSpool<>(directory, Alert.CODEC), next, SOON)) {
            assertThat(queue.drain(Await.LIMIT)).isTrue();
        }

        assertThat(next.delivered()).containsExactly(AlertFixtures.number(1));
    }

    @Test
    void theNextMailSaysHowManyWereDroppedWhenTheSpoolWasFull() throws Exception {
        ScriptedNotifier notifier = new ScriptedNotifier(DurableDeliveryTest::down);

        try (NotificationQueue queue =
                open(new MemorySpool<>(Alert.CODEC, new Spool.Limit(2, 1_000_000)), notifier, NEVER)) {
            for (int i = 1; i <= 5; i++) {
                queue.accept(AlertFixtures.number(i));
            }
            waitUntil(() -> !notifier.tried().isEmpty());
            notifier.now(alert -> DeliveryResult.DELIVERED);
            assertThat(queue.drain(Await.LIMIT)).isTrue();
        }

        assertThat(notifier.delivered().get(0).text()).startsWith("3 alerts were dropped because the spool was full.");
        assertThat(notifier.delivered().get(1).text()).startsWith("text ");
        assertThat(log.lines().stream().filter(line -> line.contains("spool is full")))
                .hasSize(1);
    }

    @Test
    void whatIsRefusedForGoodIsMovedAsideAndLoggedOnce() throws Exception {
        ScriptedNotifier notifier = new ScriptedNotifier(alert -> {
            return DeliveryResult.refused("The server said 550 no.");
        });

        try (LogLines ofTheSpool = LogLines.of(DiskSpool.class)) {
            try (NotificationQueue queue = open(new DiskSpool<>(directory, Alert.CODEC), notifier, SOON)) {
                queue.accept(AlertFixtures.number(1));
                assertThat(queue.drain(Await.LIMIT)).isTrue();
            }

            assertThat(directory.resolve("failed")).isDirectoryContaining("glob:**id-1.alert");
            assertThat(ofTheSpool.lines()).singleElement().asString().contains("550 no.");
        }
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void whatIsDeferredIsKeptAndTheNextAlertsAreDeliveredAtOnce() throws Exception {
        ScriptedNotifier notifier = new ScriptedNotifier(alert -> alert.equals(AlertFixtures.number(1))
                ? DeliveryResult.deferred("The server said 450 later.")
                : DeliveryResult.DELIVERED);

        try (NotificationQueue queue = open(new MemorySpool<>(Alert.CODEC), notifier, NEVER)) {
            queue.accept(AlertFixtures.number(1));
            waitUntil(() -> !notifier.tried().isEmpty());
            queue.accept(AlertFixtures.number(2));
            queue.accept(AlertFixtures.number(3));
            waitUntil(() -> notifier.delivered().size() == 2);

            assertThat(queue.pending()).isEqualTo(1);
            assertThat(log.lines()).singleElement().asString().contains("not delivered: The server said 450 later.");
        }
    }

    /** A mail program that takes the mail for one of two recipients works, whatever becomes of the other. */
    @ParameterizedTest
    @EnumSource(
            value = DeliveryResult.Status.class,
            names = {"RETRY", "UNCLEAR"})
    void whatSomebodyHasAcceptedDoesNotHoldUpTheNextAlerts(DeliveryResult.Status status) throws Exception {
        List<Alert> tried = new CopyOnWriteArrayList<>();
        Notifier notifier = new Notifier() {
            @Override
            public DeliveryResult deliver(Alert alert) {
                throw new AssertionError();
            }

            @Override
            public DeliveryResult deliver(Alert alert, DeliveryAttempt attempt) {
                attempt.accepted(List.of("a@example.com"));
                tried.add(alert);
                return new DeliveryResult(status, "not for b@example.com", Duration.ZERO);
            }
        };

        try (NotificationQueue queue = open(new MemorySpool<>(Alert.CODEC), notifier, NEVER)) {
            queue.accept(AlertFixtures.number(1));
            waitUntil(() -> !tried.isEmpty());
            queue.accept(AlertFixtures.number(2));
            waitUntil(() -> tried.contains(AlertFixtures.number(2)));
        }
    }

    @Test
    void theOutboxForNobodyKeepsNothing() throws Exception {
        try (NotificationQueue none = NotificationQueue.none()) {
            none.accept(AlertFixtures.number(1));

            assertThat(none.pending()).isZero();
            assertThat(none.drain(Duration.ZERO)).isTrue();
        }
        assertThat(log.lines()).isEmpty();
    }

    private static DeliveryResult down(Alert alert) {
        return DeliveryResult.retry("The server is down.");
    }

    private static NotificationQueue open(Spool<Alert> spool, Notifier notifier, Backoff policy) {
        return DurableNotificationQueue.open(spool, notifier, policy, InstantSource.system(), outcome -> {});
    }
}
