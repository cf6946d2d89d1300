package org.superlance.listener.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {

    @ParameterizedTest
    @CsvSource({
        "TERM, 15, SIGTERM",
        "sigusr1, 10, SIGUSR1",
        "9, 9, SIGKILL",
        "CLD, 17, SIGCHLD",
        "SIGPOLL, 29, SIGIO",
        "IOT, 6, SIGABRT",
        "RTMIN, 34, SIGRTMIN",
        "64, 64, SIGRTMAX"
    })
    void readsNamesAndNumbersThatPythonKnows(String text, int number, String shown) {
        assertThat(Signal.parse(text)).isEqualTo(new Signal(number)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SIG", "0", "-1", "35", "65", "RTMIN+1", "_IGN", "1 5"})
    void refusesOthers(String text) {
        assertThatThrownBy(() -> Signal.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneWithoutANameIsShownByItsNumber() {
        assertThat(new Signal(40)).hasToString("signal 40");
    }
}
