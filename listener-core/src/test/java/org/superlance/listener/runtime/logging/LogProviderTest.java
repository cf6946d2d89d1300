package org.superlance.listener.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LogProviderTest {

    /** With another name SLF4J would search for one, and nobody would notice. */
    @Test
    void isTheOneThatTheLauncherNames() throws Exception {
        assertThat(Files.readString(Path.of("../packaging/src/main/sh/launcher.sh")))
                .contains(" -Dslf4j.provider=" + LogProvider.class.getName() + " ");
    }

    @Test
    void isConfiguredAsTheLogIsWithoutIt() {
        LogProvider provider = new LogProvider();

        provider.initialize();

        LoggerContext context = (LoggerContext) provider.getLoggerFactory();
        assertThat(context.getLogger("ROOT").getLevel()).isEqualTo(Level.WARN);
        assertThat(context.getLogger("ROOT").getAppender("stderr").isStarted()).isTrue();
        assertThat(context.getLogger("org.superlance").getLevel()).isEqualTo(Level.INFO);
        assertThat(context.isStarted()).isTrue();
    }
}
