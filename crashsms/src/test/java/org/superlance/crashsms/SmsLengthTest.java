package org.superlance.crashsms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.crashsms.SmsBatchFormatter.SmsLength;

class SmsLengthTest {

    @Test
    void anOrdinaryCharacterTakesOneSeptet() {
        assertThat(SmsLength.count("Crash @ £5: é\r\nÄÖÑÜ§ ΔΦΓΛΩΠΨΣΘΞ ÆæßÉ ¿äöñüà ¡¤"))
                .isEqualTo(46);
    }

    @ParameterizedTest
    @ValueSource(strings = {"^", "{", "}", "\\", "[", "~", "]", "|", "€", "\f"})
    void aCharacterOfTheExtensionTakesTwo(String character) {
        assertThat(SmsLength.canWrite(character)).isTrue();
        assertThat(SmsLength.count(character)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"`", "ç", "\t", "\0", "…", "ё", "🚀", "\u001b"})
    void otherCharactersAreBeyondTheAlphabet(String character) {
        assertThat(SmsLength.canWrite(character)).isFalse();
    }

    @Test
    void theAlphabetHas127CharactersBesidesTheEscape() {
        long characters = IntStream.range(0, 0x10000)
                .mapToObj(c -> Character.toString((char) c))
                .filter(character -> SmsLength.canWrite(character) && SmsLength.count(character) == 1)
                .count();

        assertThat(characters).isEqualTo(127);
    }

    @Test
    void anSmsHas160Septets() {
        assertThat(SmsLength.fitOneSms("a".repeat(160))).isTrue();
        assertThat(SmsLength.fitOneSms("a".repeat(161))).isFalse();
        assertThat(SmsLength.fitOneSms("a".repeat(158) + "[")).isTrue();
        assertThat(SmsLength.fitOneSms("a".repeat(159) + "[")).isFalse();
    }

    @Test
    void anSmsBeyondTheAlphabetHas70Units() {
        assertThat(SmsLength.fitOneSms("a".repeat(69) + "ё")).isTrue();
        assertThat(SmsLength.fitOneSms("a".repeat(70) + "ё")).isFalse();
        assertThat(SmsLength.fitOneSms("[".repeat(69) + "ё")).isTrue();
    }

    @Test
    void aPairOfSurrogatesTakesTwoUnits() {
        assertThat(SmsLength.fitOneSms("a".repeat(68) + "🚀")).isTrue();
        assertThat(SmsLength.fitOneSms("a".repeat(69) + "🚀")).isFalse();
    }
}
