package org.superlance.listener.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.util.DummySSLServerSocketFactory;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertFixtures;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.notify.Secret;
import org.superlance.listener.notify.SelfSignedCertificate;
import org.superlance.listener.notify.mail.SmtpSettings.Server;
import org.superlance.listener.notify.mail.SmtpSettings.Tls;
import org.superlance.listener.testkit.Await;

class SmtpNotifierTest {

    @RegisterExtension
    private static final GreenMailExtension MAIL = new GreenMailExtension(new ServerSetup[] {
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
    });

    private static final Alert ALERT = AlertFixtures.with("caf\u00e9 crashed", "first\n.\nlast \ud83d\ude00\n");
    private static final Envelope ENVELOPE =
            new Envelope("from@example.com", List.of("a@example.com", "b@example.com"), "web1.example.com");

    @TempDir
    private Path directory;

    @Test
    void everyRecipientGetsTheMail() throws Exception {
        assertThat(new SmtpNotifier(settings(plainPort(), Tls.NONE, null, null), ENVELOPE).deliver(ALERT))
                .isEqualTo(DeliveryResult.DELIVERED);

        MimeMessage[] mails = MAIL.getReceivedMessages();
        assertThat(mails).hasSize(2);
        assertThat(mails[0].getSubject()).isEqualTo("caf\u00e9 crashed");
        assertThat(mails[0].getContent().toString().replace("\r\n", "\n")).isEqualTo(ALERT.text());
        assertThat(mails[0].getMessageID()).isEqualTo("<an-id@web1.example.com>");
    }

    @Test
    void aNewPasswordInTheFileIsUsedForTheNextAttempt() throws Exception {
        MAIL.setUser("a@example.com", "me", "right");
        MAIL.getUserManager().setAuthRequired(true);
        Path file = Files.writeString(directory.resolve("password"), "wrong\n");
        SmtpNotifier notifier = new SmtpNotifier(settings(plainPort(), Tls.NONE, "me", Secret.in(file)), ENVELOPE);

        DeliveryResult failure = notifier.deliver(ALERT);
        Files.writeString(file, "right\n");
        assertThat(notifier.deliver(ALERT)).isEqualTo(DeliveryResult.DELIVERED);

        assertThat(failure.status()).isEqualTo(DeliveryResult.Status.RETRY);
        assertThat(failure.sentence())
                .contains("'me'")
                .contains("check --userName and --password-file")
                .doesNotContain("wrong");
        assertThat(MAIL.getReceivedMessages()).hasSize(2);
    }

    @Test
    void aPasswordFileThatIsMissingIsTriedAgain() throws Exception {
        Secret password = Secret.in(directory.resolve("none"));

        DeliveryResult failure = failure(new SmtpNotifier(settings(plainPort(), Tls.NONE, "me", password), ENVELOPE));

        assertThat(failure.status()).isEqualTo(DeliveryResult.Status.RETRY);
        assertThat(failure.sentence()).contains("--password-file");
    }

    @Test
    void aCertificateThatNobodySignedIsNotTrusted() throws Exception {
        DeliveryResult failure = failure(new SmtpNotifier(settings(tlsPort(), Tls.IMPLICIT, null, null), ENVELOPE));

        assertThat(failure.status()).isEqualTo(DeliveryResult.Status.RETRY);
        assertThat(failure.sentence()).contains("certificate not trusted");
        assertThat(MAIL.getReceivedMessages()).isEmpty();
    }

    @Test
    void aTrustedCertificateThatIsMadeOutToSomebodyElseIsRefused() throws Exception {
        SSLContext trusting = SelfSignedCertificate.context(new DummySSLServerSocketFactory().getKeyStore());

        DeliveryResult failure = failure(
                new SmtpNotifier(settings(tlsPort(), Tls.IMPLICIT, null, null), ENVELOPE, trusting::getSocketFactory));

        assertThat(failure.sentence()).contains("it must name this host");
        assertThat(MAIL.getReceivedMessages()).isEmpty();
    }

    @Test
    void theFirstServerThatAnswersIsUsed() throws Exception {
        SmtpSettings settings = new SmtpSettings(
                List.of(new Server("127.0.0.1", 1), new Server("127.0.0.1", plainPort())),
                Tls.NONE,
                null,
                null,
                Await.LIMIT);

        assertThat(new SmtpNotifier(settings, ENVELOPE).deliver(ALERT)).isEqualTo(DeliveryResult.DELIVERED);

        assertThat(MAIL.getReceivedMessages()).hasSize(2);
    }

    @Test
    void aServerThatIsDownIsTriedAgain() throws Exception {
        DeliveryResult failure = failure(new SmtpNotifier(settings(1, Tls.NONE, null, null), ENVELOPE));

        assertThat(failure.status()).isEqualTo(DeliveryResult.Status.RETRY);
        assertThat(failure.sentence()).contains("127.0.0.1:1 cannot be reached");
    }

    @Test
    void neitherSettingsNorCourierShowThePassword() {
        SmtpSettings settings = settings(25, Tls.NONE, "me", Secret.of("secret"));

        assertThat(settings.toString()).doesNotContain("secret");
        assertThat(new SmtpNotifier(settings, ENVELOPE).toString()).doesNotContain("secret");
    }

    @Test
    void serversAreWrittenAsHostAndPort() {
        assertThat(Server.parse("mail.example.com", Tls.NONE)).hasToString("mail.example.com:25");
        assertThat(Server.parse("mail.example.com", Tls.STARTTLS)).hasToString("mail.example.com:25");
        assertThat(Server.parse(" mail:2525 ", Tls.IMPLICIT)).hasToString("mail:2525");
        assertThat(Server.parse("[::1]", Tls.IMPLICIT)).hasToString("[::1]:465");
        assertThat(Server.parse("[fe80::1%2]:26", Tls.IMPLICIT)).hasToString("[fe80::1%2]:26");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":25", "a b", "a\fb", "a[b", "a]b", "a[b]"})
    @ValueSource(strings = {"::1", "[]", "[", "]", "[::1", "::1]", "[::1]x", "[::1]]", "[::g]", "[::1] :25"})
    @ValueSource(strings = {"a:b", "a:0", "a:65536", "a:123456", "a:1:2", "a:", "a:-1", "a:\u0661"})
    void nothingElseIsAServer(String text) {
        assertThatThrownBy(() -> Server.parse(text, Tls.NONE)).isInstanceOf(IllegalArgumentException.class);
    }

    private static DeliveryResult failure(SmtpNotifier notifier) throws InterruptedException {
        return notifier.deliver(ALERT);
    }

    private static SmtpSettings settings(int port, Tls tls, @Nullable String user, @Nullable Secret password) {
        return new SmtpSettings(List.of(new Server("127.0.0.1", port)), tls, user, password, Await.LIMIT);
    }

    private static int plainPort() {
        return MAIL.getSmtp().getPort();
    }

    private static int tlsPort() {
        return MAIL.getSmtps().getPort();
    }
}
