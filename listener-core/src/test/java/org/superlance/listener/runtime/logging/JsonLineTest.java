package org.superlance.listener.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The members and their order are read by other programs: docs/operations.md documents them. */
class JsonLineTest {

    private static final Logger LOG = (Logger) LoggerFactory.getLogger("org.superlance.listener.x.Y");
    private static final String TIME =
            "\\{\"time\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(?:Z|[+-]\\d\\d:\\d\\d)\"";

    @Test
    void aLineIsOneObjectWithTheSameMembers() {
        String line = JsonLine.of(event("restarting \"web:w1\"\n{\u0007", null), "memmon");

        assertThat(line)
                .matches(TIME + ",\"level\":\"WARN\",\"listener\":\"memmon\","
                        + "\"logger\":\"org\\.superlance\\.listener\\.x\\.Y\","
                        + "\"message\":\"restarting \\\\\"web:w1\\\\\"\\\\n\\{\\\\u0007\",\"exception\":null\\}\n");
    }

    @Test
    void aStackTraceIsInTheSameLine() {
        String line = JsonLine.of(event("broken", new IllegalStateException("two\nlines")), "memmon");

        assertThat(line)
                .contains(
                        "\"message\":\"broken\",\"exception\":\"java.lang.IllegalStateException: two\\nlines\\n\\tat ")
                .contains("JsonLineTest.java")
                .endsWith("\"}\n")
                .hasLineCount(1);
    }

    @Test
    void aListenerOfSeveralWritesItsOwnLinesSo() throws Exception {
        LogConfigurator.Layout layout = new LogConfigurator.Layout();
        FutureTask<String> inGroup = new FutureTask<>(() -> {
            LogConfigurator.json("other");
            return layout.doLayout(event("hello", null));
        });
        new Thread(new ListenerThreadGroup("web-memory"), inGroup).start();

        assertThat(inGroup.get()).contains("\"listener\":\"web-memory\"").startsWith("{");
        assertThat(layout.doLayout(event("hello", null))).endsWith(" WARN  hello\n");
    }

    private static LoggingEvent event(String message, @Nullable Throwable fault) {
        return new LoggingEvent("", LOG, Level.WARN, message, fault, null);
    }
}
