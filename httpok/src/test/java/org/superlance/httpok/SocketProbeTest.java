package org.superlance.httpok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.httpok.ProbeResult.Cause;
import org.superlance.httpok.ProbeResult.Outcome;
import org.superlance.httpok.SocketProbe.Dialogue;
import org.superlance.listener.http.ScriptedServer;
import org.superlance.listener.http.ScriptedServer.Connection;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LongEnough;
import org.superlance.listener.testkit.ReservedPort;
import org.superlance.listener.util.Durations;

class SocketProbeTest {

    private static final String PING = "PING\\r\\n";

    @TempDir
    Path directory;

    @Test
    void connectsToAPort() throws Exception {
        try (ScriptedServer server = ScriptedServer.onTcp(Connection::awaitHangUp)) {
            ProbeResult result = probe(tcp(server), dialogue(Await.LIMIT, null, null, null));

            assertThat(result.outcome()).isEqualTo(Outcome.GOOD);
            assertThat(result.reason()).isEqualTo("connected to " + tcp(server));
            assertThat(result.took()).isPresent();
            assertThat(result.status()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"PONG, , GOOD", "PONGS, , BAD", "\\r\\n, , GOOD", ", ^.PO.G\\s+$, GOOD", ", ^PONG, BAD", ", , GOOD"})
    void expectsAnAnswerToWhatItSends(String text, String regex, Outcome expected) throws Exception {
        try (ScriptedServer server = ScriptedServer.onSocketFile(directory.resolve("s"), SocketProbeTest::pong)) {
            String url = "unix://" + directory.resolve("s");

            ProbeResult result = probe(url, dialogue(Await.LIMIT, PING, text, regex));

            assertThat(result.outcome()).isEqualTo(expected);
            assertThat(result.value()).isEqualTo("+PONG");
            assertThat(server.connectionCount()).isEqualTo(1);
            assertThat(result.cause()).isEqualTo(Cause.ANSWER);
            assertThat(result.reason())
                    .startsWith(expected == Outcome.GOOD ? url + " answered '+PONG'" : "answer of " + url + " ");
        }
    }

    @Test
    void findsATextThatComesInPieces() throws Exception {
        try (ScriptedServer server = ScriptedServer.onTcp(connection -> {
            connection.say("x".repeat(4_090) + "example");
            connection.awaitHangUp();
        })) {
            assertThat(probe(tcp(server), dialogue(Await.LIMIT, null, "example", null))
                            .outcome())
                    .isEqualTo(Outcome.GOOD);
        }
    }

    @Test
    void matchesUtf8AndWhereItIsNoneBytes() throws Exception {
        try (ScriptedServer text = ScriptedServer.onTcp(saying("schön"));
                ScriptedServer bytes =
                        ScriptedServer.onTcp(connection -> connection.say(new byte[] {0, (byte) 0xff}))) {
            assertThat(probe(tcp(text), dialogue(Await.LIMIT, null, null, "sch.n$"))
                            .outcome())
                    .isEqualTo(Outcome.GOOD);
            assertThat(probe(tcp(bytes), dialogue(Await.LIMIT, null, null, "^\\x00\\xFF$"))
                            .outcome())
                    .isEqualTo(Outcome.GOOD);
            assertThat(probe(tcp(bytes), dialogue(Await.LIMIT, null, "\\0\\xff", null))
                            .outcome())
                    .isEqualTo(Outcome.GOOD);
        }
    }

    @Test
    void showsAWrongAnswerOnOnePrintableLineAndNothingThatWasSent() throws Exception {
        try (ScriptedServer server =
                ScriptedServer.onTcp(saying("-NOAUTH \u001b[31mAuth\r\nrequired " + "x".repeat(999)))) {
            ProbeResult result = probe(tcp(server), dialogue(Await.LIMIT, "AUTH s3cret\\r\\nPING\\r\\n", "PONG", null));

            assertThat(result.reason())
                    .startsWith("answer of " + tcp(server) + " does not contain 'PONG': '-NOAUTH ")
                    .hasSizeLessThan(400)
                    .hasLineCount(1)
                    .doesNotContain("s3cret", "\u001b", "\r");
        }
    }

    @ParameterizedTest
    @CsvSource({"PONG, BAD", "unknown, GOOD"})
    void masksWhatItSentInAnAnswerThatRepeatsIt(String expected, Outcome outcome) throws Exception {
        // what Redis answers
        try (ScriptedServer server = ScriptedServer.onTcp(
                saying("-ERR unknown command 'AUTHX', with args beginning with: 'wrongpw' 'geheim123' 'yes' \r\n"))) {
            ProbeResult result =
                    probe(tcp(server), dialogue(Await.LIMIT, "AUTHX wrongpw \"geheim123\" yes\\r\\n", expected, null));

            assertThat(result.outcome()).isEqualTo(outcome);
            assertThat(result.value())
                    .isEqualTo("-ERR unknown command 'AUTHX', with args beginning with: '…' '…' 'yes'");
            assertThat(result.reason()).contains("AUTHX").doesNotContain("wrongpw", "geheim");
        }
    }

    @Test
    void givesUpOnAServerThatNeverAnswersAndNamesTheCommandOnly() throws Exception {
        try (ScriptedServer server = ScriptedServer.onTcp(Connection::awaitHangUp)) {
            String reason = LongEnough.call(
                    limit -> probe(tcp(server), dialogue(limit, "AUTH s3cret\\r\\n", "OK", null))
                            .reason()
                            .replace(Durations.format(limit), "the limit"),
                    said -> said.contains("no answer"));

            assertThat(reason).isEqualTo("error contacting " + tcp(server) + ": no answer within the limit to AUTH");
        }
    }

    @Test
    void givesUpOnAServerThatNeverSaysWhatIsExpected() throws Exception {
        try (ScriptedServer server = ScriptedServer.onTcp(connection -> {
            connection.say("LOADING");
            connection.awaitHangUp();
        })) {
            ProbeResult result = LongEnough.call(
                    limit -> probe(tcp(server), dialogue(limit, null, "READY", null)),
                    asked -> asked.cause() == Cause.ANSWER);

            assertThat(result.outcome()).isEqualTo(Outcome.BAD);
            assertThat(result.reason()).contains(" does not contain 'READY' within ", ": 'LOADING'");
        }
    }

    @Test
    void readsNoMoreThanTheFirst64KiB() throws Exception {
        try (ScriptedServer server = ScriptedServer.onTcp(SocketProbeTest::endless)) {
            assertThat(probe(tcp(server), dialogue(Await.LIMIT, null, "y", null))
                            .reason())
                    .contains(" does not contain 'y' in its first 64KB: 'xxx");
        }
    }

    @Test
    void saysThatTheServerHungUp() throws Exception {
        try (ScriptedServer server = ScriptedServer.onTcp(connection -> {})) {
            ProbeResult result = probe(tcp(server), dialogue(Await.LIMIT, null, "x", null));

            assertThat(result.cause()).isEqualTo(Cause.NO_ANSWER);
            assertThat(result.reason()).endsWith("closed the connection without an answer");
        }
    }

    @Test
    void blamesAnExpressionThatIsTooExpensive() throws Exception {
        try (ScriptedServer server = ScriptedServer.onTcp(saying("a".repeat(4_000)))) {
            ProbeResult result = LongEnough.call(
                    limit -> probe(tcp(server), dialogue(limit, null, null, "(a*)*\\1b")),
                    tried -> tried.outcome() == Outcome.INDETERMINATE);

            assertThat(result.outcome()).isEqualTo(Outcome.INDETERMINATE);
            assertThat(result.reason()).contains("--expect-regex /(a*)*\\1b/ cannot be matched against this answer");
        }
    }

    @Test
    void takesAMissingSocketForARefusedConnectionAndTriesAgain() {
        Path socket = directory.resolve("missing");

        String reason = LongEnough.call(
                limit -> probe("unix://" + socket, dialogue(limit, null, null, null))
                        .reason()
                        .replace(Durations.format(limit), "the limit"),
                said -> said.endsWith("retried for the limit"));

        assertThat(reason)
                .isEqualTo("error contacting unix://" + socket + ": no such socket: " + socket
                        + ", retried for the limit");
    }

    @Test
    void saysThatAFileIsNoSocket() throws Exception {
        Path text = Files.createFile(directory.resolve("text"));

        assertThat(probe("unix://" + text, dialogue(Duration.ofMillis(1), null, null, null))
                        .reason())
                .isEqualTo("error contacting unix://" + text + ": " + text + " is not a socket");
    }

    @Test
    void saysThatNobodyListens() {
        try (ReservedPort port = new ReservedPort()) {
            String url = "tcp://127.0.0.1:" + port.number();
            ProbeResult result = LongEnough.call(
                    limit -> probe(url, dialogue(limit, null, null, null)),
                    asked -> asked.reason().contains("refused"));

            assertThat(result.cause()).isEqualTo(Cause.CONNECT);
            assertThat(result.reason()).startsWith("error contacting " + url + ": connection refused");
        }
    }

    @Test
    void findsAnAnswerTooSlow() throws Exception {
        try (ScriptedServer server = ScriptedServer.onTcp(SocketProbeTest::pong)) {
            Dialogue impatient = new Dialogue(
                    EscapedText.parse(PING), new AnswerExpectation(true, null, null), Await.LIMIT, Duration.ofNanos(1));

            ProbeResult result = probe(tcp(server), impatient);

            assertThat(result.reason()).startsWith("latency contacting " + tcp(server) + ": took ");
            assertThat(result.outcome()).isEqualTo(Outcome.BAD);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://h:80, tcp://h:80",
        "TCP://h:80/, tcp://h:80",
        "tls://[::1]:6380, tls://[::1]:6380",
        "unix:///run/x.sock, unix:///run/x.sock"
    })
    void readsWhereToConnect(String text, String expected) {
        assertThat(SocketUrl.parse(text)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://h, write tcp://host:port",
        "tcp://h:0, from 1 to 65535",
        "tcp://h:70000, from 1 to 65535",
        "tcp://h:1/x, write tcp://host:port",
        "tcp://u@h:1, write tcp://host:port",
        "tcp://h:1//, write tcp://host:port",
        "tcp://, write tcp://host:port",
        "tcp://h?:1, write tcp://host:port",
        "tcp://h:123456, write tcp://host:port",
        "xtcp://h:1, write tcp://host:port",
        "tcp://ü:1, not a host name",
        "unix://run/x, three slashes",
        "unix:///run/, three slashes",
        "unix:///01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012"
                + ", at most 107 bytes"
    })
    void refusesWhereNobodyCanConnect(String text, String why) {
        assertThatThrownBy(() -> SocketUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a valid URL")
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"a\\r\\n, 610d0a", "\\0\\t\\\\, 00095c", "\\x00\\xFf, 00ff", "ü, c3bc", "\\\\x41, 5c783431"})
    void readsEscapes(String text, String hex) {
        assertThat(HexFormat.of().formatHex(EscapedText.parse(text).bytes())).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"\\q", "\\x4", "a\\", "\\xg0", "``"})
    void refusesUnknownEscapes(String text) {
        assertThatThrownBy(() -> EscapedText.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static ProbeResult probe(String url, Dialogue dialogue) {
        return new SocketProbe(SocketUrl.parse(url), null, dialogue).run();
    }

    private static Dialogue dialogue(
            Duration timeout, @Nullable String sent, @Nullable String text, @Nullable String regex) {
        AnswerExpectation expectation = new AnswerExpectation(
                sent != null || text != null || regex != null,
                text == null ? null : EscapedText.parse(text),
                regex == null ? null : BoundedRegex.parse("--expect-regex", regex));
        return new Dialogue(sent == null ? null : EscapedText.parse(sent), expectation, timeout, null);
    }

    private static String tcp(ScriptedServer server) {
        return "tcp://127.0.0.1:" + server.port();
    }

    private static ScriptedServer.Script saying(String text) {
        return connection -> {
            connection.say(text.getBytes(StandardCharsets.UTF_8));
        };
    }

    private static void pong(Connection connection) throws IOException {
        connection.say(connection.readLine().equals("PING") ? "+PONG\r\n" : "-ERR\r\n");
    }

    private static void endless(Connection connection) throws IOException {
        while (true) {
            connection.say("x".repeat(4_096));
        }
    }
}
