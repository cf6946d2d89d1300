package org.superlance.procmon.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.procmon.spawn.SpawnHelpers.SignalState;

class SignalStateTest {

    @ParameterizedTest
    @CsvSource({
        "0000000000000003, 0, children ignore SIGHUP and SIGINT",
        "0, 0000000000000004, children block SIGQUIT",
        "0000000000004007, 4, 'children ignore SIGHUP and SIGINT and SIGQUIT and SIGTERM, and block SIGQUIT'",
        "8000000000000000, 0, children ignore SIGRTMAX"
    })
    void namesIgnoredAndBlockedSignals(String ignored, String blocked, String clause) {
        assertThat(parsed(ignored, blocked).clause()).hasValue(clause);
    }

    @Test
    void ignoresTheSignalsOfTheCLibrary() {
        assertThat(parsed("0000000000000000", "0000000000000000").clause()).isEmpty();
        assertThat(parsed("0000000180000000", "0000000000000000").clause()).isEmpty();
        assertThat(SignalState.parse("no status at all").clause()).isEmpty();
    }

    private static SignalState parsed(String ignored, String blocked) {
        return SignalState.parse("Name:\tcat\nSigPnd:\tffffffffffffffff\nSigBlk:\t" + blocked + "\nSigIgn:\t" + ignored
                + "\nSigCgt:\tffffffffffffffff\n");
    }
}
