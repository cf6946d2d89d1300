package org.superlance.listener.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.superlance.listener.notify.AlertFixtures.waitUntil;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertFixtures;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.notify.Notifier;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.notify.mail.SmtpSettings.Server;
import org.superlance.listener.notify.mail.SmtpSettings.Tls;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LogLines;

class SmtpErrorTest {

    private static final Alert ALERT = AlertFixtures.with("subject", "text");
    private static final Envelope ENVELOPE =
            new Envelope("from@example.com", List.of("a@example.com", "b@example.com", "c@example.com"), "host");

    private final LogLines log = LogLines.of(NotificationQueue.class);

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void aRefusedRecipientIsLoggedAndTheOthersGetTheMail() throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null).answer("rcpt to:<b", "550 5.1.1 nobody here")) {
            assertThat(notifier(server, Tls.NONE).deliver(ALERT)).isEqualTo(DeliveryResult.DELIVERED);

            assertThat(server.commands()).filteredOn("DATA"::equals).hasSize(1);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("refused b@example.com", "550 5.1.1 nobody here");
        }
    }

    @Test
    void onlyThoseWhoWereToldToWaitAreTriedAgain() throws Exception {
        try (FakeSmtpServer server =
                new FakeSmtpServer(null).answer("rcpt to:<a", "550 no").answer("rcpt to:<b", "451 greylisted")) {
            Notifier notifier = notifier(server, Tls.NONE);

            DeliveryResult failure = failure(notifier);
            server.answer("rcpt to:<b", "250 ok");
            assertThat(notifier.deliver(ALERT)).isEqualTo(DeliveryResult.DELIVERED);

            assertThat(failure.status()).isEqualTo(DeliveryResult.Status.RETRY);
            assertThat(failure.sentence()).contains("b@example.com: 451 greylisted");
            assertThat(server.commands().stream().filter(line -> line.startsWith("RCPT")))
                    .containsExactly(
                            "RCPT TO:<a@example.com>",
                            "RCPT TO:<b@example.com>",
                            "RCPT TO:<c@example.com>",
                            "RCPT TO:<b@example.com>");
        }
    }

    @Test
    void theRestBeingRefusedLaterDoesNotUndoThatSomebodyGotIt() throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null).answer("rcpt to:<b", "451 greylisted")) {
            Notifier notifier = notifier(server, Tls.NONE);

            assertThat(failure(notifier).status()).isEqualTo(DeliveryResult.Status.RETRY);
            server.answer("rcpt to:<b", "550 no");
            assertThat(notifier.deliver(ALERT)).isEqualTo(DeliveryResult.DELIVERED);

            assertThat(log.lines()).singleElement().asString().contains("refused b@example.com");
        }
    }

    @Test
    void anAlertThatEveryRecipientIsRefusedForIsRefused() throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null).answer("rcpt to:", "550 no relaying\u0007")) {
            DeliveryResult failure = failure(notifier(server, Tls.NONE));

            assertThat(failure.status()).isEqualTo(DeliveryResult.Status.REFUSED);
            assertThat(failure.sentence()).contains("refused all recipients").contains("550 no relaying\uFFFD");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail from:", "data", "."})
    void aMailThatIsRefusedForGoodIsRefused(String command) throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null).answer(command, "554 5.7.1 spam")) {
            DeliveryResult failure = failure(notifier(server, Tls.NONE));

            assertThat(failure.status()).isEqualTo(DeliveryResult.Status.REFUSED);
            assertThat(failure.sentence()).contains("554 5.7.1 spam");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"greeting", "ehlo", "mail from:", "rcpt to:", "data", "."})
    void aServerThatIsBusyIsTriedAgainAndItsWordsAreKept(String command) throws Exception {
        try (FakeSmtpServer server =
                new FakeSmtpServer(null).answer(command, "421 4.3.2 too busy").answer("helo", "421 4.3.2 too busy")) {
            DeliveryResult failure = failure(notifier(server, Tls.NONE));

            assertThat(failure.status()).isEqualTo(DeliveryResult.Status.RETRY);
            assertThat(failure.sentence()).contains("127.0.0.1:" + server.port());
        }
    }

    @Test
    void aServerThatWantsALoginFirstIsTriedAgain() throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null).answer("mail from:", "530 5.7.0 log in first")) {
            DeliveryResult failure = failure(notifier(server, Tls.NONE));

            assertThat(failure.status()).isEqualTo(DeliveryResult.Status.RETRY);
            assertThat(failure.sentence()).contains("log in first");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"greeting", "ehlo", "rcpt to:", "data", "."})
    void aServerThatFallsSilentIsLeftAtTheTotalLimit(String command) throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null).answer(command, FakeSmtpServer.SILENCE)) {
            DeliveryResult failure = failure(notifier(server, Tls.NONE, Duration.ofMillis(300)));

            assertThat(failure.status()).isEqualTo(DeliveryResult.Status.RETRY);
            assertThat(failure.sentence()).contains("not finished within 0.3s");
        }
    }

    @Test
    void aServerThatAcceptsAndThenFallsSilentHasAccepted() throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null).answer("quit", FakeSmtpServer.SILENCE)) {
            assertThat(notifier(server, Tls.NONE).deliver(ALERT)).isEqualTo(DeliveryResult.DELIVERED);

            assertThat(server.commands()).contains("DATA");
        }
    }

    @Test
    void anInterruptEndsTheConversation() throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null).answer("data", FakeSmtpServer.SILENCE)) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread delivery = new Thread(() -> thrown.set(catchThrowableOfType(
                    InterruptedException.class, () -> notifier(server, Tls.NONE).deliver(ALERT))));
            delivery.start();
            waitUntil(() -> server.commands().contains("DATA"));

            delivery.interrupt();
            delivery.join();

            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        }
    }

    private static DeliveryResult failure(Notifier notifier) throws InterruptedException {
        return notifier.deliver(ALERT);
    }

    private static Notifier notifier(FakeSmtpServer server, Tls tls) {
        return notifier(server, tls, Await.LIMIT);
    }

    private static Notifier notifier(FakeSmtpServer server, Tls tls, Duration limit) {
        return new SmtpNotifier(
                new SmtpSettings(List.of(new Server("127.0.0.1", server.port())), tls, null, null, limit), ENVELOPE);
    }
}
