package org.superlance.memmon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.supervisor.Namespec;

class MemmonConfigTest {

    /** Counters are there with 0 before the first restart, also of a program without a limit of its own. */
    @Test
    void restartsDependantsForACauseOfTheirOwn() {
        MemmonConfig config = config("-p", "db=1MB", "--depends", "web=db", "--restart-dependants");

        assertThat(config.restartCauses(Namespec.parse("db"))).containsExactly("memory");
        assertThat(config.restartCauses(Namespec.parse("web"))).containsExactly("dependency");
        assertThat(config.restartCauses(Namespec.parse("idle"))).isEmpty();
        assertThat(config("-a", "1MB", "--depends", "web=db").restartCauses(Namespec.parse("web")))
                .containsExactly("memory");
    }

    private static MemmonConfig config(String... arguments) {
        MemmonCommand command = new MemmonCommand();
        OutputStream nowhere = OutputStream.nullOutputStream();
        new ArgumentParser(command.options(), List.of(), nowhere, new PrintStream(nowhere, true, UTF_8))
                .parse(arguments);
        return command.toConfig();
    }
}
