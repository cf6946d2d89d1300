package org.superlance.listener.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {

    @Test
    void namesWhatThereIs() {
        assertThat(new Backlog(1, 0, 2)).hasToString("1 restart, 2 alerts");
        assertThat(new Backlog(0, 3, 1)).hasToString("3 failures, 1 alert");
    }

    @Test
    void namesNothingWhereNothingIs() {
        assertThat(new Backlog(0, 0, 0)).hasToString("nothing");
        assertThat(new Backlog(0, 0, 0).isEmpty()).isTrue();
    }
}
