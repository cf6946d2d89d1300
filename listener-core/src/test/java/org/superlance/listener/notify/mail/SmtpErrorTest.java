package org.superlance.listener.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.superlance.listener.notify.AlertFixtures.waitUntil;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertFixtures;
import org.superlance.listener.notify.DeliveryAttempt;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.notify.Notifier;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.notify.Secret;
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
            DeliveryAttempt attempt = DeliveryAttempt.inMemory();

            DeliveryResult failure = notifier.deliver(ALERT, attempt);
            server.answer("rcpt to:<b", "250 ok");
            assertThat(notifier.deliver(ALERT, attempt)).isEqualTo(DeliveryResult.DELIVERED);

            assertThat(failure.status()).isEqualTo(DeliveryResult.Status.DEFERRED);
            assertThat(failure.sentence()).contains("refused the recipient: 451 greylisted (b@example.com)");
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
            DeliveryAttempt attempt = DeliveryAttempt.inMemory();

            assertThat(notifier.deliver(ALERT, attempt).status()).isEqualTo(DeliveryResult.Status.DEFERRED);
            server.answer("rcpt to:<b", "550 no");
            assertThat(notifier.deliver(ALERT, attempt)).isEqualTo(DeliveryResult.DELIVERED);

            assertThat(log.lines()).singleElement().asString().contains("refused b@example.com");
        }
    }

    @Test
    void anAlertThatEveryRecipientIsRefusedForIsRefused() throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null).answer("rcpt to:", "550 no relaying\u0007")) {
            DeliveryResult failure = failure(notifier(server, Tls.NONE));

            assertThat(failure.status()).isEqualTo(DeliveryResult.Status.REFUSED);
            assertThat(failure.sentence()).contains("refused the recipient: 550 no relaying\uFFFD (a@");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "."})
    void aMailThatIsRefusedForGoodIsRefused(String command) throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null).answer(command, "554 5.7.1 spam")) {
            DeliveryResult failure = failure(notifier(server, Tls.NONE));

            assertThat(failure.status()).isEqualTo(DeliveryResult.Status.REFUSED);
            assertThat(failure.sentence()).contains("refused the message: 554 5.7.1 spam");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rcpt to:, 450 4.2.0 greylisted, DEFERRED",
        "rcpt to:<b, 504 5.5.2 <b>: Recipient address rejected: need fully-qualified address, DEFERRED",
        "data, 451 4.3.0 try later, DEFERRED",
        "., 452 4.3.1 full, DEFERRED",
        "rcpt to:<b, 421 4.7.0 closing, RETRY",
        "mail from:, 451 4.3.0 no DNS, RETRY",
        "rcpt to:, 450 4.7.1 Client host rejected: cannot find your hostname, RETRY",
        "rcpt to:, 530 5.7.0 log in first, RETRY",
    })
    void onlyWhatIsAboutThisMailIsDeferredAndHoldsUpNoOther(
            String command, String answer, DeliveryResult.Status expected) throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null).answer(command, answer)) {
            DeliveryResult failure = failure(notifier(server, Tls.NONE));

            assertThat(failure.status()).isEqualTo(expected);
            assertThat(failure.sentence()).contains(answer);
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
    @CsvSource({
        "greeting, 554 no service for you, refused the connection: 554 no service for you",
        "greeting, * OK IMAP4 ready, does not speak SMTP: its greeting is '* OK IMAP4 ready'",
        "greeting, 421 too busy, refused the connection: 421 too busy",
    })
    void aGreetingThatIsNoneIsNamedAlsoByTheCheck(String command, String answer, String expected) throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null).answer(command, answer)) {
            Notifier notifier = notifier(server, Tls.NONE);

            assertThat(failure(notifier).sentence()).contains(expected);
            assertThat(notifier.probe()).singleElement().asString().contains(expected);
        }
    }

    @Test
    void anAnswerToTheHelloThatIsNoSmtpIsNamed() throws Exception {
        try (FakeSmtpServer server =
                new FakeSmtpServer(null).answer("ehlo", "blah").answer("helo", "blah")) {
            DeliveryResult failure = failure(notifier(server, Tls.NONE));

            assertThat(failure.status()).isEqualTo(DeliveryResult.Status.RETRY);
            assertThat(failure.sentence()).contains("does not speak SMTP: EHLO was answered by 'blah'");
        }
    }

    @Test
    void whatAServerSaysBeforeItClosesIsKept() throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null)
                .answer("rcpt to:<b", "421 4.7.0 closing")
                .answer("rcpt to:<c", FakeSmtpServer.CLOSE)) {
            DeliveryResult failure = failure(notifier(server, Tls.NONE));

            assertThat(failure.status()).isEqualTo(DeliveryResult.Status.RETRY);
            assertThat(failure.sentence()).contains("refused the connection: 421 4.7.0 closing");
        }
    }

    /** With and without ends of lines. */
    @ParameterizedTest
    @ValueSource(strings = {"250-x\r\n", "x"})
    void aReplyWithoutEndIsNotReadToItsEnd(String part) throws Exception {
        String endless = part.repeat((int) (3 * CancellableSocketFactory.LIMIT.bytes() / part.length()));
        try (FakeSmtpServer server = new FakeSmtpServer(null).answer("mail from:", endless)) {
            DeliveryResult failure = failure(notifier(server, Tls.NONE));

            assertThat(failure.status()).isEqualTo(DeliveryResult.Status.RETRY);
            assertThat(failure.sentence()).endsWith("sent more than 1MB in one session: not a mail server?");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"greeting", "ehlo", "mail from:", "rcpt to:", "data"})
    void aServerMayFloodAtNoStep(String command) throws Exception {
        String endless = "250-x\r\n".repeat((int) CancellableSocketFactory.LIMIT.bytes() / 3);
        try (FakeSmtpServer server = new FakeSmtpServer(null).answer(command, endless)) {
            assertThat(failure(notifier(server, Tls.NONE)).sentence()).contains("sent more than 1MB");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"greeting", "ehlo", "rcpt to:", "data", "."})
    void aServerThatFallsSilentIsLeftAtTheTotalLimit(String command) throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null).answer(command, FakeSmtpServer.SILENCE)) {
            DeliveryResult failure = failure(notifier(server, Tls.NONE, Duration.ofMillis(300)));

            assertThat(failure.sentence()).contains("did not answer in time: ", "took longer than 0.3s");
        }
    }

    @Test
    void aServerThatClosesAfterTheMessageMayHaveTakenItAndIsNotFollowedByAnother() throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null).answer(".", FakeSmtpServer.CLOSE);
                FakeSmtpServer second = new FakeSmtpServer(null)) {
            List<Server> servers =
                    List.of(new Server("127.0.0.1", server.port()), new Server("127.0.0.1", second.port()));
            AtomicBoolean handedOver = new AtomicBoolean();
            DeliveryResult failure = new SmtpNotifier(
                            new SmtpSettings(servers, Tls.NONE, null, null, Await.LIMIT), ENVELOPE)
                    .deliver(ALERT, new NotingAttempt(handedOver));

            assertThat(failure.status()).isEqualTo(DeliveryResult.Status.UNCLEAR);
            assertThat(failure.sentence()).contains("did not say whether it took it");
            assertThat(handedOver).isTrue();
            assertThat(second.commands()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"greeting", "ehlo", "mail from:", "rcpt to:", "data"})
    void aServerThatClosesBeforeTheMessageHasNotTakenIt(String command) throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null).answer(command, FakeSmtpServer.CLOSE)) {
            DeliveryResult failure = failure(notifier(server, Tls.NONE));

            assertThat(failure.status()).isEqualTo(DeliveryResult.Status.RETRY);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rcpt to:, 504 5.5.2 <vm>: Helo command rejected: need fully-qualified hostname, the name of this machine, --helo",
        "rcpt to:, 550 5.7.1 <vm>: Helo command rejected: Host not found, the name of this machine, --helo",
        "mail from:, 501 <root>: sender address must contain a domain, the sender, --fromEmail",
        "rcpt to:, 504 5.5.2 <root>: Sender address rejected: need fully-qualified address, the sender, --fromEmail",
        "rcpt to:, 554 5.7.1 <x[192.0.2.1]>: Client host rejected: Access denied, the connection, 554",
        "mail from:, 550 not you, the sender, --fromEmail",
    })
    void namesThatAServerRefusesAreOurSettingsAndNotTheEndOfTheMail(
            String command, String answer, String refused, String remedy) throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null).answer(command, answer)) {
            DeliveryResult failure = failure(notifier(server, Tls.NONE));

            assertThat(failure.status()).isEqualTo(DeliveryResult.Status.RETRY);
            assertThat(failure.sentence()).contains("refused " + refused + ": ", remedy);
        }
    }

    @Test
    void greetsWithANameThatIsGivenOrWithItsAddress() throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null)) {
            List<Server> servers = List.of(new Server("127.0.0.1", server.port()));
            SmtpSettings named =
                    new SmtpSettings(servers, Tls.NONE, null, null, Await.LIMIT, Optional.of("mail.example.com"));
            Envelope envelope = new Envelope(null, List.of("a@example.com"), "no-such-host-of-ours");

            new SmtpNotifier(named, envelope).deliver(ALERT);
            new SmtpNotifier(new SmtpSettings(servers, Tls.NONE, null, null, Await.LIMIT), envelope).deliver(ALERT);

            assertThat(server.commands()).contains("EHLO mail.example.com", "EHLO [127.0.0.1]");
            assertThat(server.commands().stream().filter(line -> line.startsWith("MAIL FROM:")))
                    .allMatch(line ->
                            line.endsWith("@mail.example.com>") || line.endsWith("@no-such-host-of-ours.localdomain>"))
                    .hasSize(2);
        }
    }

    @Test
    void aSenderWithoutADomainGetsOne() throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null)) {
            Envelope envelope = new Envelope("root", List.of("a@example.com"), "web1.example.com");

            new SmtpNotifier(settings(server, Tls.NONE, null, Await.LIMIT), envelope).deliver(ALERT);

            assertThat(server.commands()).contains("EHLO web1.example.com", "MAIL FROM:<root@web1.example.com>");
        }
    }

    @Test
    void nothingIsSentWhereTheServerOffersNoLoginAndTheCheckFindsThat() throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null)) {
            Notifier notifier = new SmtpNotifier(settings(server, Tls.NONE, "me", Await.LIMIT), ENVELOPE);

            DeliveryResult failure = failure(notifier);

            assertThat(failure.status()).isEqualTo(DeliveryResult.Status.RETRY);
            assertThat(failure.sentence()).contains("offers no login, so nothing is sent", "--tls", "--tls-mode");
            assertThat(notifier.probe()).containsExactly(failure.sentence());
            assertThat(server.commands()).noneMatch(line -> line.startsWith("MAIL"));
        }
    }

    /** The challenge, the user, the password and the answer of RFC 2195, 2. */
    @Test
    void logsInByCramMd5WhereNothingElseIsOffered() throws Exception {
        String challenge = "PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+";
        String answer = "dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw";
        try (FakeSmtpServer server = new FakeSmtpServer(null)
                .answer("ehlo", "250-fake\r\n250 AUTH CRAM-MD5")
                .answer("auth cram-md5", "334 " + challenge)
                .answer(answer, "235 2.7.0 welcome")) {
            List<Server> servers = List.of(new Server("127.0.0.1", server.port()));
            SmtpSettings settings =
                    new SmtpSettings(servers, Tls.NONE, "tim", Secret.of("tanstaaftanstaaf"), Await.LIMIT);

            assertThat(new SmtpNotifier(settings, ENVELOPE).deliver(ALERT)).isEqualTo(DeliveryResult.DELIVERED);
            assertThat(server.commands()).containsSubsequence("AUTH CRAM-MD5", answer, "DATA");

            server.answer(answer, "535 5.7.8 no");
            assertThat(failure(new SmtpNotifier(settings, ENVELOPE)).sentence())
                    .contains("refused the login of user 'tim'", "535 5.7.8 no");
        }
    }

    @Test
    void implicitTlsOnAPlainPortIsNamed() throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null)) {
            assertThat(failure(notifier(server, Tls.IMPLICIT)).sentence())
                    .contains("no TLS from the first byte on this port", "--tls for STARTTLS");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Tls.class,
            names = {"NONE", "STARTTLS"})
    void aPortForImplicitTlsThatIsGreetedInTheClearIsNamed(Tls tls) throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null).answer("greeting", FakeSmtpServer.CLOSE)) {
            assertThat(failure(notifier(server, tls)).sentence())
                    .contains("closed the connection before it had answered its greeting", "--tls-mode implicit");
        }
    }

    @Test
    void aServerMayTakeItsTimeToAcceptAMail() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (FakeSmtpServer server = new FakeSmtpServer(null).holdEndUntil(gate)) {
            FutureTask<DeliveryResult> delivery = new FutureTask<>(() ->
                    new SmtpNotifier(settings(server, Tls.NONE, null, SmtpSettings.LIMIT), ENVELOPE).deliver(ALERT));
            new Thread(delivery).start();
            waitUntil(() -> server.commands().contains("."));
            assertThat(delivery.isDone()).isFalse();

            gate.countDown();

            assertThat(delivery.get()).isEqualTo(DeliveryResult.DELIVERED);
            assertThat(server.commands()).filteredOn("DATA"::equals).hasSize(1);
        }
    }

    @Test
    void theTimeLimitsAreThoseOfTheStandard() {
        assertThat(SmtpStep.GREETING.limit()).isEqualTo(Duration.ofMinutes(5));
        assertThat(SmtpStep.SENDER.limit()).isEqualTo(Duration.ofMinutes(5));
        assertThat(SmtpStep.RECIPIENT.limit()).isEqualTo(Duration.ofMinutes(5));
        assertThat(SmtpStep.DATA.limit()).isEqualTo(Duration.ofMinutes(2));
        assertThat(SmtpStep.BLOCK.limit()).isEqualTo(Duration.ofMinutes(3));
        assertThat(SmtpStep.END.limit()).isEqualTo(Duration.ofMinutes(10));
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

    /** Notes that a mail was handed over. */
    private record NotingAttempt(AtomicBoolean handedOver) implements DeliveryAttempt {

        @Override
        public boolean isSettled(String recipient) {
            return false;
        }

        @Override
        public boolean isAcceptedByAnybody() {
            return false;
        }

        @Override
        public void accepted(Collection<String> recipients) {}

        @Override
        public void refused(Collection<String> recipients) {}

        @Override
        public void handingOver() {
            handedOver.set(true);
        }
    }

    private static DeliveryResult failure(Notifier notifier) throws InterruptedException {
        return notifier.deliver(ALERT);
    }

    private static Notifier notifier(FakeSmtpServer server, Tls tls) {
        return notifier(server, tls, Await.LIMIT);
    }

    private static Notifier notifier(FakeSmtpServer server, Tls tls, Duration limit) {
        return new SmtpNotifier(settings(server, tls, null, limit), ENVELOPE);
    }

    private static SmtpSettings settings(FakeSmtpServer server, Tls tls, @Nullable String user, Duration limit) {
        return new SmtpSettings(
                List.of(new Server("127.0.0.1", server.port())),
                tls,
                user,
                user == null ? null : Secret.of("secret"),
                limit,
                Optional.empty());
    }
}
