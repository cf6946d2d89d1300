package org.superlance.listener.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.state.DiskSpool;
import org.superlance.listener.state.Spool;
import org.superlance.listener.supervisor.Namespec;

class FailureQueueTest {

    private static final Instant TIME = Instant.parse("2026-11-21T02:54:56.192Z");
    private static final FailureDetails FOUND =
            new FailureDetails(Optional.of("exit status 7"), Optional.of(Duration.ofHours(3)), false, "last words");

    @TempDir
    private Path directory;

    @Test
    void whatWaitsIsThereAgainInTheNextLifeWithWhatWasFoundOut() throws Exception {
        try (FailureQueue failureQueue =
                new FailureQueue(Optional.of(new DiskSpool<>(directory, QueuedFailure.CODEC)), Metrics.none())) {
            IntStream.range(0, 3).forEach(number -> failureQueue.enqueue(failure(number)));
            failureQueue.update(failureQueue.waiting().get(1).withDetails(FOUND));
            failureQueue.remove(failureQueue.waiting().subList(0, 1));
        }

        try (FailureQueue failureQueue =
                new FailureQueue(Optional.of(new DiskSpool<>(directory, QueuedFailure.CODEC)), Metrics.none())) {
            failureQueue.admit(found -> true);
            assertThat(failureQueue.waiting())
                    .extracting(QueuedFailure::failure)
                    .containsExactly(failure(1), failure(2));
            assertThat(failureQueue.waiting())
                    .extracting(QueuedFailure::details)
                    .containsExactly(Optional.of(FOUND), Optional.empty());
        }
    }

    @Test
    void whatIsDoneLeavesNothingBehind() throws Exception {
        try (FailureQueue failureQueue =
                new FailureQueue(Optional.of(new DiskSpool<>(directory, QueuedFailure.CODEC)), Metrics.none())) {
            failureQueue.enqueue(failure(1));

            failureQueue.remove(failureQueue.waiting());

            assertThat(failureQueue.waiting()).isEmpty();
            assertThat(directory.toFile().list()).containsExactly("failed");
        }
    }

    @Test
    void whatIsReceivedWaitsOnceItIsKnownToBeNewAndLeavesNothingOtherwise() throws Exception {
        try (FailureQueue failureQueue =
                new FailureQueue(Optional.of(new DiskSpool<>(directory, QueuedFailure.CODEC)), Metrics.none())) {
            IntStream.range(0, 3).forEach(number -> failureQueue.receive(failure(number)));
            assertThat(failureQueue.waiting()).isEmpty();
            assertThat(directory.toFile().list()).hasSize(3 + 1);

            failureQueue.admit(queued -> !queued.failure().equals(failure(1)));

            assertThat(failureQueue.waiting())
                    .extracting(QueuedFailure::failure)
                    .containsExactly(failure(0), failure(2));
            assertThat(directory.toFile().list()).hasSize(2 + 1);
        }
    }

    @Test
    void whatDoesNotFitIsOnlyCounted() {
        FailureQueue failureQueue = new FailureQueue(Optional.empty(), Metrics.none(), 2);

        IntStream.range(0, 5).forEach(number -> failureQueue.enqueue(failure(number)));

        assertThat(failureQueue.waiting()).extracting(QueuedFailure::failure).containsExactly(failure(0), failure(1));
        assertThat(failureQueue.drainLost()).isEqualTo(3);
        assertThat(failureQueue.drainLost()).isZero();
    }

    @Test
    void whatDoesNotFitInMemoryWaitsOnDiskUntilThereIsRoom() throws Exception {
        try (FailureQueue failureQueue =
                new FailureQueue(Optional.of(new DiskSpool<>(directory, QueuedFailure.CODEC)), Metrics.none())) {
            IntStream.range(0, 5).forEach(number -> failureQueue.enqueue(failure(number)));
        }

        try (FailureQueue failureQueue =
                new FailureQueue(Optional.of(new DiskSpool<>(directory, QueuedFailure.CODEC)), Metrics.none(), 2)) {
            failureQueue.admit(found -> true);
            failureQueue.remove(failureQueue.waiting());
            failureQueue.admit(found -> true);

            assertThat(failureQueue.waiting())
                    .extracting(QueuedFailure::failure)
                    .containsExactly(failure(2), failure(3));
        }
    }

    @Test
    void whatAFullDiskDoesNotTakeIsToldFromMemory() throws Exception {
        try (FailureQueue failureQueue = new FailureQueue(
                Optional.of(new DiskSpool<>(directory, QueuedFailure.CODEC, new Spool.Limit(1, 1_000_000))),
                Metrics.none())) {
            IntStream.range(0, 3).forEach(number -> failureQueue.enqueue(failure(number)));

            assertThat(failureQueue.waiting()).hasSize(3);
            assertThat(failureQueue.drainLost()).isZero();
        }
    }

    @Test
    void aFileThatIsNoIncidentIsSetAside() throws Exception {
        Files.writeString(directory.resolve("x.alert"), "Id: x\nDate: 2026-11-21T02:54:56Z\nLabel-kind: PARTY\n\n");

        try (FailureQueue failureQueue =
                new FailureQueue(Optional.of(new DiskSpool<>(directory, QueuedFailure.CODEC)), Metrics.none())) {
            assertThat(failureQueue.waiting()).isEmpty();
            assertThat(directory.resolve("failed/x.alert")).exists();
        }
    }

    @Test
    void aLongTailFillsTheMemoryTooSoThatItIsBounded() {
        FailureQueue failureQueue = new FailureQueue(Optional.empty(), Metrics.none());
        FailureDetails large = new FailureDetails(Optional.empty(), Optional.empty(), false, "x".repeat(13 << 20));
        failureQueue.enqueue(failure(1));

        failureQueue.update(failureQueue.waiting().get(0).withDetails(large));
        failureQueue.enqueue(failure(2));

        assertThat(failureQueue.waiting()).hasSize(1);
        assertThat(failureQueue.drainLost()).isEqualTo(1);
        failureQueue.remove(List.copyOf(failureQueue.waiting()));
        failureQueue.enqueue(failure(3));
        assertThat(failureQueue.waiting()).hasSize(1);
    }

    private static ProcessFailure failure(int number) {
        return new ProcessFailure(
                ProcessFailure.FailureType.EXITED,
                new Namespec("web", "w" + number),
                OptionalLong.of(number),
                "RUNNING",
                TIME.plusMillis(number));
    }
}
