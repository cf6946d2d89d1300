package org.superlance.listener.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.superlance.listener.notify.Alert.Life;
import org.superlance.listener.notify.Alert.Phase;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.notify.WebhookServer.Answer;
import org.superlance.listener.testkit.Await;

class WebhookFormatTest {

    private static final Instant TIME = Instant.parse("2026-11-21T02:54:56.192Z");
    private static final Map<String, String> LABELS = Map.of(
            "command",
            "httpok",
            "host",
            "vm",
            "group",
            "web",
            "process",
            "w0",
            "event",
            "check_failed",
            "severity",
            "critical");
    private static final Alert INCIDENT = Alert.of(TIME, "httpok: w0 restarted", "the text\n", LABELS);

    @Test
    void slackGetsOneTextInWhichNothingIsMarkup() {
        Alert hostile = Alert.of(TIME, "<!channel> & *bold* @here", "a <b> & ```\n@all\n", Map.of());

        String text = json(WebhookFormat.SLACK, hostile).get("text").getAsString();

        assertThat(text)
                .isEqualTo(
                        "*&lt;!channel&gt; &amp; \u2217bold\u2217 @\u200bhere*\n```\na &lt;b&gt; &amp; '''\n@\u200ball"
                                + "\n```");
    }

    @Test
    void slackGetsNoEmptyBlock() {
        assertThat(json(WebhookFormat.SLACK, Alert.of(TIME, "s", "", Map.of()))
                        .get("text")
                        .getAsString())
                .isEqualTo("*s*");
    }

    @Test
    void pagerDutyGetsAnEvent() {
        JsonObject event = json(WebhookFormat.PAGERDUTY, INCIDENT);

        assertThat(event.get("routing_key").getAsString()).isEqualTo("the-address");
        assertThat(event.get("event_action").getAsString()).isEqualTo("trigger");
        assertThat(event.get("dedup_key").getAsString()).isEqualTo("httpok/vm/web/w0/check_failed");
        JsonObject payload = event.getAsJsonObject("payload");
        assertThat(payload.get("summary").getAsString()).isEqualTo("httpok: w0 restarted");
        assertThat(payload.get("source").getAsString()).isEqualTo("vm");
        assertThat(payload.get("severity").getAsString()).isEqualTo("critical");
        assertThat(payload.get("timestamp").getAsString()).isEqualTo("2026-11-21T02:54:56.192Z");
        assertThat(payload.get("component").getAsString()).isEqualTo("w0");
        assertThat(payload.get("group").getAsString()).isEqualTo("web");
        assertThat(payload.get("class").getAsString()).isEqualTo("check_failed");
        assertThat(payload.getAsJsonObject("custom_details").get("text").getAsString())
                .isEqualTo("the text\n");
    }

    @Test
    void pagerDutyResolvesAtTheEndWhatItHasTriggeredAtTheBeginning() {
        JsonObject begin = json(WebhookFormat.PAGERDUTY, state(Phase.BEGIN));
        JsonObject reminder = json(WebhookFormat.PAGERDUTY, state(Phase.REMINDER));
        JsonObject end = json(WebhookFormat.PAGERDUTY, state(Phase.END));

        assertThat(List.of(begin, reminder, end))
                .allSatisfy(event ->
                        assertThat(event.get("dedup_key").getAsString()).isEqualTo("the-key"));
        assertThat(begin.get("event_action").getAsString()).isEqualTo("trigger");
        assertThat(reminder.get("event_action").getAsString()).isEqualTo("trigger");
        assertThat(end.get("event_action").getAsString()).isEqualTo("resolve");
    }

    @Test
    void pagerDutyKeepsApartWhatTwoListenersTellOfNoProcess() {
        Map<String, String> labels = Map.of("command", "httpok", "host", "vm", "event", "certificate_expires");

        assertThat(json(WebhookFormat.PAGERDUTY, Alert.of(TIME, "s", "", labels).ofListener("a:a"))
                        .get("dedup_key")
                        .getAsString())
                .isEqualTo("httpok/vm///certificate_expires/a:a");
    }

    @Test
    void pagerDutyTakesNoLongKeys() {
        Map<String, String> one = Map.of("process", "x".repeat(300) + "1");
        Map<String, String> other = Map.of("process", "x".repeat(300) + "2");

        String key = json(WebhookFormat.PAGERDUTY, Alert.of(TIME, "s", "", one))
                .get("dedup_key")
                .getAsString();

        assertThat(key).hasSizeLessThan(255);
        assertThat(json(WebhookFormat.PAGERDUTY, Alert.of(TIME, "s", "", other))
                        .get("dedup_key")
                        .getAsString())
                .isNotEqualTo(key);
    }

