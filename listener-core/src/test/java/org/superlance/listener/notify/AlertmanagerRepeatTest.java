package org.superlance.listener.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.superlance.listener.notify.Alert.Life;
import org.superlance.listener.notify.Alert.Phase;
import org.superlance.listener.notify.WebhookServer.Answer;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LogLines;

/** What Alertmanager is told of what lasts, where it refuses a part, is slow, or a clock was wrong. */
class AlertmanagerRepeatTest {

    private static final Answer ACCEPTED = Answer.of(200);
    private static final Answer REFUSED = Answer.of(400);
    private static final Duration UNBOUNDED = Duration.ofDays(1);

    private final LogLines log = LogLines.of(NotificationQueue.class);
    private Instant now = AlertFixtures.TIME;

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void whatIsRefusedDoesNotKeepTheRestFromBeingRepeated() throws Exception {
        try (WebhookServer server = new WebhookServer(null, REFUSED, REFUSED, ACCEPTED)) {
            AlertmanagerNotifier notifier = notifier(server, UNBOUNDED);

            assertThat(notifier.repeat(() -> states("w0", "w1", "w2", "w3"))).isFalse();

            assertThat(processes(server)).containsExactly("w0", "w1", "w2", "w3");
            assertThat(log.lines()).hasSize(1).allMatch(line -> line.startsWith("WARN cannot repeat what lasts: "));
            now = now.plusSeconds(59);
            notifier.repeat(() -> {
                throw new AssertionError("too early");
            });
        }
    }

    @Test
    void whoRefusesAllIsLeftAloneForAWhile() throws Exception {
        try (WebhookServer server = new WebhookServer(null, REFUSED)) {
            AlertmanagerNotifier notifier = notifier(server, UNBOUNDED);

            notifier.repeat(() -> states("w0", "w1", "w2", "w3"));
            assertThat(server.requests()).hasSize(3);
            now = now.plusSeconds(10);
            notifier.repeat(() -> states("w0", "w1", "w2", "w3"));

            assertThat(server.requests()).hasSize(6);
            assertThat(log.lines()).hasSize(1);
        }
    }

    @Test
    void newAlertsAreNotKeptWaitingByALongRound() throws Exception {
        try (WebhookServer server = new WebhookServer(null, ACCEPTED)) {
            AlertmanagerNotifier notifier = notifier(server, Duration.ZERO);

            assertThat(notifier.repeat(() -> states("w0", "w1"))).isTrue();
            assertThat(notifier.repeat(() -> states("w1", "w2"))).isTrue();
            assertThat(notifier.repeat(() -> states("w1", "w2"))).isTrue();
            assertThat(notifier.repeat(() -> states("w1", "w2"))).isFalse();

            assertThat(processes(server)).containsExactly("w0", "w1", "w2");
            now = now.plusSeconds(60);
            assertThat(notifier.repeat(() -> states("w1"))).isTrue();
            assertThat(processes(server)).containsExactly("w0", "w1", "w2", "w1");
        }
    }

    @Test
    void aBeginThatIsToComeIsToldAsNow() throws Exception {
        Alert begin = state("w0");
        now = now.minus(Duration.ofHours(2));
        try (WebhookServer server = new WebhookServer(null, ACCEPTED)) {
            AlertmanagerNotifier notifier = notifier(server, UNBOUNDED);

            notifier.deliver(begin);
            assertThat(server.requests().get(0).body())
                    .contains("\"startsAt\":\"" + now + "\"", "\"endsAt\":\"" + now.plusSeconds(300) + "\"");
            Instant start = now;
            now = now.plusSeconds(200);
            notifier.deliver(new Alert("end", now, "s", "", begin.labels(), begin.life())
                    .inLife(new Life(Phase.END, begin.key(), begin.since())));

            assertThat(server.requests().get(1).body()).contains("\"endsAt\":\"" + now + "\"");
            assertThat(start).isBefore(now);
        }
    }

    private AlertmanagerNotifier notifier(WebhookServer server, Duration slice) {
        return new AlertmanagerNotifier(WebhookUrl.parse(server.url()), "vm", Await.LIMIT, () -> now, slice);
    }

    private static List<Alert> states(String... processes) {
        return Stream.of(processes).map(AlertmanagerRepeatTest::state).toList();
    }

    private static Alert state(String process) {
        return Alert.of(AlertFixtures.TIME, "s", "t", Map.of("process", process))
                .inLife(new Life(Phase.BEGIN, "key-of-" + process, AlertFixtures.TIME));
    }

    private static List<String> processes(WebhookServer server) {
        return server.requests().stream()
                .map(request -> request.body().replaceAll("(?s).*\"process\":\"(w.)\".*", "$1"))
                .toList();
    }
}
