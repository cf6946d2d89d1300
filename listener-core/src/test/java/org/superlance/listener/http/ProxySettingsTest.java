package org.superlance.listener.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {

    private static final Endpoint.Tcp PLAIN = Endpoint.Tcp.plain("hooks.example.com", 80);
    private static final Endpoint.Tcp ENCRYPTED = new Endpoint.Tcp(
            "hooks.example.com", 443, new Endpoint.Tls((SSLSocketFactory) SSLSocketFactory.getDefault(), true));

    @Test
    void eachSchemeHasItsProxyAndLowerCaseWins() {
        ProxySettings proxies = ProxySettings.of(
                Map.of("HTTP_PROXY", "http://p1:3128", "HTTPS_PROXY", "http://wrong:1", "https_proxy", "p2"));

        assertThat(proxies.endpoint(PLAIN)).hasToString("hooks.example.com:80 through proxy p1:3128");
        assertThat(proxies.endpoint(ENCRYPTED)).hasToString("hooks.example.com:443 through proxy p2:80");
    }

    @Test
    void withoutThemEverythingIsDirect() {
        assertThat(ProxySettings.of(Map.of("HTTP_PROXY", "", "HTTPS_PROXY", " "))
                        .endpoint(PLAIN))
                .isSameAs(PLAIN);
    }

    @Test
    void userAndPasswordAreForTheProxyAndAreNotShown() {
        Endpoint endpoint = ProxySettings.of(Map.of("http_proxy", "http://us%40er:s3cret@p:1/"))
                .endpoint(PLAIN);

        assertThat(((Endpoint.Proxied) endpoint).credentials()).contains(new Credentials("us@er", "s3cret"));
        assertThat(endpoint.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://p:1", "https://p:1", "http://", "http://s3cret:s3cret@", "http://u:s3cret%@p"})
    void whatIsNoHttpProxyIsRefused(String url) {
        assertThatThrownBy(() -> ProxySettings.of(Map.of("HTTPS_PROXY", url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("environment variable HTTPS_PROXY")
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*                          | hooks.example.com | true",
                "example.com                | hooks.example.com | true",
                ".example.com               | hooks.example.com | true",
                "*.example.com              | hooks.example.com | true",
                "EXAMPLE.com                | hooks.Example.COM | true",
                "ample.com                  | hooks.example.com | false",
                "other, hooks.example.com   | hooks.example.com | true",
                "example.com:8080           | hooks.example.com | true",
                "example.com:80             | hooks.example.com | false",
                "localhost,127.0.0.1        | 127.0.0.1         | true",
                "127.0.0.1                  | 127.0.0.2         | false",
                "0.1                        | 127.0.0.1         | false",
                "10.0.0.0/8                 | 10.9.8.7          | true",
                "10.0.0.0/8                 | 11.9.8.7          | false",
                "10.0.0.0/33                | 10.0.0.0          | true",
                "10.0.0.0/x                 | 10.0.0.1          | false",
                "10.0.0.0/8                 | ten.example.com   | false",
                "::1                        | ::1               | true",
                "[::1]:8080                 | ::1               | true",
                "[::1]:80                   | ::1               | false",
                "fe80::/10                  | fe80::1           | true"
            })
    void someAreDirect(String direct, String host, boolean isDirect) {
        ProxySettings proxies = ProxySettings.of(Map.of("HTTP_PROXY", "p:1", "NO_PROXY", direct));
        Endpoint.Tcp server = Endpoint.Tcp.plain(host, 8080);

        assertThat(proxies.endpoint(server).equals(server)).isEqualTo(isDirect);
    }
}
