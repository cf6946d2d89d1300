package org.superlance.listener.util;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogOnceTest {

    private final LogOnce log = new LogOnce();

    @Test
    void logsAProblemWhenItBeginsAndWhenItIsOver() {
        assertThat(log.clear()).isFalse();
        assertThat(log.raise()).isTrue();
        assertThat(log.raise()).isFalse();
        assertThat(log.clear()).isTrue();
        assertThat(log.clear()).isFalse();
        assertThat(log.raise()).isTrue();
    }

    @Test
    void logsAnotherProblemToo() {
        assertThat(log.raise("it is silent")).isTrue();
        assertThat(log.raise("it is silent")).isFalse();
        assertThat(log.raise("it refuses")).isTrue();
        assertThat(log.raise("it is silent")).isTrue();
        assertThat(log.clear()).isTrue();
    }
}