    @Test
    void ntfyGetsAMessageForItsTopic() {
        JsonObject message = json(WebhookFormat.NTFY, state(Phase.BEGIN));

        assertThat(message.get("topic").getAsString()).isEqualTo("the-address");
        assertThat(message.get("title").getAsString()).isEqualTo("the subject");
        assertThat(message.get("message").getAsString()).isEqualTo("the text");
        assertThat(message.get("priority").getAsInt()).isEqualTo(5);
        assertThat(message.getAsJsonArray("tags").toString()).isEqualTo("[\"rotating_light\"]");
        JsonObject end = json(WebhookFormat.NTFY, state(Phase.END));
        assertThat(end.get("priority").getAsInt()).isEqualTo(3);
        assertThat(end.getAsJsonArray("tags").toString()).isEqualTo("[\"white_check_mark\"]");
    }

    @Test
    void ntfyMakesAFileOfWhatIsLongerThanItsLimit() {
        Alert large = Alert.of(TIME, "s".repeat(5_000), "\u20ac".repeat(100_000), Map.of());

        assertThat(json(WebhookFormat.NTFY, large).get("message").getAsString().getBytes(UTF_8))
                .hasSizeLessThan(4_096);
    }

    @ParameterizedTest
    @EnumSource(WebhookFormat.class)
    void anythingIsValidAndBounded(WebhookFormat format) {
        String hostile = "\"}\\ \r\n\0\u2028\uD800\u202E<&>`@\ud83d\udca9" + "x".repeat(1 << 20);

        byte[] body = format.body(Alert.of(TIME, hostile, hostile, Map.of("process", "\"\n")), "vm", "a");

        assertThat(JsonParser.parseString(new String(body, UTF_8)).isJsonObject())
                .isTrue();
        if (format != WebhookFormat.JSON) {
            assertThat(body).hasSizeLessThan(100_000);
        }
    }

    @Test
    void theKeyOfPagerDutyIsInTheUrlAndNotSentInIt() throws Exception {
        try (WebhookServer server = new WebhookServer(null, Answer.of(202))) {
            Notifier notifier =
                    notifier(server.url() + "/v2/enqueue?a=b&routing_key=R%300&c=d", WebhookFormat.PAGERDUTY);

            assertThat(notifier.deliver(INCIDENT)).isEqualTo(DeliveryResult.DELIVERED);

            assertThat(server.requests().get(0).line()).isEqualTo("POST /v2/enqueue?a=b&c=d");
            assertThat(server.requests().get(0).body()).contains("\"routing_key\":\"R00\"");
            assertThat(notifier.toString()).doesNotContain("R0");
        }
    }

    @Test
    void theTopicOfNtfyIsTheLastPartOfTheUrl() throws Exception {
        try (WebhookServer server = new WebhookServer(null, Answer.of(200))) {
            assertThat(notifier(server.url() + "/alerts?auth=x", WebhookFormat.NTFY)
                            .deliver(INCIDENT))
                    .isEqualTo(DeliveryResult.DELIVERED);

            assertThat(server.requests().get(0).line()).isEqualTo("POST /?auth=x");
            assertThat(server.requests().get(0).body()).contains("\"topic\":\"alerts\"");
        }
    }

    @Test
    void aUrlThatLacksWhatTheFormatNeedsIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> notifier("https://h/s3cret", WebhookFormat.PAGERDUTY))
                .hasMessageContaining("routing_key=KEY")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> notifier("https://h/", WebhookFormat.NTFY)).hasMessageContaining("TOPIC");
    }

    private static Alert state(Phase phase) {
        return new Alert("id", TIME, "the subject", "the text\n", LABELS, new Life(phase, "the-key", TIME));
    }

    private static JsonObject json(WebhookFormat format, Alert alert) {
        return JsonParser.parseString(new String(format.body(alert, "vm", "the-address"), UTF_8))
                .getAsJsonObject();
    }

    private static Notifier notifier(String url, WebhookFormat format) {
        Duration limit = Await.LIMIT;
        return new WebhookNotifier(WebhookUrl.parse(url), format, List.of(), "vm", limit, InstantSource.system());
    }
}
