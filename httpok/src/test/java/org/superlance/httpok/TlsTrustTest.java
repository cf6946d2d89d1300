package org.superlance.httpok;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.httpok.ProbeResult.Outcome;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LogLines;
import org.superlance.listener.testkit.TestCommand;

class TlsTrustTest {

    private static final String PASSWORD = "changeit";
    private static final BodyExpectation FINE = new BodyExpectation(List.of("fine"), List.of(), List.of());

    @TempDir
    Path directory;

    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        Path store = directory.resolve("store.p12");
        keytool("-genkeypair", "-alias", "it", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost");
        keytool("-exportcert", "-rfc", "-alias", "it", "-file", certificate().toString());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 4);
            exchange.getResponseBody().write("fine".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void takesAnyCertificateWithOneWarning() {
        try (LogLines log = LogLines.of(HttpProbe.class)) {
            Function<ProbeUrl, ProbeResult> probe = probe(TlsTrust.ANY_WITH_WARNING, null);

            assertThat(probe.apply(url("localhost")).outcome()).isEqualTo(Outcome.GOOD);
            assertThat(probe.apply(url("localhost")).outcome()).isEqualTo(Outcome.GOOD);

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("does not verify")
                    .contains("--insecure");
        }
    }

    @Test
    void takesAnyCertificateWithoutAWordWhenToldSo() {
        try (LogLines log = LogLines.of(HttpProbe.class)) {
            assertThat(probe(TlsTrust.ANY, null).apply(url("localhost")).outcome())
                    .isEqualTo(Outcome.GOOD);
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void refusesACertificateThatDoesNotVerifyWhenASecretIsSent() {
        ProbeResult result = probe(TlsTrust.VERIFIED, null).apply(url("localhost"));

        assertThat(result.outcome()).isEqualTo(Outcome.BAD);
        assertThat(result.reason()).contains("TLS handshake with localhost");
    }

    @Test
    void verifiesAgainstTheAuthoritiesThatAreGivenAndTheName() {
        Function<ProbeUrl, ProbeResult> probe = probe(TlsTrust.VERIFIED, certificate());

        assertThat(probe.apply(url("localhost")).outcome()).isEqualTo(Outcome.GOOD);
        assertThat(probe.apply(url("127.0.0.1")).reason()).contains("TLS handshake with 127.0.0.1");
    }

    @Test
    void tellsWhenTheCertificateExpires() {
        assertThat(probe(TlsTrust.ANY, null).apply(url("localhost")).certificateEnd())
                .isPresent();
    }

    private Function<ProbeUrl, ProbeResult> probe(TlsTrust trust, @Nullable Path authorities) {
        ProbeRequest request = new ProbeRequest("GET", List.of(), null, null, trust.tls(authorities), Await.LIMIT);
        return url -> new HttpProbe(url, request, new ResponseExpectation(List.of(), FINE, null)).run();
    }

    private ProbeUrl url(String host) {
        return ProbeUrl.parse("https://" + host + ":" + server.getAddress().getPort() + "/");
    }

    private Path certificate() {
        return directory.resolve("certificate.pem");
    }

    private void keytool(String... words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.add("-J-XX:TieredStopAtLevel=1");
        command.addAll(List.of(words));
        command.addAll(List.of(
                "-storepass",
                PASSWORD,
                "-keystore",
                directory.resolve("store.p12").toString()));
        TestCommand.output(command);
    }
}
