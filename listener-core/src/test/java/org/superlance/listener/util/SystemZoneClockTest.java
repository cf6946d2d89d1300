package org.superlance.listener.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.ZoneId;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemZoneClockTest {

    @Test
    void isInTheZoneOfThisMachine() {
        Clock clock = new SystemZoneClock();

        assertThat(SystemZoneClock.timeZone(clock)).isEqualTo(TimeZone.getDefault());
        assertThat(clock.getZone().getRules().getOffset(clock.instant()))
                .isEqualTo(ZoneId.systemDefault().getRules().getOffset(clock.instant()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Z", "UTC", "+05:30", "Europe/Berlin"})
    void hasTheZoneOfAnotherClock(ZoneId zone) {
        Clock clock = Clock.system(zone);

        assertThat(SystemZoneClock.timeZone(clock).getOffset(clock.millis()))
                .isEqualTo(zone.getRules().getOffset(clock.instant()).getTotalSeconds() * 1_000);
    }
}
