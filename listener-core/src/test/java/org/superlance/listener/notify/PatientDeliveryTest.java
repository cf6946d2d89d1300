package org.superlance.listener.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.notify.AlertFixtures.waitUntil;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.notify.NotificationQueue.DeliveryOutcome;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.state.DiskSpool;
import org.superlance.listener.state.SpoolDirectory;
import org.superlance.listener.testkit.LogLines;
import org.superlance.listener.util.Backoff;

/** Alerts whose notifier does not know whether they were accepted when it fails. */
class PatientDeliveryTest {

    private static final DeliveryResult FAILED = DeliveryResult.unclear("status 75; output: queue is full");

    @TempDir
    private Path directory;

    private final LogLines log = LogLines.of(NotificationQueue.class);
    private final List<DeliveryOutcome> outcomes = new CopyOnWriteArrayList<>();
    private final List<Duration> attempts = new CopyOnWriteArrayList<>();
    private volatile Instant now = AlertFixtures.TIME;
    private long awaited;

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void setsAsideWhatCouldNotBeDeliveredForADayWithTheLastWords() throws Exception {
        try (NotificationQueue queue = open((alert, attempt) -> FAILED)) {
            queue.accept(AlertFixtures.number(1));
            attemptsAt(queue, 0, 1, 6, 21, 51);
            moveTo(queue, 60);
            moveTo(queue, 1_439);
            attemptsAt(queue, 1_440);
            waitUntil(() -> outcomes.contains(DeliveryOutcome.GIVEN_UP));
        }

        assertThat(attempts).extracting(Duration::toMinutes).containsExactly(0L, 1L, 6L, 21L, 51L, 1_440L);
        assertThat(outcomes)
                .containsExactly(
                        DeliveryOutcome.QUEUED,
                        DeliveryOutcome.FAILED,
                        DeliveryOutcome.FAILED,
                        DeliveryOutcome.FAILED,
                        DeliveryOutcome.FAILED,
                        DeliveryOutcome.FAILED,
                        DeliveryOutcome.GIVEN_UP);
        assertThat(files("failed")).hasSize(1);
        assertThat(files("")).isEmpty();
        assertThat(directory.resolve("attempts")).isEmptyDirectory();
    }

    @Test
    void theScheduleSurvivesTheListener() throws Exception {
        try (NotificationQueue queue = open((alert, attempt) -> FAILED)) {
            queue.accept(AlertFixtures.number(1));
            attemptsAt(queue, 0, 1);
        }
        try (NotificationQueue queue = open((alert, attempt) -> FAILED)) {
            moveTo(queue, 5);
            attemptsAt(queue, 6);
        }
        try (NotificationQueue queue = open((alert, attempt) -> DeliveryResult.DELIVERED)) {
            moveTo(queue, 20);
            attemptsAt(queue, 21);
            waitUntil(() -> queue.pending() == 0);
        }

        assertThat(attempts).extracting(Duration::toMinutes).containsExactly(0L, 1L, 6L, 21L);
        assertThat(directory.resolve("attempts")).isEmptyDirectory();
    }

    @Test
    void aRunThatEndedWithItsListenerIsNotRepeatedAtOnce() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        try (NotificationQueue queue = open((alert, attempt) -> {
            running.countDown();
            Thread.currentThread().join();
            return DeliveryResult.DELIVERED;
        })) {
            queue.accept(AlertFixtures.number(1));
            running.await();
        }
        try (NotificationQueue queue = open((alert, attempt) -> DeliveryResult.DELIVERED)) {
            moveTo(queue, 0);
            attemptsAt(queue, 1);
            waitUntil(() -> queue.pending() == 0);
        }

        assertThat(attempts).extracting(Duration::toMinutes).containsExactly(0L, 1L);
    }

    @Test
    void whoHasAcceptedIsRememberedAlsoWhenTheAlertIsSetAsideAndPutBack() throws Exception {
        List<Boolean> accepted = new CopyOnWriteArrayList<>();
        Scripted forAnn = (alert, attempt) -> {
            accepted.add(attempt.isSettled("ann"));
            attempt.accepted(List.of("ann"));
            return DeliveryResult.refused("not bob");
        };
        try (NotificationQueue queue = open(forAnn)) {
            queue.accept(AlertFixtures.number(1));
            waitUntil(() -> outcomes.contains(DeliveryOutcome.REFUSED));
        }
        String name = files("failed").get(0);
        Files.move(directory.resolve("failed").resolve(name), directory.resolve(name));
        outcomes.clear();

        try (NotificationQueue queue = open(forAnn)) {
            waitUntil(() -> outcomes.contains(DeliveryOutcome.REFUSED));
            assertThat(queue.pending()).isZero();
        }

        assertThat(accepted).containsExactly(false, true);
    }

    @Test
    void aRecordThatIsNoneIsReportedAndTheAlertIsDelivered() throws Exception {
        try (DiskSpool<Alert> earlier = new DiskSpool<>(directory, Alert.CODEC)) {
            earlier.add(AlertFixtures.number(1));
        }
        Files.createDirectory(directory.resolve("attempts"));
        Files.writeString(directory.resolve("attempts").resolve(files("").get(0) + ".attempts"), "Failures: many\n");

        try (NotificationQueue queue = open((alert, attempt) -> DeliveryResult.DELIVERED)) {
            waitUntil(() -> queue.pending() == 0);
        }

        assertThat(log.lines()).anyMatch(line -> line.contains("cannot be read"));
    }

    /** Moves the clock to each of these minutes after the first attempt, and waits for the attempt that is due then. */
    private void attemptsAt(NotificationQueue queue, long... minutes) throws InterruptedException {
        for (long minute : minutes) {
            moveTo(queue, minute);
            // by what was awaited before: the first attempt may be over already
            long before = awaited++;
            waitUntil(() -> counted() > before);
        }
    }

    private long counted() {
        return outcomes.stream()
                .filter(outcome -> outcome != DeliveryOutcome.QUEUED)
                .count();
    }

    /** Moves the clock, and lets the queue know: it delivers what is due then. */
    private void moveTo(NotificationQueue queue, long minute) throws InterruptedException {
        now = AlertFixtures.TIME.plus(Duration.ofMinutes(minute));
        queue.drain(Duration.ZERO);
    }

    /** What a notifier does. */
    private interface Scripted {
        DeliveryResult deliver(Alert alert, DeliveryAttempt attempt) throws InterruptedException;
    }

    private NotificationQueue open(Scripted script) {
        Notifier notifier = new Notifier() {
            @Override
            public DeliveryResult deliver(Alert alert) {
                throw new IllegalStateException("not asked");
            }

            @Override
            public DeliveryResult deliver(Alert alert, DeliveryAttempt attempt) throws InterruptedException {
                attempts.add(Duration.between(AlertFixtures.TIME, now));
                attempt.handingOver();
                return script.deliver(alert, attempt);
            }

            @Override
            public boolean isPatient() {
                return true;
            }

            @Override
            public String toString() {
                return "a mail command";
            }
        };
        SpoolDirectory<Alert> files = new SpoolDirectory<>(directory, Alert.CODEC);
        return DurableNotificationQueue.open(
                new DiskSpool<>(directory, Alert.CODEC),
                DeliveryRecords.in(files),
                notifier,
                Backoff.RETRY,
                () -> now,
                outcomes::add);
    }

    private List<String> files(String subdirectory) throws IOException {
        return new ArrayList<>(new SpoolDirectory<>(directory.resolve(subdirectory), Alert.CODEC)
                .list()
                .keySet());
    }
}
