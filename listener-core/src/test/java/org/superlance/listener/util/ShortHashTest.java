package org.superlance.listener.util;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortHashTest {

    @Test
    void hasEightDigitsThatStayTheSame() {
        // directories and files of earlier versions have these in their names
        assertThat(ShortHash.of("")).isEqualTo("00000000");
        assertThat(ShortHash.of("123456789")).isEqualTo("cbf43926");
        assertThat(ShortHash.of("http://h\u00f6st/")).isNotEqualTo(ShortHash.of("http://host/"));
    }
}
