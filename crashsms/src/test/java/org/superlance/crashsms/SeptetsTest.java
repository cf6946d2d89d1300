package org.superlance.crashsms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeptetsTest {

    @Test
    void anOrdinaryCharacterTakesOneSeptet() {
        assertThat(Septets.count("Crash @ £5: é\r\nÄÖÑÜ§ ΔΦΓΛΩΠΨΣΘΞ ÆæßÉ ¿äöñüà ¡¤"))
                .isEqualTo(46);
    }

    @ParameterizedTest
    @ValueSource(strings = {"^", "{", "}", "\\", "[", "~", "]", "|", "€", "\f"})
    void aCharacterOfTheExtensionTakesTwo(String character) {
        assertThat(Septets.canWrite(character)).isTrue();
        assertThat(Septets.count(character)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"`", "ç", "\t", "\0", "…", "ё", "🚀", "\u001b"})
    void otherCharactersAreBeyondTheAlphabet(String character) {
        assertThat(Septets.canWrite(character)).isFalse();
    }

    @Test
    void theAlphabetHas127CharactersBesidesTheEscape() {
        long characters = IntStream.range(0, 0x10000)
                .mapToObj(c -> Character.toString((char) c))
                .filter(character -> Septets.canWrite(character) && Septets.count(character) == 1)
                .count();

        assertThat(characters).isEqualTo(127);
    }

    @Test
    void anSmsHas160Septets() {
        assertThat(Septets.fitOneSms("a".repeat(160))).isTrue();
        assertThat(Septets.fitOneSms("a".repeat(161))).isFalse();
        assertThat(Septets.fitOneSms("a".repeat(158) + "[")).isTrue();
        assertThat(Septets.fitOneSms("a".repeat(159) + "[")).isFalse();
    }

    @Test
    void anSmsBeyondTheAlphabetHas70Units() {
        assertThat(Septets.fitOneSms("a".repeat(69) + "ё")).isTrue();
        assertThat(Septets.fitOneSms("a".repeat(70) + "ё")).isFalse();
        assertThat(Septets.fitOneSms("[".repeat(69) + "ё")).isTrue();
    }

    @Test
    void aPairOfSurrogatesTakesTwoUnits() {
        assertThat(Septets.fitOneSms("a".repeat(68) + "🚀")).isTrue();
        assertThat(Septets.fitOneSms("a".repeat(69) + "🚀")).isFalse();
    }
}
