package org.superlance.listener.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.superlance.listener.notify.AlertFixtures.waitUntil;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.http.ScriptedServer;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.notify.WebhookNotifier.HttpHeader;
import org.superlance.listener.notify.WebhookServer.Answer;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LongEnough;
import org.superlance.listener.testkit.ReservedPort;

/** A webhook that is down, hostile or not what it claims to be. */
class WebhookErrorTest {

    private static final Alert ALERT = AlertFixtures.with("the subject", "the text\n");

    @Test
    void theServersWordsAreOneHarmlessLineOfBoundedLength() throws Exception {
        String words = "no\r\nsuch\u0007 channel " + "x".repeat(1_000_000);
        try (WebhookServer server = new WebhookServer(null, new Answer(400, Map.of(), words))) {
            assertThat(failure(notifier(server.url(), List.of())).sentence())
                    .contains("response: no such\uFFFD channel xxx")
                    .hasSizeLessThan(1_000);
        }
    }

    @Test
    void anEndlessAnswerOfAServerThatAcceptsIsNotRead() throws Exception {
        try (ScriptedServer server = ScriptedServer.onTcp(connection -> {
            connection.readRequest();
            connection.say("HTTP/1.1 200 OK\r\n\r\n");
            while (true) {
                connection.say("x".repeat(10_000));
            }
        })) {
            assertThat(notifier("http://127.0.0.1:" + server.port(), List.of()).deliver(ALERT))
                    .isEqualTo(DeliveryResult.DELIVERED);
        }
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() throws Exception {
        try (ScriptedServer server = ScriptedServer.onTcp(ScriptedServer.Connection::awaitHangUp)) {
            WebhookUrl address = WebhookUrl.parse("http://127.0.0.1:" + server.port());

            DeliveryResult failure = LongEnough.call(
                    limit -> failure(new WebhookNotifier(
                            address, WebhookFormat.JSON, List.of(), "vm", limit, InstantSource.system())),
                    cut -> cut.sentence().contains("did not answer"));

            assertThat(failure.sentence()).containsPattern("did not answer within [\\d.]+s");
        }
    }

    @Test
    void anInterruptEndsACallThatHangsAndItsConnection() throws Exception {
        CountDownLatch hungUp = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.onTcp(connection -> {
            connection.readRequest();
            connection.awaitHangUp();
            hungUp.countDown();
        })) {
            Notifier notifier = notifier("http://127.0.0.1:" + server.port(), List.of());
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread delivery = new Thread(
                    () -> thrown.set(catchThrowableOfType(InterruptedException.class, () -> notifier.deliver(ALERT))));
            delivery.start();
            waitUntil(() -> !server.requests().isEmpty());

            delivery.interrupt();

            delivery.join();
            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
            hungUp.await();
        }
    }

    @Test
    void nobodyThereIsTriedAgainAndNoSecretIsShown() throws Exception {
        try (ReservedPort port = new ReservedPort()) {
            String address = "127.0.0.1:" + port.number();
            Notifier notifier =
                    notifier("http://us3r:s3cret@" + address + "/s3cret?s3cret", List.of("X-Token: s3cret"));

            assertThat(failure(notifier).sentence())
                    .contains("connection refused")
                    .doesNotContain("s3cret");
            assertThat(notifier.toString())
                    .startsWith("webhook http://" + address + " (")
                    .doesNotContain("s3cret")
                    .doesNotContain("us3r");
        }
    }

    @Test
    void theServerMustProveThatItIsWhoItIsCalled(@TempDir Path directory) throws Exception {
        SSLContext right = SelfSignedCertificate.madeOutTo("localhost", directory);
        SSLContext wrong = SelfSignedCertificate.madeOutTo("elsewhere.example.com", directory);
        try (WebhookServer trusted = new WebhookServer(right, Answer.of(200));
                WebhookServer misnamed = new WebhookServer(wrong, Answer.of(200))) {
            assertThat(secure(trusted, right).deliver(ALERT)).isEqualTo(DeliveryResult.DELIVERED);

            assertThat(failure(secure(trusted, wrong)).sentence()).contains("TLS");
            assertThat(failure(secure(misnamed, wrong)).sentence()).contains("TLS");
            assertThat(trusted.requests()).hasSize(1);
            assertThat(misnamed.requests()).isEmpty();
        }
    }

    private static Notifier secure(WebhookServer server, SSLContext trust) {
        WebhookUrl address = WebhookUrl.parse("https://localhost:" + server.port(), trust.getSocketFactory());
        return new WebhookNotifier(address, WebhookFormat.JSON, List.of(), "vm", Await.LIMIT, InstantSource.system());
    }

    private static DeliveryResult failure(Notifier notifier) throws InterruptedException {
        return notifier.deliver(ALERT);
    }

    private static Notifier notifier(String url, List<String> headers) {
        return new WebhookNotifier(
                WebhookUrl.parse(url),
                WebhookFormat.JSON,
                headers.stream().map(HttpHeader::parse).toList(),
                "vm",
                Await.LIMIT,
                () -> AlertFixtures.TIME.plusSeconds(0));
    }
}
