package org.superlance.listener.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.notify.AlertFixtures.TIME;
import static org.superlance.listener.notify.AlertFixtures.waitUntil;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.notify.Alert.Life;
import org.superlance.listener.notify.Alert.Phase;
import org.superlance.listener.notify.NotificationQueue.DeliveryOutcome;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.state.DiskSpool;
import org.superlance.listener.state.Spool;
import org.superlance.listener.state.Spool.MemorySpool;
import org.superlance.listener.state.SpoolDirectory;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LogLines;
import org.superlance.listener.util.Backoff;

class DurableNotificationQueueTest {

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
    void deliversInTheOrderOfTheAlertsAndForgetsThem() throws Exception {
        ScriptedNotifier notifier = ScriptedNotifier.accepting();
        try (DiskSpool<Alert> earlier = new DiskSpool<>(directory, Alert.CODEC)) {
            earlier.add(AlertFixtures.number(2));
            earlier.add(AlertFixtures.number(1));
        }

        try (NotificationQueue queue = open(new DiskSpool<>(directory, Alert.CODEC), notifier, SOON)) {
            waitUntil(() -> queue.pending() == 0);
            queue.accept(AlertFixtures.number(3));
            assertThat(queue.drain(Await.LIMIT)).isTrue();
        }

        assertThat(notifier.deliveredIds()).containsExactly("id-1", "id-2", "id-3");
        assertThat(filesIn(directory)).isZero();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void noAlertAboutAStateOvertakesAnEarlierOne() throws Exception {
        AtomicBoolean up = new AtomicBoolean();
        ScriptedNotifier notifier = new ScriptedNotifier(alert ->
                up.get() || !alert.id().equals("end-1") ? DeliveryResult.DELIVERED : DeliveryResult.retry("down"));
        AtomicReference<List<Alert>> standing = new AtomicReference<>(List.of());
        List<String> repeated = new CopyOnWriteArrayList<>();
        Notifier repeating = new Notifier() {
            @Override
            public DeliveryResult deliver(Alert alert) throws InterruptedException {
                return notifier.deliver(alert);
            }

            @Override
            public boolean repeat(Supplier<List<Alert>> lasting) {
                lasting.get().forEach(alert -> repeated.add(alert.id()));
                return false;
            }
        };

        try (NotificationQueue queue = DurableNotificationQueue.open(
                new DiskSpool<>(directory, Alert.CODEC),
                DeliveryRecords.inMemory(),
                repeating,
                SOON,
                InstantSource.system(),
                standing::get,
                (outcome, alert, why, failures) -> {})) {
            queue.accept(ofState(1, "end-1", Phase.END, 0));
            waitUntil(() -> notifier.tried().contains("end-1"));
            Alert begin = ofState(2, "begin-2", Phase.BEGIN, 60);
            standing.set(List.of(begin, ofState(3, "other", Phase.BEGIN, 0).inLife(new Life(Phase.BEGIN, "b", TIME))));
            queue.accept(begin);
            queue.accept(AlertFixtures.number(4));
            waitUntil(() -> notifier.deliveredIds().contains("id-4") && repeated.contains("other"));
            assertThat(notifier.tried()).doesNotContain("begin-2");
            assertThat(repeated).as("what was not told yet is not repeated").doesNotContain("begin-2");

            up.set(true);
            waitUntil(() -> queue.pending() == 0 && repeated.contains("begin-2"));
        }

        assertThat(notifier.deliveredIds()).containsExactly("id-4", "end-1", "begin-2");
    }

    @Test
    void noAlertAboutAStateOvertakesOneThatAnEarlierListenerHasTried() throws Exception {
        DeliveryRecords records = DeliveryRecords.in(new SpoolDirectory<>(directory, Alert.CODEC));
        String earlier = Alert.CODEC.fileName(ofState(1, "end-1", Phase.END, 0));
        records.save(DeliveryRecord.of(earlier)
                .withFailures(1)
                .begunAt(Instant.now())
                .withNext(Instant.now().plus(Duration.ofHours(1))));
        try (DiskSpool<Alert> spool = new DiskSpool<>(directory, Alert.CODEC)) {
            spool.add(ofState(1, "end-1", Phase.END, 0));
        }
        ScriptedNotifier notifier = ScriptedNotifier.accepting();

        try (NotificationQueue queue = DurableNotificationQueue.open(
                new DiskSpool<>(directory, Alert.CODEC),
                DeliveryRecords.in(new SpoolDirectory<>(directory, Alert.CODEC)),
                notifier,
                SOON,
                InstantSource.system(),
                outcome -> {})) {
            queue.accept(ofState(2, "begin-2", Phase.BEGIN, 60));
            queue.accept(AlertFixtures.number(4));
            waitUntil(() -> notifier.deliveredIds().contains("id-4"));
        }

        assertThat(notifier.deliveredIds()).containsExactly("id-4");
    }

    @Test
    void whatSomebodyHasAcceptedHoldsUpNothing() throws Exception {
        List<String> delivered = new CopyOnWriteArrayList<>();
        Notifier notifier = new Notifier() {
            @Override
            public DeliveryResult deliver(Alert alert) {
                throw new IllegalStateException("not asked");
            }

            @Override
            public DeliveryResult deliver(Alert alert, DeliveryAttempt attempt) {
                if (alert.id().equals("begin-1")) {
                    attempt.accepted(List.of("a@example.com"));
                    return DeliveryResult.deferred("450 later, b@example.com");
                }
                delivered.add(alert.id());
                return DeliveryResult.DELIVERED;
            }
        };

        try (NotificationQueue queue = open(new MemorySpool<>(Alert.CODEC), notifier, SOON)) {
            queue.accept(ofState(1, "begin-1", Phase.BEGIN, 0));
            queue.accept(ofState(2, "end-1", Phase.END, 0));
            waitUntil(() -> delivered.contains("end-1"));
        }
    }

    private static Alert ofState(int number, String id, Phase phase, int since) {
        Alert alert = AlertFixtures.number(number);
        return new Alert(id, alert.time(), "s", "", Map.of(), new Life(phase, "a", TIME.plusSeconds(since)));
    }

    @Test
    void goesOnAfterErrorsOfTheJvmInADeliveryAndBesideIt() throws Exception {
        AtomicInteger errors = new AtomicInteger();
        ScriptedNotifier notifier = new ScriptedNotifier(alert -> {
            if (errors.incrementAndGet() <= 2) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return DeliveryResult.DELIVERED;
        });
        AtomicBoolean counted = new AtomicBoolean();

        try (NotificationQueue queue = DurableNotificationQueue.open(
                new MemorySpool<>(Alert.CODEC), notifier, SOON, InstantSource.system(), outcome -> {
                    if (outcome == DeliveryOutcome.FAILED && counted.compareAndSet(false, true)) {
                        throw new NoClassDefFoundError("on purpose");
                    }
                })) {
            queue.accept(AlertFixtures.number(1));
            waitUntil(() -> queue.pending() == 0);
            queue.accept(AlertFixtures.number(2));
            waitUntil(() -> queue.pending() == 0);
        }

        assertThat(notifier.deliveredIds()).containsExactly("id-1", "id-2");
        assertThat(log.lines())
                .anyMatch(line -> line.startsWith("ERROR delivery interrupted: internal error; trying again"));
    }

    @Test
    void tellsWhatBecomesOfEachAlert() throws Exception {
        List<DeliveryOutcome> outcomes = new CopyOnWriteArrayList<>();
        ScriptedNotifier notifier = new ScriptedNotifier(alert -> {
            if (!outcomes.contains(DeliveryOutcome.FAILED)) {
                return DeliveryResult.retry("not yet");
            }
            if (!outcomes.contains(DeliveryOutcome.DELIVERED)) {
                return DeliveryResult.DELIVERED;
            }
            return DeliveryResult.refused("never");
        });
        MemorySpool<Alert> spool = new MemorySpool<>(Alert.CODEC, new Spool.Limit(1, 1_000));

        try (NotificationQueue queue =
                DurableNotificationQueue.open(spool, notifier, SOON, InstantSource.system(), outcomes::add)) {
            queue.accept(AlertFixtures.number(1));
            assertThat(queue.drain(Await.LIMIT)).isTrue();
            waitUntil(() -> outcomes.contains(DeliveryOutcome.DELIVERED));
            queue.accept(AlertFixtures.number(2));
            waitUntil(() -> outcomes.contains(DeliveryOutcome.REFUSED));
            notifier.now(alert -> {
                Thread.currentThread().join();
                return DeliveryResult.DELIVERED;
            });
            queue.accept(AlertFixtures.number(3));
            queue.accept(AlertFixtures.number(4));
        }

        assertThat(outcomes)
                .containsExactlyInAnyOrder(
                        DeliveryOutcome.QUEUED,
                        DeliveryOutcome.FAILED,
                        DeliveryOutcome.DELIVERED,
                        DeliveryOutcome.QUEUED,
                        DeliveryOutcome.REFUSED,
                        DeliveryOutcome.QUEUED,
                        DeliveryOutcome.DROPPED);
    }

    @Test
    void acceptingDoesNotWaitForTheCourier() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        ScriptedNotifier notifier = new ScriptedNotifier(alert -> {
            arrived.countDown();
            never.await();
            return DeliveryResult.DELIVERED;
        });

        try (NotificationQueue queue = open(new MemorySpool<>(Alert.CODEC), notifier, SOON)) {
            queue.accept(AlertFixtures.number(1));
            arrived.await();
            queue.accept(AlertFixtures.number(2));

            assertThat(queue.pending()).isEqualTo(2);
            assertThat(queue.drain(Duration.ofMillis(20))).isFalse();
        }

        assertThat(notifier.delivered()).isEmpty();
    }

