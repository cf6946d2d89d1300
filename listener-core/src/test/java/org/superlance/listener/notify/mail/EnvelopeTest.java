package org.superlance.listener.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

    @ParameterizedTest
    @ValueSource(strings = {"web1", "web-1.example.com", "10.0.0.1", "a--b", "a-"})
    void takesTheNameOfAHost(String host) {
        assertThat(envelope(host).host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-web", ".web", "web.", "web..com", "web.-com", "web_1", "web 1", "wéb", "[::1]"})
    void takesLocalhostForWhatIsNoName(String host) {
        assertThat(envelope(host).host()).isEqualTo("localhost");
    }

    @ParameterizedTest
    @ValueSource(ints = {253, 254})
    void takesNoNameThatIsTooLong(int length) {
        assertThat(envelope("a".repeat(length)).host()).hasSize(length == 253 ? 253 : "localhost".length());
    }

    private static Envelope envelope(String host) {
        return new Envelope(null, List.of("ops@example.com"), host);
    }
}
