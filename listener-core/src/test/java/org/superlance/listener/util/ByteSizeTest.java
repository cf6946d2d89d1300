package org.superlance.listener.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "200MB, 209715200",
        "200 MB, 209715200",
        "200mb, 209715200",
        "1KB, 1024",
        "64K, 65536",
        "1.5gb, 1610612736",
        "2T, 2199023255552",
        "0.5TB, 549755813888",
        "8388607TB, 9223370937343148032",
        "0.00000001GB, 10",
        "17B, 17",
        "200MiB, 209715200",
        "1.5Gi, 1610612736",
        "64 kib, 65536",
        "2tib, 2199023255552"
    })
    void readsPowersOf1024(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(ByteSize.ofBytes(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MB",
                "-1MB",
                "0",
                "0MB",
                "0.0001",
                "1,5MB",
                "200XB",
                "200iB",
                "200Mı",
                "200\u212aB",
                "200i",
                "200MBi",
                "1e3",
                "200 M B",
                "99999999TB",
                "8388608TB",
                "8388608.0TB",
                "99999999999999999999"
            })
    void refusesWithASentence(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0B",
        "1023, 1023B",
        "1024, 1KB",
        "209715200, 200MB",
        "327574323, 312.4MB",
        "1610612736, 1.5GB",
        "1048575, 1024KB",
        "10240, 10KB",
        "9223372036854775807, 8388608TB"
    })
    void writesOneDecimalAtMost(long bytes, String text) {
        assertThat(ByteSize.ofBytes(bytes)).hasToString(text);
    }

    @Test
    void takesAPart() {
        assertThat(ByteSize.ofBytes(1000).percent(new BigDecimal("12.5"))).isEqualTo(ByteSize.ofBytes(125));
    }
}
