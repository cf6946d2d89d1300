package org.superlance.httpok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.http.Credentials;

class ProbeUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://h, false, h, 80, /",
        "HTTPS://h, true, h, 443, /",
        "http://h:8080/a/b?c=d#e?f, false, h, 8080, /a/b?c=d",
        "http://[::1]:81?q=/x@y, false, ::1, 81, /?q=/x@y",
        "https://h:1#/path@x, true, h, 1, /"
    })
    void hasParts(String text, boolean secure, String host, int port, String target) {
        assertThat(ProbeUrl.parse(" " + text + "\n"))
                .isEqualTo(new ProbeUrl(secure, host, port, target, Optional.empty(), text));
    }

    @ParameterizedTest
    @CsvSource({
        "http://me@h/, me, '', http://h/",
        "http://me:p%40ss:w@h/x@y, me, p@ss:w, http://h/x@y",
        "http://me:p@ss@h?//a@b, me, p@ss, http://h?//a@b"
    })
    void mayHaveALoginThatIsNotShown(String text, String user, String password, String shown) {
        ProbeUrl url = ProbeUrl.parse(text);

        assertThat(url.host()).isEqualTo("h");
        assertThat(url.credentials()).contains(new Credentials(user, password));
        assertThat(url).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h", "//h/", "http:/h/", "http//h/", "http\u017f://h/", "xhttp://h/", "http://"})
    @ValueSource(
            strings = {"http:///a", "http://u@/a", "http://a b/", "http://a:/", "http://a:1x/", "http://a:\u0661/"})
    @ValueSource(strings = {"http://::1/", "http://[::1/", "http://[::1]x/", "http://[::g]/", "http://h/#a\nb"})
    void isNothingElse(String text) {
        assertThatThrownBy(() -> ProbeUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write http://host:port/path");
    }

    @ParameterizedTest
    @CsvSource({
        "a@b//c, a@b//c",
        "//c@d, //d",
        "http://h//c@d, http://h//d",
        "http:///c@d/e@f, http:///d/e@f",
        "http://h/c@d, http://h/c@d"
    })
    void isShownWithoutWhatMayBeALogin(String text, String shown) {
        assertThat(ProbeUrl.withoutLogin(text)).isEqualTo(shown);
    }
}
