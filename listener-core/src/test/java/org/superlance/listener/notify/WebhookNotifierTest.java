package org.superlance.listener.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.notify.AlertFixtures.waitUntil;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.notify.WebhookNotifier.HttpHeader;
import org.superlance.listener.notify.WebhookServer.Answer;
import org.superlance.listener.state.Spool.MemorySpool;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.util.Backoff;

class WebhookNotifierTest {

    private static final Alert ALERT = AlertFixtures.with("the subject", "the text\n");

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204, 299})
    void postsTheAlertAndIsDoneWithAnyAnswerOfTheTwoHundreds(int status) throws Exception {
        try (WebhookServer server = new WebhookServer(null, Answer.of(status))) {
            assertThat(notifier(server.url() + "/hook?token=1", List.of()).deliver(ALERT))
                    .isEqualTo(DeliveryResult.DELIVERED);

            assertThat(server.requests()).singleElement().satisfies(request -> {
                assertThat(request.line()).isEqualTo("POST /hook?token=1");
                assertThat(request.headers().getFirst("Content-Type")).isEqualTo("application/json");
                assertThat(request.body()).isEqualTo(new String(AlertJson.of(ALERT, "vm"), UTF_8));
            });
        }
    }

    @Test
    void sendsTheHeadersThatAreGivenAndLogsInWithTheUserOfTheUrl(@TempDir Path directory) throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "t0ken\nsecond line");
        try (WebhookServer server = new WebhookServer(null, Answer.of(200))) {
            String url = server.url().replace("//", "//us%20er:p%C3%A4+ss@");
            assertThat(notifier(url, List.of("X-Token: @" + token, "content-type: application/vnd.x+json"))
                            .deliver(ALERT))
                    .isEqualTo(DeliveryResult.DELIVERED);
            Files.writeString(token, "n3w");
            assertThat(notifier(url, List.of("X-Token:@" + token, "AUTHORIZATION: Bearer b"))
                            .deliver(ALERT))
                    .isEqualTo(DeliveryResult.DELIVERED);

            Map<String, List<String>> first = server.requests().get(0).headers();
            Map<String, List<String>> second = server.requests().get(1).headers();
            assertThat(first.get("X-token")).containsExactly("t0ken");
            assertThat(first.get("Content-type")).containsExactly("application/vnd.x+json");
            assertThat(first.get("Authorization")).containsExactly("Basic dXMgZXI6cMOkK3Nz");
            assertThat(second.get("X-token")).containsExactly("n3w");
            assertThat(second.get("Authorization")).containsExactly("Bearer b");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "500, Internal Server Error, RETRY",
        "503, Service Unavailable, RETRY",
        "304, Not Modified, RETRY",
        "408, answered 408, RETRY",
        "425, answered 425, RETRY",
        "429, answered 429, RETRY",
        "400, Bad Request, MISCONFIGURED",
        "413, Request Entity Too Large, MISCONFIGURED",
        "422, answered 422, MISCONFIGURED",
        "401, token, MISCONFIGURED",
        "404, check the URL, MISCONFIGURED",
        "410, check the URL, MISCONFIGURED"
    })
    void anyOtherAnswerIsTriedAgain(int status, String expected, DeliveryResult.Status result) throws Exception {
        try (WebhookServer server = new WebhookServer(null, Answer.of(status))) {
            DeliveryResult failure = failure(notifier(server.url(), List.of()));

            assertThat(failure.status()).isEqualTo(result);
            assertThat(failure.notBefore()).isZero();
            assertThat(failure.sentence()).contains("answered " + status).contains(expected);
        }
    }

    @Test
    void aRedirectionIsNotFollowed() throws Exception {
        try (WebhookServer elsewhere = new WebhookServer(null, Answer.of(200));
                WebhookServer server =
                        new WebhookServer(null, new Answer(307, Map.of("Location", elsewhere.url()), ""))) {
            assertThat(failure(notifier(server.url(), List.of())).sentence()).contains("redirects are not followed");
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "429 | 7                             | 7",
                "503 | Sat, 21 Nov 2026 03:04:56 GMT | 599",
                "503 | Sat, 21 Nov 2015 03:04:56 GMT | 0",
                "503 | soon                          | 0",
                "503 | -5                            | 0",
                "503 | 99999999999999999999          | 0",
                "301 | 3                             | 3"
            })
    void waitsAsLongAsTheServerAsks(int status, String retryAfter, long seconds) throws Exception {
        try (WebhookServer server =
                new WebhookServer(null, new Answer(status, Map.of("Retry-After", retryAfter), ""))) {
            DeliveryResult failure = failure(notifier(server.url(), List.of()));

            assertThat(failure.notBefore().toSeconds()).isEqualTo(seconds);
        }
    }

    @Test
    void isDeliveredOnceTheServerIsWellAgain() throws Exception {
        try (WebhookServer server = new WebhookServer(null, Answer.of(500), Answer.of(500), Answer.of(200));
                NotificationQueue queue = DurableNotificationQueue.open(
                        new MemorySpool<>(Alert.CODEC),
                        notifier(server.url(), List.of()),
                        Backoff.doubling(Duration.ofMillis(5), Duration.ofMillis(40)),
                        InstantSource.system(),
                        outcome -> {})) {
            queue.accept(ALERT);

            waitUntil(() -> queue.pending() == 0);
            assertThat(server.requests()).hasSize(3);
            assertThat(server.requests().get(2).body()).contains("\"id\":\"an-id\"");
        }
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
