package org.superlance.listener.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ResourceLock(Resources.TIME_ZONE)
class LogTimeTest {

    private final TimeZone before = TimeZone.getDefault();

    @AfterEach
    void restore() {
        TimeZone.setDefault(before);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-10-25T00:59:59.999Z, 2026-10-25T02:59:59.999+02:00",
        "Europe/Berlin, 2026-10-25T01:00:00Z, 2026-10-25T02:00:00.000+01:00",
        "America/St_Johns, 2026-01-01T00:00:00.050Z, 2025-12-31T20:30:00.050-03:30",
        "Asia/Kathmandu, 2026-01-01T00:00:00Z, 2026-01-01T05:45:00.000+05:45",
        "UTC, 2026-02-28T23:59:59.001Z, 2026-02-28T23:59:59.001Z",
    })
    void isTheLocalOneWithItsOffset(String zone, Instant instant, String expected) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        StringBuilder line = new StringBuilder("> ");

        LogTime.appendTo(line, instant.toEpochMilli());

        assertThat(line).hasToString("> " + expected);
    }
}