    @Test
    void triesAgainUntilTheCourierAcceptsAndLogsOnlyTheFirstFailureAndTheSuccess() throws Exception {
        ScriptedNotifier notifier = new ScriptedNotifier(DurableNotificationQueueTest::down);

        try (NotificationQueue queue = open(new MemorySpool<>(Alert.CODEC), notifier, SOON)) {
            queue.accept(AlertFixtures.number(1));
            waitUntil(() -> notifier.tried().size() >= 5);
            notifier.now(alert -> DeliveryResult.DELIVERED);
            assertThat(queue.drain(Await.LIMIT)).isTrue();
        }

        assertThat(notifier.deliveredIds()).containsExactly("id-1");
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(0)).contains("WARN", "subject 1", "The server is down.", "next attempt at about");
        assertThat(log.lines().get(1)).contains("INFO", "delivered by", "failed attempts");
    }

    @Test
    void anAlertThatAlwaysFailsDoesNotHoldUpTheOthers() throws Exception {
        ScriptedNotifier notifier =
                new ScriptedNotifier(alert -> alert.id().equals("id-1") ? down(alert) : DeliveryResult.DELIVERED);

        try (NotificationQueue queue = open(new MemorySpool<>(Alert.CODEC), notifier, SOON)) {
            for (int i = 1; i <= 20; i++) {
                queue.accept(AlertFixtures.number(i));
            }
            waitUntil(() -> notifier.delivered().size() == 19);

            assertThat(queue.pending()).isEqualTo(1);
        }
    }

    @Test
    void triesNothingElseWhileTheServerSeemsDown() throws Exception {
        ScriptedNotifier notifier = new ScriptedNotifier(DurableNotificationQueueTest::down);

        try (NotificationQueue queue = open(new MemorySpool<>(Alert.CODEC), notifier, NEVER)) {
            queue.accept(AlertFixtures.number(1));
            waitUntil(() -> !log.lines().isEmpty());
            queue.accept(AlertFixtures.number(2));

            assertThat(queue.drain(Duration.ZERO)).isFalse();
            waitUntil(() -> notifier.tried().size() == 2);
            assertThat(notifier.tried()).containsExactly("id-1", "id-1");
        }
    }

    @Test
    void drainingTriesAtOnceWhatWaitsForItsNextAttempt() throws Exception {
        ScriptedNotifier notifier = new ScriptedNotifier(DurableNotificationQueueTest::down);

        try (NotificationQueue queue = open(new MemorySpool<>(Alert.CODEC), notifier, NEVER)) {
            queue.accept(AlertFixtures.number(1));
            waitUntil(() -> !log.lines().isEmpty());
            notifier.now(alert -> DeliveryResult.DELIVERED);

            assertThat(queue.drain(Await.LIMIT)).isTrue();
        }

        assertThat(notifier.deliveredIds()).containsExactly("id-1");
    }

    @Test
    void aCourierThatBreaksIsTriedAgain() throws Exception {
        ScriptedNotifier notifier = new ScriptedNotifier(alert -> {
            throw new IllegalStateException("a fault");
        });

        try (NotificationQueue queue = open(new MemorySpool<>(Alert.CODEC), notifier, SOON)) {
            queue.accept(AlertFixtures.number(1));
            waitUntil(() -> notifier.tried().size() >= 3);
            notifier.now(alert -> DeliveryResult.DELIVERED);

            assertThat(queue.drain(Await.LIMIT)).isTrue();
        }

        assertThat(log.lines()).anyMatch(line -> line.contains("a fault"));
    }

    @Test
    void anEndlessTextIsCut() throws Exception {
        ScriptedNotifier notifier = ScriptedNotifier.accepting();

        try (NotificationQueue queue = open(new MemorySpool<>(Alert.CODEC), notifier, SOON)) {
            queue.accept(AlertFixtures.with("s".repeat(5_000), "x".repeat(1_000_000)));
            assertThat(queue.drain(Await.LIMIT)).isTrue();
        }

        assertThat(notifier.delivered().get(0).text()).hasSizeLessThan(263_000).endsWith("were cut off here]\n");
    }

    @Test
    void triesAgainTheAlertThatWasAskedForAndNoOther() throws Exception {
        AtomicBoolean up = new AtomicBoolean();
        List<String> attempts = new CopyOnWriteArrayList<>();
        Notifier notifier = alert -> {
            attempts.add(alert.id());
            return up.get() ? DeliveryResult.DELIVERED : DeliveryResult.deferred("not this one");
        };

        try (NotificationQueue queue = open(new DiskSpool<>(directory, Alert.CODEC), notifier, NEVER)) {
            queue.accept(new Alert("another-7", TIME, "subject", "text", Map.of()));
            queue.accept(new Alert("7", TIME.plusSeconds(1), "subject", "text", Map.of()));
            waitUntil(() -> attempts.size() == 2);
            up.set(true);
            queue.retry(Set.of("7"));
            waitUntil(() -> attempts.size() >= 3);
        }

        assertThat(attempts).containsExactly("another-7", "7", "7");
    }

    private static DeliveryResult down(Alert alert) {
        return DeliveryResult.retry("The server is down.");
    }

    private static NotificationQueue open(Spool<Alert> spool, Notifier notifier, Backoff policy) {
        return DurableNotificationQueue.open(spool, notifier, policy, InstantSource.system(), outcome -> {});
    }

    private static int filesIn(Path directory) throws IOException {
        return new SpoolDirectory<>(directory, Alert.CODEC).list().size();
    }
}
