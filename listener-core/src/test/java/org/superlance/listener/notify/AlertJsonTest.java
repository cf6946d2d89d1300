package org.superlance.listener.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.notify.Alert.Life;
import org.superlance.listener.notify.Alert.Phase;

class AlertJsonTest {

    @Test
    void saysWhatTheAlertSays() {
        Map<String, String> labels = Map.of(
                "command", "memmon", "host", "vm", "group", "web", "process", "w0", "event", "restart", "pid", "7");

        String json = new String(
                AlertJson.of(new Alert("an-id", AlertFixtures.TIME, "a\nsubject", "a\ntext\n", labels), "ignored"),
                UTF_8);

        assertThat(json)
                .isEqualTo(
                        "{\"id\":\"an-id\",\"time\":\"2026-11-21T02:54:56.192Z\",\"host\":\"vm\",\"command\":\"memmon\","
                                + "\"event\":\"restart\",\"state\":\"firing\",\"group\":\"web\",\"process\":\"w0\","
                                + "\"outcome\":\"\",\"severity\":\"\",\"kind\":\"incident\",\"phase\":\"incident\","
                                + "\"key\":\"an-id\",\"since\":\"2026-11-21T02:54:56.192Z\","
                                + "\"subject\":\"a subject\",\"text\":\"a\\ntext\\n\",\"labels\":{\"command\":\"memmon\","
                                + "\"event\":\"restart\",\"group\":\"web\",\"host\":\"vm\",\"pid\":\"7\",\"process\":\"w0\"}}");
    }

    @Test
    void hasEveryMemberForAnAlertWithoutLabels() {
        String json = new String(AlertJson.of(AlertFixtures.number(1), "vm"), UTF_8);

        assertThat(json)
                .contains("\"host\":\"vm\",\"command\":\"\",\"event\":\"\",\"state\":\"firing\"")
                .endsWith("\"labels\":{}}");
    }

    @Test
    void saysThatSomethingIsOver() {
        Alert over = new Alert("i", AlertFixtures.TIME, "s", "t", Map.of("state", "resolved"));

        assertThat(new String(AlertJson.of(over, "vm"), UTF_8)).contains("\"state\":\"resolved\"");
    }

    @Test
    void saysWhatBelongsTogether() {
        Life life = new Life(Phase.REMINDER, "a-key", AlertFixtures.TIME.minusSeconds(1));
        Map<String, String> labels = Map.of("outcome", "start_failed", "severity", "critical");

        assertThat(new String(AlertJson.of(new Alert("i", AlertFixtures.TIME, "s", "t", labels, life), "vm"), UTF_8))
                .contains("\"state\":\"firing\"", "\"outcome\":\"start_failed\",\"severity\":\"critical\"")
                .contains("\"kind\":\"state\",\"phase\":\"reminder\",\"key\":\"a-key\"")
                .contains("\"since\":\"2026-11-21T02:54:55.192Z\"");
    }

    /** Python's reader is strict, and is there wherever a supervisord is. */
    @Test
    void anotherReaderReadsEveryCharacterAsItWas(@TempDir Path directory) throws Exception {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 97) {
            if (Character.getType(c) != Character.SURROGATE) {
                all.appendCodePoint(c);
            }
        }
        Path json = Files.write(
                directory.resolve("json"),
                AlertJson.of(new Alert("i", AlertFixtures.TIME, "s", all.toString(), Map.of()), "h"));
        Path text = directory.resolve("text");

        Process python = new ProcessBuilder(
                        "python3",
                        "-c",
                        "import json,sys; open(sys.argv[2],'w',encoding='utf-8',newline='')"
                                + ".write(json.load(open(sys.argv[1],encoding='utf-8'))['text'])",
                        json.toString(),
                        text.toString())
                .inheritIO()
                .start();

        assertThat(python.waitFor()).isZero();
        assertThat(Files.readString(text)).isEqualTo(all.toString());
    }
}
