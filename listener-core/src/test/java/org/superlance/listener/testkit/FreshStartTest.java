package org.superlance.listener.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreshStartTest {

    @Test
    void setsBackWhatABuildInTheBackgroundHandsOn() {
        List<String> words = new ArrayList<>(List.of("sh", "-c", "trap '' INT QUIT HUP; umask 077; exec \"$@\"", "sh"));
        words.addAll(FreshStart.of(List.of("grep", "-E", "^(Umask|SigBlk|SigIgn):", "/proc/self/status")));

        String[] status = TestCommand.output(words).split("\\s+");

        assertThat(status).hasSize(6).containsSubsequence("Umask:", "0022", "SigBlk:", "SigIgn:");
        assertThat(usual(status[3])).isZero();
        assertThat(usual(status[5])).isZero();
    }

    /** Without those that the C library keeps for itself, and will not touch. */
    private static long usual(String signals) {
        return Long.parseUnsignedLong(signals, 16) & ((1L << 31) - 1);
    }
}
