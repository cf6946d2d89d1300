package org.superlance.listener.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostAndPortTest {

    @ParameterizedTest
    @CsvSource({
        "mail:25, mail, 25",
        "127.0.0.1:65536, 127.0.0.1, 65536",
        "ü_x@y:0, ü_x@y, 0",
        "[::1]:00080, ::1, 80",
        "[FE80::1%2]:1, FE80::1%2, 1"
    })
    void hasAPort(String text, String host, int port) {
        assertThat(HostAndPort.parse(text)).contains(new HostAndPort(host, OptionalInt.of(port)));
    }

    @Test
    void mayHaveNone() {
        assertThat(HostAndPort.parse("mail")).contains(new HostAndPort("mail", OptionalInt.empty()));
        assertThat(HostAndPort.parse("[::1]")).contains(new HostAndPort("::1", OptionalInt.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":25", "a b", "a\fb", "a[b", "a]b", "a[b]"})
    @ValueSource(strings = {"::1", "[]", "[", "]", "[::1", "::1]", "[::1]x", "[::1]]", "[::g]", "[::1] :25"})
    @ValueSource(strings = {"a:b", "a:123456", "a:1:2", "a:", "a:-1", "a:1 ", "a:\u0661"})
    void isNothingElse(String text) {
        assertThat(HostAndPort.parse(text)).isEmpty();
    }
}
