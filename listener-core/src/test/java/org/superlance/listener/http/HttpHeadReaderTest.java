package org.superlance.listener.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.http.HttpHeadReader.HttpHeaders;
import org.superlance.listener.http.HttpHeadReader.HttpSyntaxException;

class HttpHeadReaderTest {

    @ParameterizedTest
    @CsvSource({
        "A:1, A, 1",
        "a:  1 :2, a, 1 :2",
        "A:, A, ''",
        "A: 1\u00c3\u00852, A, 1\u00c3\u00852",
        "'!#$%&''*+.^_`|~-09azAZ: é', '!#$%&''*+.^_`|~-09azAZ', é"
    })
    void readsAHeader(String line, String name, String value) throws IOException {
        assertThat(reader(line).headers().first(name)).hasValue(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {":", " A: 1", "A : 1", "A", "A\t: 1", "A(: 1", "Ä: 1", "A: 1\r2", "A\u0000: 1"})
    void refusesALineThatIsNoHeader(String line) throws IOException {
        assertThatThrownBy(() -> reader(line).headers()).isInstanceOf(HttpSyntaxException.class);

        HttpHeaders headers = reader(line).headersLeniently();

        assertThat(headers.isWellFormed()).isFalse();
        assertThat(headers.first("A")).isEmpty();
    }

    private static HttpHeadReader reader(String line) {
        return new HttpHeadReader(new ByteArrayInputStream((line + "\r\n\r\n").getBytes(ISO_8859_1)), 1_000);
    }
}
