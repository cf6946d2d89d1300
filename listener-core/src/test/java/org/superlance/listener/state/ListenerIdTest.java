package org.superlance.listener.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerIdTest {

    @ParameterizedTest
    @CsvSource({
        "web, memmon, memmon-web-memmon-",
        "Web_1-a, MEMMON, memmon-web_1-a-memmon-",
        "../a b, é\u0661, memmon-___a_b-__-",
        "x, \ud83d\ude00y\ud83d, memmon-x-_y_-",
    })
    void hasAFileNameThatIsReadableAndSafe(String group, String name, String begin) {
        String fileName = new ListenerId("memmon", group, name, "http://127.0.0.1:9001").fileName();

        assertThat(fileName).startsWith(begin).matches("[a-z0-9_-]+");
    }
}
