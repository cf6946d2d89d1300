package org.superlance.listener.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10     | BAD_NAME: web                                           | BAD_NAME",
                "-32500 | Application Error: BAD_NAME no process named web        | BAD_NAME",
                "-32500 | BAD_NAME no process named web                           | BAD_NAME",
                "-32500 | Application Error: NOT_RUNNING                          | NOT_RUNNING",
                "-32500 | Application Error: fail to stop process BAD_NAME        | OTHER",
                "-32500 | Application Error: fail to start process web            | OTHER",
                "-32500 | ''                                                      | OTHER",
                "30     | BAD_NAME                                                | FAILED",
                "-32601 | method not found                                        | UNKNOWN_METHOD"
            })
    void isKnownByItsNumberOrElseByTheNameInItsText(int code, String text, Fault expected) {
        assertThat(Fault.of(code, text)).isEqualTo(expected);
    }
}
