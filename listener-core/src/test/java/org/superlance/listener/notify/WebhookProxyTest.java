package org.superlance.listener.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.http.ProxySettings;
import org.superlance.listener.notify.NotificationConfig.AlertLife;
import org.superlance.listener.notify.NotificationConfig.Receiver;
import org.superlance.listener.notify.NotificationConfig.Webhook;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.notify.WebhookServer.Answer;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.ForwardProxy;

/** Webhooks and Alertmanagers are reached through the proxies that the environment names. */
class WebhookProxyTest {

    private static final Alert ALERT = AlertFixtures.with("the subject", "the text\n");

    @Test
    void plainHttpGoesThroughTheProxyWithItsLogin() throws Exception {
        try (WebhookServer server = new WebhookServer(null, Answer.of(200));
                ForwardProxy proxy = ForwardProxy.to(server.port())) {
            Map<String, String> environment = Map.of("HTTP_PROXY", "http://us:er@127.0.0.1:" + proxy.port());

            // only the proxy knows that name
            assertThat(notifier("http://user:pw@hooks.invalid/hook?a=b", environment)
                            .deliver(ALERT))
                    .isEqualTo(DeliveryResult.DELIVERED);

            assertThat(proxy.heads())
                    .singleElement()
                    .satisfies(head -> assertThat(head)
                            .startsWith("POST http://hooks.invalid/hook?a=b HTTP/1.1\r\n")
                            .contains("\r\nHost: hooks.invalid\r\n")
                            .contains("\r\nProxy-Authorization: Basic dXM6ZXI=\r\n")
                            .contains("\r\nAuthorization: Basic dXNlcjpwdw==\r\n"));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void httpsGoesThroughATunnelInWhichTheServerProvesWhoItIs(@TempDir Path directory) throws Exception {
        SSLContext certificate = SelfSignedCertificate.madeOutTo("hooks.invalid", directory);
        try (WebhookServer server = new WebhookServer(certificate, Answer.of(200));
                ForwardProxy proxy = ForwardProxy.to(server.port())) {
            ProxySettings proxies = ProxySettings.of(Map.of("https_proxy", "http://us:er@127.0.0.1:" + proxy.port()));
            WebhookUrl url = WebhookUrl.parse("https://user:pw@hooks.invalid/hook", certificate.getSocketFactory());
            WebhookUrl other = WebhookUrl.parse("https://other.invalid/hook", certificate.getSocketFactory());

            assertThat(notifier(url.through(proxies)).deliver(ALERT)).isEqualTo(DeliveryResult.DELIVERED);
            assertThat(notifier(other.through(proxies)).deliver(ALERT).sentence())
                    .contains("TLS handshake");

            assertThat(proxy.heads().get(0))
                    .startsWith("CONNECT hooks.invalid:443 HTTP/1.1\r\n")
                    .contains("\r\nProxy-Authorization: Basic dXM6ZXI=\r\n")
                    .doesNotContain("\r\nAuthorization:");
            assertThat(server.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request.line()).isEqualTo("POST /hook"));
        }
    }

    @Test
    void whatTheProxyDoesNotWantIsTriedAgainAndNamed() throws Exception {
        try (ForwardProxy proxy = ForwardProxy.refusing("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")) {
            DeliveryResult result = notifier(
                            "https://hooks.invalid/s3cret", Map.of("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port()))
                    .deliver(ALERT);

            assertThat(result.status()).isEqualTo(DeliveryResult.Status.RETRY);
            assertThat(result.sentence())
                    .contains("hooks.invalid:443 through proxy 127.0.0.1:" + proxy.port())
                    .contains("407 Proxy Authentication Required")
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void aProxyThatWantsAnotherLoginIsNamedForAPlainUrlToo() throws Exception {
        try (WebhookServer proxy = new WebhookServer(null, Answer.of(407))) {
            DeliveryResult result = notifier("http://hooks.invalid/s3cret", Map.of("HTTP_PROXY", proxy.url()))
                    .deliver(ALERT);

            assertThat(result.status()).isEqualTo(DeliveryResult.Status.MISCONFIGURED);
            assertThat(result.sentence())
                    .contains(": proxy 127.0.0.1:", " wants another login: it answered 407", "HTTP_PROXY")
                    .doesNotContain("s3cret", "the token");
        }
    }

    @Test
    void somebodyInNoProxyIsReachedWithoutIt() throws Exception {
        try (WebhookServer server = new WebhookServer(null, Answer.of(200));
                ForwardProxy proxy = ForwardProxy.to(server.port())) {
            Map<String, String> environment =
                    Map.of("HTTP_PROXY", "http://127.0.0.1:" + proxy.port(), "no_proxy", "localhost,127.0.0.1");

            assertThat(notifier(server.url(), environment).deliver(ALERT)).isEqualTo(DeliveryResult.DELIVERED);

            assertThat(proxy.heads()).isEmpty();
        }
    }

    @Test
    void anAlertmanagerIsReachedThroughItToo() throws Exception {
        try (WebhookServer server = new WebhookServer(null, Answer.of(200));
                ForwardProxy proxy = ForwardProxy.to(server.port())) {
            NotificationConfig config = new NotificationConfig(
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    List.of(WebhookUrl.parse("http://am.invalid:9093")),
                    AlertLife.DEFAULT);
            Receiver receiver = config.receivers(
                            "vm", Map.of("HTTP_PROXY", "http://127.0.0.1:" + proxy.port()), InstantSource.system())
                    .get(0);

            receiver.notifier().deliver(ALERT);

            assertThat(proxy.heads().get(0)).startsWith("POST http://am.invalid:9093/api/v2/alerts HTTP/1.1\r\n");
        }
    }

    private static Notifier notifier(String url, Map<String, String> environment) throws IOException {
        NotificationConfig config = new NotificationConfig(
                Optional.empty(),
                List.of(new Webhook(WebhookUrl.parse(url), WebhookFormat.JSON)),
                List.of(),
                Optional.empty(),
                List.of(),
                AlertLife.DEFAULT);
        return config.receivers("vm", environment, InstantSource.system())
                .get(0)
                .notifier();
    }

    private static Notifier notifier(WebhookUrl url) {
        return new WebhookNotifier(url, WebhookFormat.JSON, List.of(), "vm", Await.LIMIT, InstantSource.system());
    }
}
