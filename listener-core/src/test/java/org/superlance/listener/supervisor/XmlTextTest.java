package org.superlance.listener.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlTextTest {

    private final XmlText text = new XmlText();

    @ParameterizedTest
    @ValueSource(strings = {"0", "7", "007", "1763690000", "2147483647", "9999999999"})
    void tellsANumberOfDigits(String number) {
        append(number);

        assertThat(text.digits()).isEqualTo(Long.parseLong(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 1", "1 ", "-1", "+1", "1.0", "a", "\u0661", "12345678901"})
    void takesNothingElseForDigits(String other) {
        append(other);

        assertThat(text.digits()).isEqualTo(-1);
    }

    @Test
    void keepsTextsApartThatHaveTheSameHash() throws IOException {
        assertThat(texts("Aa", "BB", "Aa", "", "A", "Aa")).containsExactly("Aa", "BB", "Aa", "", "A", "Aa");
    }

    @Test
    void makesAStringOnceOfShortTextsThatRepeat() throws IOException {
        String[] made = texts("statename", "RUNNING", "statename");

        assertThat(made[2]).isSameAs(made[0]);
    }

    @Test
    void putsPiecesTogetherThatAreLongerThanItsBuffer() throws IOException {
        append("a".repeat(200));
        append("b".repeat(2_000));

        assertThat(text.string()).isEqualTo("a".repeat(200) + "b".repeat(2_000));
    }

    private String[] texts(String... all) throws IOException {
        String[] made = new String[all.length];
        for (int i = 0; i < all.length; i++) {
            text.clear();
            append(all[i]);
            made[i] = text.string();
        }
        return made;
    }

    private void append(String piece) {
        byte[] octets = piece.getBytes(UTF_8);
        text.append(octets, 0, octets.length);
    }
}
