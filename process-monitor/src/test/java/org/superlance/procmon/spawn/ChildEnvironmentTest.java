package org.superlance.procmon.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildEnvironmentTest {

    @Test
    void isOursWhereTheLauncherHasAddedNothing() {
        Map<String, String> ours = Map.of("PATH", "/bin", "MALLOC_ARENA_MAX", "2", "LC_ALL", "C.UTF-8");

        assertThat(ChildEnvironment.of(ours)).isEqualTo(ours);
    }

    @Test
    void isWithoutTheArenasOfTheJvm() {
        Map<String, String> ours = Map.of("PATH", "/bin", "MALLOC_ARENA_MAX", "1", "SUPERLANCE_ARENAS", "1");

        assertThat(ChildEnvironment.of(ours)).isEqualTo(Map.of("PATH", "/bin"));
    }

    @Test
    void hasTheLocaleThatTheUserHasSet() {
        Map<String, String> ours = Map.of("LC_ALL", "C.UTF-8", "SUPERLANCE_LOCALE", "LC_ALL=POSIX");

        assertThat(ChildEnvironment.of(ours)).isEqualTo(Map.of("LC_ALL", "POSIX"));
    }

    @Test
    void hasNoLocaleWhereTheUserHasSetNone() {
        Map<String, String> ours = Map.of("LANG", "C", "LC_CTYPE", "C.UTF-8", "SUPERLANCE_LOCALE", "LC_CTYPE=");

        assertThat(ChildEnvironment.of(ours)).isEqualTo(Map.of("LANG", "C"));
    }
}
