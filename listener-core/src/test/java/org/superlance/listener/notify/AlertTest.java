package org.superlance.listener.notify;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AlertTest {

    @Test
    void idsAreUpTo64LettersDigitsDashesAndUnderscores() {
        for (String id : List.of("a", "Z_9-", "x".repeat(64))) {
            assertThatCode(() -> Alert.checkId(id)).as(id).doesNotThrowAnyException();
        }
    }

    @Test
    void nothingElseIsAnId() {
        for (String id : List.of("", "a b", "a/b", "..", "a\n", "\u00e4", "\u0661", "x".repeat(65))) {
            assertThatThrownBy(() -> Alert.checkId(id)).as(id).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
