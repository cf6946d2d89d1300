package org.superlance.listener.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which process is taken for the command of an earlier run. */
class OrphanedCommandTest {

    private static final long PID = ProcessHandle.current().pid();

    @Test
    void isTheProcessWithThatPidAndThatStart() {
        OrphanedCommand command = new OrphanedCommand(new ProcessIdentity().of(PID));

        assertThat(command.isAlive()).isTrue();
        assertThat(command.pid()).isEqualTo(PID);
    }

    @Test
    void isNotWhatHasItsPidSince() {
        assertThat(new OrphanedCommand(PID + "/1").isAlive()).isFalse();
    }

    /** As where there is no proc: in doubt nothing is killed. */
    @Test
    void isNothingWithoutAStart() {
        assertThat(new OrphanedCommand(Long.toString(PID)).isAlive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/1", "a/1", "-1/1", "0/0", "1/", "99999999999999999999/1", "x"})
    void isNothingIfTheRecordIsDamaged(String identity) throws InterruptedException {
        OrphanedCommand command = new OrphanedCommand(identity);

        assertThat(command.isAlive()).isFalse();
        command.kill();
    }
}
