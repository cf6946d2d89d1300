package org.superlance.listener.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertFixtures;
import org.superlance.listener.notify.Notifier;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.notify.SelfSignedCertificate;
import org.superlance.listener.notify.mail.SmtpSettings.Server;
import org.superlance.listener.notify.mail.SmtpSettings.Tls;
import org.superlance.listener.testkit.Await;

class StartTlsTest {

    private static final Alert ALERT = AlertFixtures.with("subject", "text");
    private static final Envelope ENVELOPE = new Envelope("from@example.com", List.of("a@example.com"), "host");

    @Test
    void aServerWithoutStartTlsGetsNothingInTheClear() throws Exception {
        try (FakeSmtpServer server = new FakeSmtpServer(null)) {
            DeliveryResult failure = failure(
                    notifier("127.0.0.1", server, Tls.STARTTLS, (SSLSocketFactory) SSLSocketFactory.getDefault()));

            assertThat(failure.sentence()).contains("STARTTLS is required");
            assertThat(server.commands()).noneMatch(line -> line.startsWith("MAIL"));
        }
    }

    @Test
    void startTlsWorksWithATrustedCertificateAndTheRightName(@TempDir Path directory) throws Exception {
        SSLContext tls = SelfSignedCertificate.madeOutTo("localhost", directory);
        try (FakeSmtpServer server = new FakeSmtpServer(tls)) {
            assertThat(notifier("localhost", server, Tls.STARTTLS, tls.getSocketFactory())
                            .deliver(ALERT))
                    .isEqualTo(DeliveryResult.DELIVERED);

            assertThat(server.commands()).containsSubsequence("STARTTLS", "EHLO [127.0.0.1]", "DATA");
        }
    }

    @Test
    void startTlsRefusesAnUntrustedCertificateAndAWrongName(@TempDir Path directory) throws Exception {
        SSLContext tls = SelfSignedCertificate.madeOutTo("localhost", directory);
        SSLContext other = SelfSignedCertificate.madeOutTo("elsewhere.example.com", directory);
        try (FakeSmtpServer untrusted = new FakeSmtpServer(tls);
                FakeSmtpServer misnamed = new FakeSmtpServer(other)) {
            assertThat(failure(notifier("localhost", untrusted, Tls.STARTTLS, other.getSocketFactory()))
                            .sentence())
                    .contains("certificate not trusted");
            assertThat(failure(notifier("localhost", misnamed, Tls.STARTTLS, other.getSocketFactory()))
                            .sentence())
                    .contains("certificate not trusted: it must name this host");
            assertThat(misnamed.commands()).noneMatch(line -> line.startsWith("MAIL"));
        }
    }

    @Test
    void aReplyWithoutEndIsNotReadToItsEndThroughTlsEither(@TempDir Path directory) throws Exception {
        SSLContext tls = SelfSignedCertificate.madeOutTo("localhost", directory);
        String endless = "250-x\r\n".repeat((int) CancellableSocketFactory.LIMIT.bytes());
        try (FakeSmtpServer startTls = new FakeSmtpServer(tls).answer("mail from:", endless);
                FakeSmtpServer implicit = FakeSmtpServer.implicit(tls).answer("mail from:", endless)) {
            assertThat(failure(notifier("localhost", startTls, Tls.STARTTLS, tls.getSocketFactory()))
                            .sentence())
                    .endsWith("sent more than 1MB in one session: not a mail server?");
            assertThat(failure(notifier("localhost", implicit, Tls.IMPLICIT, tls.getSocketFactory()))
                            .sentence())
                    .endsWith("sent more than 1MB in one session: not a mail server?");
        }
    }

    @Test
    void implicitTlsWorksWithATrustedCertificateAndTheRightName(@TempDir Path directory) throws Exception {
        SSLContext tls = SelfSignedCertificate.madeOutTo("localhost", directory);
        try (FakeSmtpServer server = FakeSmtpServer.implicit(tls)) {
            assertThat(notifier("localhost", server, Tls.IMPLICIT, tls.getSocketFactory())
                            .deliver(ALERT))
                    .isEqualTo(DeliveryResult.DELIVERED);

            assertThat(server.commands()).contains("DATA").doesNotContain("STARTTLS");
        }
    }

    @Test
    void anExpiredCertificateIsNamed(@TempDir Path directory) throws Exception {
        SSLContext tls = SelfSignedCertificate.expired("localhost", directory);
        X509TrustManager dates = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
                // what a certificate of an authority is judged by: one that is trusted itself may be old
                chain[0].checkValidity();
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {dates}, null);
        try (FakeSmtpServer server = new FakeSmtpServer(tls)) {
            assertThat(failure(notifier("localhost", server, Tls.STARTTLS, trusting.getSocketFactory()))
                            .sentence())
                    .contains("its certificate has expired");
        }
    }

    private static DeliveryResult failure(Notifier notifier) throws InterruptedException {
        return notifier.deliver(ALERT);
    }

    private static Notifier notifier(String host, FakeSmtpServer server, Tls tls, SSLSocketFactory trust) {
        return new SmtpNotifier(
                new SmtpSettings(List.of(new Server(host, server.port())), tls, null, null, Await.LIMIT),
                ENVELOPE,
                () -> trust);
    }
}
