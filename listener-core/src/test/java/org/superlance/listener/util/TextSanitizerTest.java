package org.superlance.listener.util;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextSanitizerTest {

    @Test
    void aLineHasNoBreaksAndNoControlCharacters() {
        assertThat(TextSanitizer.singleLine("a\r\nb\u0000c\u2028d\u0007e\u001b[31m", 100))
                .isEqualTo("a b c d\uFFFDe\uFFFD[31m");
        assertThat(TextSanitizer.singleLine("a\t\u000b\f\u0085\u2029 b\u00a0\u0085", 100))
                .isEqualTo("a b\u00a0");
    }

    @Test
    void directionOverridesAndLoneSurrogatesAreReplaced() {
        assertThat(TextSanitizer.singleLine("x\u202Etxt.exe\u2066\u200F\ud83d", 100))
                .isEqualTo("x\uFFFDtxt.exe\uFFFD\uFFFD\uFFFD");
    }

    @Test
    void aLongLineIsCutButNotWithinACharacter() {
        assertThat(TextSanitizer.singleLine("abcd\ud83d\ude00efgh", 6)).isEqualTo("abcd\u2026");
        assertThat(TextSanitizer.singleLine("x".repeat(10_000), 200))
                .hasSize(200)
                .endsWith("\u2026");
        assertThat(TextSanitizer.singleLine("x".repeat(200), 200)).isEqualTo("x".repeat(200));
    }

    @Test
    void aLongLineKeepsItsEndWhereThatIsAskedFor() {
        assertThat(TextSanitizer.singleLineWithEnd("a\nb", 3)).isEqualTo("a b");
        assertThat(TextSanitizer.singleLineWithEnd("abcdefghijklmno", 9)).isEqualTo("abc\u2026klmno");
        assertThat(TextSanitizer.singleLineWithEnd("abcdefghi\ud83d\ude00lmno", 9))
                .isEqualTo("abc\u2026lmno");
    }

    @Test
    void aBlockKeepsItsLinesAndSaysWhatWasCut() {
        assertThat(TextSanitizer.multiLine("a\r\nb\rc\td\u0000", 100)).isEqualTo("a\nb\nc\td\uFFFD");
        assertThat(TextSanitizer.multiLine("\r\r\n\n\r", 100)).isEqualTo("\n\n\n\n");
        assertThat(TextSanitizer.multiLine("abcdef", 4)).isEqualTo("abcd\n[2 characters were cut off here]\n");
    }

    @ParameterizedTest
    @CsvSource({
        "http://user:pass@host/x, http://***@host/x",
        "a://b@c d://e@f, a://***@c d://***@f",
        "http://us://er@host, http://us://***@host",
        "unix:///run/a@b, unix:///run/a@b",
        "http://host/a@b, http://host/a@b",
        "http://a b@host, http://a b@host",
        "http://@host, http://***@host",
        "http://pass, http://pass",
        "ops@example.com, ops@example.com"
    })
    void loginsOfUrlsAreLeftOut(String text, String shown) {
        assertThat(TextSanitizer.withoutLogins(text)).isEqualTo(shown);
    }

    @Test
    void anExcerptIsShortAndHasNoControlCharacters() {
        assertThat(TextSanitizer.excerpt("a\r\nb\tc\u2028d\u202Ee\ud83d f")).isEqualTo("a??b?c?d?e? f");
        assertThat(TextSanitizer.excerpt("\ud83d\ude00".repeat(200))).isEqualTo("\ud83d\ude00".repeat(200));
        assertThat(TextSanitizer.excerpt("\ud83d\ude00".repeat(201))).isEqualTo("\ud83d\ude00".repeat(200) + "\u2026");
    }
}
