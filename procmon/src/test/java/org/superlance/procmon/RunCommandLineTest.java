package org.superlance.procmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.testkit.CommandLineFixture;

class RunCommandLineTest extends CommandLineFixture {

    @Override
    protected int command(CommandContext context, String... arguments) {
        return RunCommandMain.run(context, arguments);
    }

    @Test
    void showsWhatThereIs() {
        assertThat(run(Map.of(), true, "--help")).isZero();

        assertThat(out)
                .asString()
                .contains("Usage: procmon run [options] -- command args...")
                .contains("-C FILE")
                .contains("--killtime");
        assertThat(err).asString().isEmpty();
    }

    @Test
    void refusesToRunNothing() {
        assertRefused("nothing to run: give a command or -C FILE");
        assertRefused("-C and a command exclude each other", "-C", "a.conf", "--", "web");
        assertRefused("with -C set user= and directory= in the file", "-C", "a.conf", "--user", "www");
        assertRefused("--retry-missing applies to a command", "-C", "a.conf", "--retry-missing");
        assertRefused("--group needs --user", "--group", "www", "web");
        assertRefused("--exit-on-fatal and --on-exit need -C FILE", "--exit-on-fatal", "--", "web");
        assertRefused("names no process", "--on-exit=,", "-C", "a.conf");
    }

    @Test
    void refusesValuesThatCannotBe() {
        assertRefused("'soon' is not a duration", "-t", "soon", "web");
        assertRefused("--maxrestartdelay 1s is less than minrestartdelay 2s", "-m", "2", "-M", "1", "web");
        assertRefused("--jitter", "--jitter", "101", "web");
        assertRefused("unknown option: --nothing", "--nothing", "web");
    }

    @Test
    void refusesWhatCannotBeStarted() {
        assertRefused("cannot start 'wbe': there is no command 'wbe' in /nowhere", "-t", "2", "wbe", "--jitter", "-t");
        assertRefused("cannot start '/bin/sh': there is no directory '/nowhere'", "--dir", "/nowhere", "--", "/bin/sh");
    }

    private void assertRefused(String expected, String... arguments) {
        err.reset();
        assertRefused("procmon run", run(Map.of("PATH", "/nowhere"), true, arguments), "", expected);
    }
}
