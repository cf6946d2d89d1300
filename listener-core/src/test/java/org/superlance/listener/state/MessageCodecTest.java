package org.superlance.listener.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.Alert.Life;
import org.superlance.listener.notify.Alert.Phase;
import org.superlance.listener.notify.AlertFixtures;

class MessageCodecTest {

    @Test
    void isPlainToReadAndNamedByTime() {
        Alert alert = AlertFixtures.with("memmon: web_1 restarted", "It grew.\nTwice.\n");

        assertThat(Alert.CODEC.fileName(alert)).isEqualTo("20261121T025456.192Z-an-id.alert");
        assertThat(new String(Alert.CODEC.encode(alert), UTF_8)).isEqualTo("""
                        Id: an-id
                        Date: 2026-11-21T02:54:56.192Z
                        Subject: memmon: web_1 restarted
                        Label-group: web
                        Label-process: web_1

                        It grew.
                        Twice.
                        """);
    }

    @Test
    void comesBackAsItWasWhateverIsInIt() {
        Random random = new Random(42);
        for (int i = 0; i < 2_000; i++) {
            Alert alert = new Alert(
                    "id", Instant.ofEpochMilli(i), nasty(random), "text", Map.of(nasty(random), nasty(random)));

            assertThat(Alert.CODEC.decode(Alert.CODEC.encode(alert))).isEqualTo(alert);
        }
    }

    @Test
    void keepsWhatBelongsToAState() {
        Life life = new Life(Phase.END, "a-key", AlertFixtures.TIME.minusSeconds(1));
        Alert alert = new Alert("an-id", AlertFixtures.TIME, "s", "t", Map.of("state", "resolved"), life);

        assertThat(Alert.CODEC.decode(Alert.CODEC.encode(alert))).isEqualTo(alert);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Phase: end\nKey: a/b\nSince: 2026-11-21T02:54:56Z",
                "Phase: end\nKey: a",
                "Phase: x\nKey: a\nSince: 2026-11-21T02:54:56Z",
                "Key: a"
            })
    void tellsOfAnIncidentWhereTheHeadSaysNothingThatIsUnderstood(String head) {
        byte[] file = ("Id: a\nDate: 2026-11-21T02:54:56Z\nOther: x\n" + head + "\n\ntext").getBytes(UTF_8);

        assertThat(Alert.CODEC.decode(file).life()).isEqualTo(Life.INCIDENT);
    }

    private static String nasty(Random random) {
        String alphabet = "\n\r\u0000 \t\\u:ab0\ud83d\ude00\u2028\u00e4\u0085\u202e";
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(8), 0, alphabet.length()).forEach(i -> text.append(alphabet.charAt(i)));
        return text.toString();
    }

    @Test
    void theTextKeepsItsEmptyLines() {
        Alert alert = AlertFixtures.with("s", "\n\nSubject: not one\n\nend");

        assertThat(Alert.CODEC.decode(Alert.CODEC.encode(alert))).isEqualTo(alert);
    }

    @Test
    void readsWhatAnEditorWithCarriageReturnsWrote() {
        byte[] file = "Id: a\r\nDate: 2026-11-21T02:54:56Z\r\nSubject:x\r\n\r\ntext".getBytes(UTF_8);

        Alert alert = Alert.CODEC.decode(file);

        assertThat(alert.subject()).isEqualTo("x");
        assertThat(alert.text()).isEqualTo("text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "Id: a\n\ntext",
                "Id: ../../etc/passwd\nDate: 2026-11-21T02:54:56Z\n\n",
                "Date: 2026-11-21T02:54:56Z\n\n",
                "Id: a\nDate: yesterday\n\n",
                "no colon\n\n",
                "\u0000\u0001\u0002",
            })
    void refusesWhatIsNoAlert(String content) {
        assertThatThrownBy(() -> Alert.CODEC.decode(content.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsTheIdByTheFileName() {
        Alert alert = new Alert("a-Z-b", AlertFixtures.TIME, "s", "t", Map.of());

        assertThat(MessageCodec.idOf(Alert.CODEC.fileName(alert))).isEqualTo("a-Z-b");
        assertThat(MessageCodec.idOf("by-an-operatorZ-1.alert")).isEqualTo("by-an-operatorZ-1.alert");
        assertThat(MessageCodec.idOf("20261121T025456.192Z-1")).isEqualTo("20261121T025456.192Z-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "..", "a b", "a\nb", "\u00e4", "a@b", "<a>"})
    void anIdThatIsNotSafeAsAFileNameIsRefused(String id) {
        assertThatThrownBy(() -> new Alert(id, AlertFixtures.TIME, "s", "t", Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
