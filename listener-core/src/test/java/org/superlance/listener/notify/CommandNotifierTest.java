package org.superlance.listener.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.testkit.Await;

class CommandNotifierTest {

    private static final Alert ALERT = new Alert(
            "an-id",
            AlertFixtures.TIME,
            "it's \"$(touch /tmp/no)\"\r\n\0" + "x".repeat(200_000),
            "the text\n",
            Map.of("group", "web", "process", "w0", "event", "restart", "command", "memmon", "state", "resolved"));

    @TempDir
    private Path directory;

    @Test
    void theCommandReadsTheAlertAsJson() throws Exception {
        Path file = directory.resolve("json");

        assertThat(notifier("cat > " + file, Await.LIMIT).deliver(ALERT)).isEqualTo(DeliveryResult.DELIVERED);

        assertThat(file).hasContent(new String(AlertJson.of(ALERT, "vm"), UTF_8));
    }

    @Test
    void theCommandFindsWhatIsShortInItsEnvironment() throws Exception {
        Path file = directory.resolve("variables");

        assertThat(notifier(
                                "printf '%s|' \"$ALERT_ID\" \"$ALERT_TIME\" \"$ALERT_HOST\" \"$ALERT_COMMAND\" \"$ALERT_EVENT\""
                                        + " \"$ALERT_STATE\" \"$ALERT_GROUP\" \"$ALERT_PROCESS\" \"$ALERT_SUBJECT\" > "
                                        + file,
                                Await.LIMIT)
                        .deliver(ALERT))
                .isEqualTo(DeliveryResult.DELIVERED);

        assertThat(file)
                .content()
                .startsWith(
                        "an-id|2026-11-21T02:54:56.192Z|vm|memmon|restart|resolved|web|w0|it's \"$(touch /tmp/no)\" xx")
                .hasSizeLessThan(1_200);
    }

    @ParameterizedTest
    @CsvSource({
        "echo no such number; exit 3, status 3",
        "echo no such number; exit 3, no such number",
        "/no/such/command, '/no/such/command' does not exist",
        "/no/such/command, --alert-cmd"
    })
    void aCommandThatFailsIsTriedAgain(String command, String expected) throws Exception {
        DeliveryResult failure = notifier(command, Await.LIMIT).deliver(ALERT);

        assertThat(failure.status()).isEqualTo(DeliveryResult.Status.RETRY);
        assertThat(failure.sentence()).startsWith("alert command '").contains(expected);
    }

    @Test
    void theEndOfALongOutputIsKept() throws Exception {
        DeliveryResult failure =
                notifier("seq 100000; echo no such number; exit 3", Await.LIMIT).deliver(ALERT);

        assertThat(failure.sentence()).contains("output: \u2026").endsWith(" 100000 no such number");
        assertThat(failure.sentence()).hasSizeLessThan(5_000);
    }

    @Test
    void aCommandThatDoesNotEndIsTriedAgain() throws Exception {
        DeliveryResult failure = notifier("sleep 1000", Duration.ofMillis(300)).deliver(ALERT);

        assertThat(failure.status()).isEqualTo(DeliveryResult.Status.UNCLEAR);
        assertThat(failure.sentence()).startsWith("alert command '").contains("did not exit within");
    }

    @ParameterizedTest
    @CsvSource({
        "curl -H s3cret https://x/s3cret, curl",
        "TOKEN=s3cret curl, curl",
        "TOKEN=\"a s3cret\" curl, /bin/sh",
        "TOKEN=$(echo s3cret) curl, /bin/sh",
        "TOKEN=`echo s3cret` curl, /bin/sh",
        "TOKEN=a\\ s3cret curl, /bin/sh"
    })
    void aSecretInTheCommandIsNotShown(String command, String shown) {
        assertThat(notifier(command, Await.LIMIT)).hasToString("alert command '" + shown + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "echo \0"})
    void refusesACommandThatIsNone(String command) {
        assertThatThrownBy(() -> notifier(command, Await.LIMIT)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Notifier notifier(String command, Duration limit) {
        return new CommandNotifier(command, "vm", System.getenv(), limit);
    }
}
