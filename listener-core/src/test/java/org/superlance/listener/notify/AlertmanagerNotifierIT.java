package org.superlance.listener.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.testkit.Alertmanager;
import org.superlance.listener.testkit.Await;

/** Against a real Alertmanager. */
class AlertmanagerNotifierIT {

    private final Instant begin = Instant.now().minusSeconds(60);

    @Test
    void anAlertArrivesAndIsGoneWhenItIsOver(@TempDir Path directory) throws Exception {
        try (Alertmanager alertmanager = new Alertmanager(directory)) {
            Notifier notifier = notifier(alertmanager);

            notifier.deliver(about("w0", begin, Map.of()));
            notifier.deliver(about("w1", begin, Map.of()));
            Await.until(
                    "both alerts",
                    () -> alertmanager.alerts().contains("\"w0\"")
                            && alertmanager.alerts().contains("\"w1\""));
            assertThat(alertmanager.alerts())
                    .contains("\"labels\":{\"alertname\":\"memmon\",\"event\":\"restart\",\"group\":\"web\","
                            + "\"host\":\"vm\",\"process\":\"w0\"}")
                    .contains("\"summary\":\"the subject of w0\"", "\"description\":\"the text\\n\"")
                    .contains("\"startsAt\":\"" + begin.toString().substring(0, 19))
                    .contains("\"state\":\"active\"");

            notifier.deliver(about("w0", begin.plusSeconds(30), Map.of("state", "resolved")));
            Await.until("the end of one", () -> !alertmanager.alerts().contains("\"w0\""));
            assertThat(alertmanager.alerts()).contains("\"w1\"");

            notifier.deliver(about("w0", begin.plusSeconds(10), Map.of()));
            notifier.deliver(about("w2", begin, Map.of()));
            Await.until("what was sent last", () -> alertmanager.alerts().contains("\"w2\""));
            assertThat(alertmanager.alerts())
                    .as("one that began before its end and comes after it does not begin again")
                    .doesNotContain("\"w0\"");

            notifier.deliver(about("w0", begin.plusSeconds(40), Map.of()));
            Await.until("the next time", () -> alertmanager.alerts().contains("\"w0\""));
        }
    }

    @Test
    void itTakesWhateverANameOrALogMayHold(@TempDir Path directory) throws Exception {
        String hostile = "\"}\\ \r\n\0\u2028\uD800\u202E🚀é" + "x".repeat(100_000);
        try (Alertmanager alertmanager = new Alertmanager(directory)) {
            Notifier notifier = notifier(alertmanager);
            Map<String, String> labels =
                    Map.of("command", hostile, "host", hostile, "group", hostile, "process", hostile, "event", hostile);

            notifier.deliver(new Alert("id", begin, hostile, hostile, labels));
            notifier.deliver(new Alert("id", begin, "", "", Map.of()));

            Await.until("both", () -> alertmanager.alerts().contains("\"alertname\":\"superlance\""));
            assertThat(alertmanager.alerts())
                    .contains("\"alertname\":\"\\\"}\\\\ ")
                    .hasSizeLessThan(30_000);
        }
    }

    private static Alert about(String process, Instant time, Map<String, String> more) {
        Map<String, String> labels = new HashMap<>(
                Map.of("command", "memmon", "group", "web", "process", process, "event", "restart", "pid", "7"));
        labels.putAll(more);
        return Alert.of(time, "the subject of " + process, "the text\n", labels);
    }

    private static Notifier notifier(Alertmanager alertmanager) {
        return new AlertmanagerNotifier(
                WebhookUrl.parse(alertmanager.url() + "/"), "vm", Await.LIMIT, InstantSource.system());
    }
}
