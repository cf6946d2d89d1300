package org.superlance.listener.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.notify.Alert.Life;
import org.superlance.listener.notify.Alert.Phase;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.RealAlertmanager;

/** Against a real Alertmanager. */
class AlertmanagerNotifierIT {

    private final Instant begin = Instant.now().minusSeconds(60);

    @Test
    void anAlertArrivesAndIsGoneWhenItIsOver(@TempDir Path directory) throws Exception {
        try (RealAlertmanager realAlertmanager = new RealAlertmanager(directory)) {
            Notifier notifier = notifier(realAlertmanager);

            assertThat(notifier.deliver(about("w0", begin, Map.of()))).isEqualTo(DeliveryResult.DELIVERED);
            assertThat(notifier.deliver(about("w1", begin, Map.of()))).isEqualTo(DeliveryResult.DELIVERED);
            Await.until(
                    "both alerts",
                    () -> realAlertmanager.alerts().contains("\"w0\"")
                            && realAlertmanager.alerts().contains("\"w1\""));
            assertThat(realAlertmanager.alerts())
                    .contains("\"labels\":{\"alertname\":\"memmon\",\"event\":\"restart\",\"group\":\"web\","
                            + "\"host\":\"vm\",\"process\":\"w0\"}")
                    .contains("\"summary\":\"the subject of w0\"", "\"description\":\"the text\\n\"")
                    .contains("\"startsAt\":\"" + begin.toString().substring(0, 19))
                    .contains("\"state\":\"active\"");

            assertThat(notifier.deliver(about("w0", begin.plusSeconds(30), Map.of("state", "resolved"))))
                    .isEqualTo(DeliveryResult.DELIVERED);
            Await.until("the end of one", () -> !realAlertmanager.alerts().contains("\"w0\""));
            assertThat(realAlertmanager.alerts()).contains("\"w1\"");

            assertThat(notifier.deliver(about("w0", begin.plusSeconds(10), Map.of())))
                    .isEqualTo(DeliveryResult.DELIVERED);
            assertThat(notifier.deliver(about("w2", begin, Map.of()))).isEqualTo(DeliveryResult.DELIVERED);
            Await.until("what was sent last", () -> realAlertmanager.alerts().contains("\"w2\""));
            assertThat(realAlertmanager.alerts())
                    .as("one that began before its end and comes after it does not begin again")
                    .doesNotContain("\"w0\"");

            assertThat(notifier.deliver(about("w0", begin.plusSeconds(40), Map.of())))
                    .isEqualTo(DeliveryResult.DELIVERED);
            Await.until("the next time", () -> realAlertmanager.alerts().contains("\"w0\""));
        }
    }

    @Test
    void whatLastsIsPostedAgainInTimeAndNotAfterItsEnd(@TempDir Path directory) throws Exception {
        Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        AtomicReference<Instant> now = new AtomicReference<>(start);
        Alert state = about("w0", start, Map.of()).inLife(new Life(Phase.BEGIN, "a-key", start));
        try (RealAlertmanager realAlertmanager = new RealAlertmanager(directory)) {
            Notifier notifier =
                    new AlertmanagerNotifier(WebhookUrl.parse(realAlertmanager.url()), "vm", Await.LIMIT, now::get);

            assertThat(notifier.deliver(state)).isEqualTo(DeliveryResult.DELIVERED);
            Await.until("it", () -> realAlertmanager.alerts().contains(endsAt(start.plusSeconds(300))));
            notifier.repeat(() -> List.of(state));
            now.set(start.plusSeconds(59));
            notifier.repeat(() -> {
                throw new AssertionError("too early");
            });
            now.set(start.plusSeconds(60));
            notifier.repeat(() -> List.of(state));
            Await.until("it again", () -> realAlertmanager.alerts().contains(endsAt(start.plusSeconds(360))));

            Instant end = start.plusSeconds(1);
            Alert over = about("w0", end, Map.of("state", "resolved")).inLife(new Life(Phase.END, "a-key", start));
            assertThat(notifier.deliver(over)).isEqualTo(DeliveryResult.DELIVERED);
            now.set(start.plusSeconds(120));
            notifier.repeat(() -> List.of(state));
            assertThat(notifier.deliver(about("w2", start, Map.of()))).isEqualTo(DeliveryResult.DELIVERED);
            Await.until("what was sent last", () -> realAlertmanager.alerts().contains("\"w2\""));
            Await.until("the end", () -> !realAlertmanager.alerts().contains("\"w0\""));
        }
    }

    private static String endsAt(Instant time) {
        return "\"endsAt\":\"" + time.toString().replace("Z", ".000Z") + "\"";
    }

    @Test
    void itTakesWhateverANameOrALogMayHold(@TempDir Path directory) throws Exception {
        String hostile = "\"}\\ \r\n\0\u2028\uD800\u202E🚀é" + "x".repeat(100_000);
        try (RealAlertmanager realAlertmanager = new RealAlertmanager(directory)) {
            Notifier notifier = notifier(realAlertmanager);
            Map<String, String> labels =
                    Map.of("command", hostile, "host", hostile, "group", hostile, "process", hostile, "event", hostile);

            assertThat(notifier.deliver(new Alert("id", begin, hostile, hostile, labels)))
                    .isEqualTo(DeliveryResult.DELIVERED);
            assertThat(notifier.deliver(new Alert("id", begin, "", "", Map.of())))
                    .isEqualTo(DeliveryResult.DELIVERED);

            Await.until("both", () -> realAlertmanager.alerts().contains("\"alertname\":\"superlance\""));
            assertThat(realAlertmanager.alerts())
                    .contains("\"alertname\":\"\\\"}\\\\ ")
                    .hasSizeLessThan(30_000);
        }
    }

    private static Alert about(String process, Instant time, Map<String, String> more) {
        Map<String, String> labels = new HashMap<>(
                Map.of("command", "memmon", "group", "web", "process", process, "event", "restart", "incidents", "7"));
        labels.putAll(more);
        return Alert.of(time, "the subject of " + process, "the text\n", labels);
    }

    private static Notifier notifier(RealAlertmanager realAlertmanager) {
        return new AlertmanagerNotifier(
                WebhookUrl.parse(realAlertmanager.url() + "/"), "vm", Await.LIMIT, InstantSource.system());
    }
}
