package org.superlance.listener.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.alert.Alerts.waitUntil;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LogLines;
import org.superlance.listener.util.Backoff;

class NothingIsLostTest {

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
    void whatIsOnNoDiskAtTheEndIsWrittenToTheLogInFull() throws Exception {
        Outbox outbox = open(new MemorySpool(), new ScriptedCourier(NothingIsLostTest::down), NEVER);
        outbox.accept(Alerts.with("the subject", "the text\u001b[2J"));

        outbox.close();
        outbox.accept(Alerts.number(7));

        assertThat(log.lines()).anyMatch(line -> line.contains("the subject") && line.contains("the text\uFFFD[2J"));
        assertThat(log.lines()).anyMatch(line -> line.contains("ERROR") && line.contains("text 7"));
    }

    @Test
    void aDeliveryInFlightAtTheEndIsLeftForTheNextListener() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        ScriptedCourier hanging = new ScriptedCourier(alert -> {
            arrived.countDown();
            new CountDownLatch(1).await();
        });
        try (Outbox outbox = open(new DiskSpool(directory), hanging, SOON)) {
            outbox.accept(Alerts.number(1));
            arrived.await();
        }

        ScriptedCourier next = ScriptedCourier.accepting();
        try (Outbox outbox = open(new DiskSpool(directory), next, SOON)) {
            assertThat(outbox.drain(Await.LIMIT)).isTrue();
        }

        assertThat(next.delivered()).containsExactly(Alerts.number(1));
    }

    @Test
    void theNextMailSaysHowManyWereDroppedWhenTheSpoolWasFull() throws Exception {
        ScriptedCourier courier = new ScriptedCourier(NothingIsLostTest::down);

        try (Outbox outbox = open(new MemorySpool(new SpoolLimit(2, 1_000_000)), courier, NEVER)) {
            for (int i = 1; i <= 5; i++) {
                outbox.accept(Alerts.number(i));
            }
            waitUntil(() -> !courier.tried().isEmpty());
            courier.now(alert -> {});
            assertThat(outbox.drain(Await.LIMIT)).isTrue();
        }

        assertThat(courier.delivered().get(0).text()).startsWith("3 alerts were dropped because the spool was full.");
        assertThat(courier.delivered().get(1).text()).startsWith("text ");
        assertThat(log.lines().stream().filter(line -> line.contains("spool is full")))
                .hasSize(1);
    }

    @Test
    void whatIsRefusedForGoodIsMovedAsideAndLoggedOnce() throws Exception {
        ScriptedCourier courier = new ScriptedCourier(alert -> {
            throw DeliveryException.refused("The server said 550 no.");
        });

        try (Outbox outbox = open(new DiskSpool(directory), courier, SOON)) {
            outbox.accept(Alerts.number(1));
            assertThat(outbox.drain(Await.LIMIT)).isTrue();
        }

        assertThat(directory.resolve("failed")).isDirectoryContaining("glob:**id-1.alert");
        assertThat(log.lines()).singleElement().asString().contains("550 no.");
    }

    @Test
    void theOutboxForNobodyKeepsNothing() throws Exception {
        try (Outbox none = Outbox.none()) {
            none.accept(Alerts.number(1));

            assertThat(none.pending()).isZero();
            assertThat(none.drain(Duration.ZERO)).isTrue();
        }
        assertThat(log.lines()).isEmpty();
    }

    private static void down(Alert alert) throws DeliveryException {
        throw DeliveryException.tryAgain("The server is down.");
    }

    private static Outbox open(Spool spool, Courier courier, Backoff policy) {
        return DeliveringOutbox.open(spool, courier, policy, InstantSource.system());
    }
}
