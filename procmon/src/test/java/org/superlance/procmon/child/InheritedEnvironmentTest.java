package org.superlance.procmon.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class InheritedEnvironmentTest {

    @Test
    void isOursWhereTheLauncherHasAddedNothing() {
        Map<String, String> ours = Map.of("PATH", "/bin", "MALLOC_ARENA_MAX", "2", "LC_ALL", "C.UTF-8");

        assertThat(InheritedEnvironment.of(ours)).isEqualTo(ours);
    }

    @Test
    void isWithoutTheArenasOfTheJvm() {
        Map<String, String> ours = Map.of("PATH", "/bin", "MALLOC_ARENA_MAX", "1", "SUPERLANCE_ARENAS", "1");

        assertThat(InheritedEnvironment.of(ours)).isEqualTo(Map.of("PATH", "/bin"));
    }

    @Test
    void hasTheLocaleThatTheUserHasSet() {
        Map<String, String> ours = Map.of("LC_ALL", "C.UTF-8", "SUPERLANCE_LOCALE", "LC_ALL=POSIX");

        assertThat(InheritedEnvironment.of(ours)).isEqualTo(Map.of("LC_ALL", "POSIX"));
    }

    @Test
    void hasNoLocaleWhereTheUserHasSetNone() {
        Map<String, String> ours = Map.of("LANG", "C", "LC_CTYPE", "C.UTF-8", "SUPERLANCE_LOCALE", "LC_CTYPE=");

        assertThat(InheritedEnvironment.of(ours)).isEqualTo(Map.of("LANG", "C"));
    }
}
