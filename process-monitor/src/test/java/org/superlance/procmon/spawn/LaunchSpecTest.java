package org.superlance.procmon.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchSpecTest {

    @Test
    void childrenGetTheEnvironmentThatTheLauncherHasNotChanged() {
        Map<String, String> ours = Map.of("PATH", "/bin", "MALLOC_ARENA_MAX", "2", "LC_ALL", "C.UTF-8");

        assertThat(LaunchSpec.childEnvironment(ours)).isEqualTo(ours);
    }

    @Test
    void childrenDoNotGetTheArenaSettingOfTheJvm() {
        Map<String, String> ours = Map.of("PATH", "/bin", "MALLOC_ARENA_MAX", "1", "SUPERLANCE_ARENAS", "1");

        assertThat(LaunchSpec.childEnvironment(ours)).isEqualTo(Map.of("PATH", "/bin"));
    }

    @Test
    void childrenGetTheLocaleThatTheUserHasSet() {
        Map<String, String> ours = Map.of("LC_ALL", "C.UTF-8", "SUPERLANCE_LOCALE", "LC_ALL=POSIX");

        assertThat(LaunchSpec.childEnvironment(ours)).isEqualTo(Map.of("LC_ALL", "POSIX"));
    }

    @Test
    void childrenGetNoLocaleWhereTheUserHasSetNone() {
        Map<String, String> ours = Map.of("LANG", "C", "LC_CTYPE", "C.UTF-8", "SUPERLANCE_LOCALE", "LC_CTYPE=");

        assertThat(LaunchSpec.childEnvironment(ours)).isEqualTo(Map.of("LANG", "C"));
    }
}
