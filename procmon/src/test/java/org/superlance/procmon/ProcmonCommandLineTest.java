package org.superlance.procmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.testkit.CommandLineFixture;

class ProcmonCommandLineTest extends CommandLineFixture {

    @Override
    protected int command(CommandContext context, String... arguments) {
        return Procmon.run(context, arguments);
    }

    @Test
    void showsWhatThereIs() {
        int status = run(Map.of(), true, "--help");

        assertThat(status).isZero();
        assertThat(out).asString().contains("Usage: procmon run|watch").contains("procmon watch --help");
        assertThat(err).asString().isEmpty();
    }

    @Test
    void saysItsVersion() {
        assertThat(run(Map.of(), true, "-V")).isZero();

        assertThat(out).asString().startsWith("procmon ");
    }

    @Test
    void refusesAnUnknownSubcommand() {
        assertRefused("procmon", run(Map.of(), true, "wacht", "-a"), "'procmon wacht'", "write ");
    }

    @Test
    void refusesAnAbbreviatedSubcommand() {
        assertRefused("procmon", run(Map.of(), true), "missing subcommand: ", "");
    }

    @Test
    void refusesAnOptionBeforeTheSubcommand() {
        assertRefused("procmon", run(Map.of(), true, "-a", "watch"), "-a", "unknown option: ");
    }
}
