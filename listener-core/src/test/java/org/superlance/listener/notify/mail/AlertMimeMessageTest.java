package org.superlance.listener.notify.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Header;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertFixtures;

class AlertMimeMessageTest {

    private static final Session SESSION = Session.getInstance(new Properties());
    private static final Envelope ENVELOPE =
            new Envelope("memmon@example.com", List.of("root", "Ann <ann@example.com>"), "web1.example.com");

    @Test
    void hasAllTheHeadersOfADecentMail() throws Exception {
        MimeMessage mail = parse(letter(AlertFixtures.with("memmon: web_1 restarted", "It grew.\n")));

        assertThat(mail.getHeader("From")).containsExactly("memmon@example.com");
        assertThat(mail.getHeader("To", null)).isEqualTo("root, Ann <ann@example.com>");
        assertThat(mail.getSubject()).isEqualTo("memmon: web_1 restarted");
        assertThat(mail.getSentDate()).isEqualTo("2026-11-21T02:54:56Z");
        assertThat(mail.getMessageID()).isEqualTo("<an-id@web1.example.com>");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getHeader("MIME-Version")).containsExactly("1.0");
        assertThat(mail.getContentType()).isEqualTo("text/plain; charset=UTF-8");
        assertThat(text(mail)).isEqualTo("It grew.\n");
    }

    @Test
    void leavesPlainTextAsItIsSoThatItCanBeReadInAFile() throws Exception {
        String text =
                "Process web:w1 in group web exited unexpectedly (pid 4711) from state RUNNING: a=b, and more of it\n";

        byte[] bytes = letter(AlertFixtures.with("s", text));

        assertThat(body(bytes)).isEqualToNormalizingNewlines(text);
        assertThat(parse(bytes).getHeader("Content-Transfer-Encoding")).containsExactly("7bit");
    }

    @Test
    void encodesWhatIsNotPlainText() throws Exception {
        for (String text : List.of("é", "x".repeat(2_000), "a\n.\nb", "From here")) {
            assertThat(parse(letter(AlertFixtures.with("s", text))).getHeader("Content-Transfer-Encoding"))
                    .doesNotContain("7bit");
        }
    }

    @Test
    void hasNoSenderWhereNoneIsGiven() throws Exception {
        Envelope envelope = new Envelope(null, List.of("root"), "host");

        byte[] bytes = new AlertMimeMessage(SESSION, envelope, AlertFixtures.with("s", "t")).bytes();

        assertThat(parse(bytes).getHeader("From")).isNull();
    }

    @Test
    void anAlertWithoutASubjectGoesWithoutOne() throws Exception {
        assertThat(parse(letter(AlertFixtures.with("", "t"))).getHeader("Subject"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\nBcc: evil@example.com",
                "x\nBcc: evil@example.com\n\nbody",
                "x\rBcc: evil@example.com",
                "x\u0000y",
                "x\u2028Bcc: evil@example.com",
                "x\u0085Bcc: evil@example.com",
                "=?UTF-8?Q?x=0D=0ABcc:_evil?=",
                "\ud83d lone",
                "\u202egpj.exe",
                " \r\n ",
                "\r\n.\r\nMAIL FROM:<x>",
            })
    void nothingInASubjectAddsAHeader(String subject) throws Exception {
        byte[] bytes = letter(new Alert("an-id", AlertFixtures.TIME, subject, "the text", Map.of(subject, subject)));

        MimeMessage mail = parse(bytes);
        assertThat(headerNames(mail))
                .containsExactlyInAnyOrder(
                        "From",
                        "To",
                        "Subject",
                        "Date",
                        "Message-ID",
                        "Auto-Submitted",
                        "MIME-Version",
                        "Content-Type",
                        "Content-Transfer-Encoding");
        assertThat(text(mail)).isEqualTo("the text");
        assertThat(mail.getSubject()).doesNotContain("\r", "\n", "\u0000", "\u202e", "=?");
    }

    @Test
    void anEndlessSubjectIsCut() throws Exception {
        for (String letter : List.of("x", "\u00e4", "\ud83d\ude00")) {
            byte[] bytes = letter(AlertFixtures.with(letter.repeat(10_000), "t"));

            assertThat(parse(bytes).getSubject()).hasSizeBetween(190, 200).endsWith("\u2026");
            assertThat(longestLine(bytes)).isLessThan(998);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "before\n.\nafter\n",
                "before\n.",
                "From here on\nFrom there\n",
                "caf\u00e9 \ud83d\ude00\n",
                "trailing \t \nblanks",
                "\n\nFrom: x\n\n",
            })
    void everyTextArrivesAsItIs(String text) throws Exception {
        byte[] bytes = letter(AlertFixtures.with("s", text));

        assertThat(text(parse(bytes))).isEqualTo(text);
        assertThat(new String(bytes, ISO_8859_1))
                .as("for a program of Unix")
                .isASCII()
                .doesNotContain("\r");
        assertThat(body(bytes).lines()).noneMatch(line -> line.startsWith(".") || line.startsWith("From "));
    }

    @Test
    void aDotNeverComesToStandAtTheStartOfAnEncodedLine() throws Exception {
        for (int i = 60; i < 90; i++) {
            byte[] bytes = letter(AlertFixtures.with("s", "x".repeat(i) + "."));

            assertThat(body(bytes).lines()).noneMatch(line -> line.startsWith("."));
            assertThat(text(parse(bytes))).isEqualTo("x".repeat(i) + ".");
        }
    }

    @Test
    void longLinesAndControlCharactersAreMadeHarmless() throws Exception {
        byte[] bytes = letter(AlertFixtures.with("s", "x".repeat(10_000) + "\u0000\u001b[2J\u202e\ud83d"));

        assertThat(longestLine(bytes)).isLessThanOrEqualTo(78);
        assertThat(text(parse(bytes))).isEqualTo("x".repeat(10_000) + "\uFFFD\uFFFD[2J\uFFFD\uFFFD");
    }

    private static byte[] letter(Alert alert) throws Exception {
        return new AlertMimeMessage(SESSION, ENVELOPE, alert).bytes();
    }

    private static MimeMessage parse(byte[] bytes) throws Exception {
        return new MimeMessage(SESSION, new ByteArrayInputStream(bytes));
    }

    private static String text(MimeMessage mail) throws Exception {
        return new String(mail.getInputStream().readAllBytes(), UTF_8).replace("\r\n", "\n");
    }

    private static String body(byte[] bytes) {
        String whole = new String(bytes, ISO_8859_1);
        return whole.substring(whole.indexOf("\n\n") + 2);
    }

    private static int longestLine(byte[] bytes) {
        return new String(bytes, ISO_8859_1)
                .lines()
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    private static List<String> headerNames(MimeMessage mail) throws Exception {
        return Collections.list(mail.getAllHeaders()).stream()
                .map(Header::getName)
                .toList();
    }
}
