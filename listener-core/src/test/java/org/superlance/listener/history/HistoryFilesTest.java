package org.superlance.listener.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryFilesTest {

    @Test
    void knowsItsFilesByTheirNames() {
        String file = HistoryFiles.segment(HistoryFiles.EVENTS, 12);

        assertThat(file).isEqualTo("events-000012.log");
        assertThat(HistoryFiles.number(HistoryFiles.EVENTS, file)).hasValue(12);
        assertThat(HistoryFiles.number(HistoryFiles.SAMPLES, file)).isEmpty();
        assertThat(HistoryFiles.included(HistoryFiles.summaryHeader(12))).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".log",
                "events-.log",
                "events-00012.log",
                "events-0000012.log",
                "events-00001x.log",
                "events-00001\u0661.log",
                "events-000012.log\n",
                "events-000012.log.tmp",
                "events-000012.txt",
                "events000012.log",
                "xevents-000012.log"
            })
    void passesOverOtherFiles(String file) {
        assertThat(HistoryFiles.number(HistoryFiles.EVENTS, file)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12",
                "000012",
                "superlance-history 1 summary of samples until 00012",
                "superlance-history 1 summary of samples until 000012\n",
                "superlance-history 2 summary of samples until 000012"
            })
    void includesNothingThatTheFirstLineDoesNotSay(String line) {
        assertThat(HistoryFiles.included(line)).isZero();
    }
}
