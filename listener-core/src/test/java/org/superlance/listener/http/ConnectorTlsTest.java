package org.superlance.listener.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.http.HttpClient.HttpLimits;
import org.superlance.listener.http.HttpFailure.Kind;
import org.superlance.listener.testkit.Await;

class ConnectorTlsTest {

    private static final HttpLimits LIMITS = new HttpLimits(Await.LIMIT, Await.LIMIT, 1_000);
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path directory;

    private static HttpsServer server;
    private static SSLContext trusting;

    @BeforeAll
    static void startAServerWhoseCertificateNamesLocalhost() throws Exception {
        Path file = directory.resolve("keys.p12");
        int status = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-alias",
                        "a",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start()
                .waitFor();
        assertThat(status).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity(keys)));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write("hello".getBytes(UTF_8));
            exchange.close();
        });
        server.start();
        trusting = trust(keys);
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @Test
    void readsAnAnswerAndShowsTheCertificate() throws IOException {
        Endpoint endpoint = endpoint("localhost", trusting.getSocketFactory(), true);

        try (HttpClient client = new HttpClient(endpoint);
                HttpResponse response = client.send(HttpRequest.of("GET", "/"), LIMITS)) {
            assertThat(response.body()).hasContent("hello");
            assertThat(((X509Certificate) response.peerCertificates().get(0)).getSubjectX500Principal())
                    .hasToString("CN=localhost");
        }
    }

    @Test
    void refusesACertificateThatDoesNotNameTheHost() {
        HttpFailure failure = failure(endpoint("127.0.0.1", trusting.getSocketFactory(), true));

        assertThat(failure.kind()).isEqualTo(Kind.TLS);
        assertThat(failure.mayHaveActed()).isFalse();
    }

    @Test
    void acceptsACertificateOfAnotherHostWhenAskedTo() throws IOException {
        Endpoint endpoint = endpoint("127.0.0.1", trusting.getSocketFactory(), false);

        try (HttpClient client = new HttpClient(endpoint);
                HttpResponse response = client.send(HttpRequest.of("GET", "/"), LIMITS)) {
            assertThat(response.status()).isEqualTo(200);
        }
    }

    @Test
    void refusesACertificateThatNobodyTrusts() {
        HttpFailure failure = failure(endpoint("localhost", (SSLSocketFactory) SSLSocketFactory.getDefault(), true));

        assertThat(failure.kind()).isEqualTo(Kind.TLS);
        assertThat(failure).hasMessageStartingWith("TLS handshake with localhost:");
    }

    @Test
    void givesUpAHandshakeThatNobodyAnswers() throws IOException {
        HttpLimits limits = new HttpLimits(Duration.ofMillis(300), Await.LIMIT, 1_000);
        try (ScriptedServer silent = ScriptedServer.onTcp(ScriptedServer.Connection::awaitHangUp)) {
            Endpoint endpoint =
                    new Endpoint.Tcp("127.0.0.1", silent.port(), new Endpoint.Tls(trusting.getSocketFactory(), false));

            HttpFailure failure = failure(endpoint, limits);

            assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
            assertThat(failure.mayHaveActed()).isFalse();
        }
    }

    private static Endpoint endpoint(String host, SSLSocketFactory sockets, boolean verifyHost) {
        return new Endpoint.Tcp(host, server.getAddress().getPort(), new Endpoint.Tls(sockets, verifyHost));
    }

    private static HttpFailure failure(Endpoint endpoint) {
        return failure(endpoint, LIMITS);
    }

    private static HttpFailure failure(Endpoint endpoint, HttpLimits limits) {
        try (HttpClient client = new HttpClient(endpoint)) {
            return catchThrowableOfType(
                    HttpFailure.class,
                    () -> client.send(HttpRequest.of("GET", "/"), limits).close());
        }
    }

    private static SSLContext identity(KeyStore keys) throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static SSLContext trust(KeyStore keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", keys.getCertificate("a"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
