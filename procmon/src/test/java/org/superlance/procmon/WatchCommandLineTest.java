package org.superlance.procmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.testkit.CommandLineFixture;

class WatchCommandLineTest extends CommandLineFixture {

    @Override
    protected int command(CommandContext context, String... arguments) {
        String[] all = Stream.concat(Stream.of("watch"), Stream.of(arguments)).toArray(String[]::new);
        return Procmon.run(context, all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-a",
                "-p web -p db:* -g workers --exclude web:w1",
                "-a -t 5 -k 10s -m 0.5 -M 10m",
                "-a --threshold=5 --killtime=10 --minrestartdelay=2 --maxrestartdelay=1h --consistencydelay 30s",
                "-a --min 2 --max 60 --thr 3",
                "-a --jitter 0 --reset-after 1m --max-failures 20/1h --max-starts-per-second 50",
                "-a --exited unexpected --kill-stuck --restart-all-on /tmp/release",
                "-a --exited ANY --email bob@example.com --sendmail cat>/dev/null --name x --dry-run",
                "--on-fatal shutdown=web,db:* --on-exit=shutdown=job",
                "-a --on-fatal=shutdown --max-failures 3/1h",
                "-a --verbose --state-dir target/state"
            })
    void acceptsEveryOption(String arguments) {
        int status = listen(arguments.split(" "));

        assertThat(err).asString().doesNotContain("Usage:");
        assertThat(out).hasToString("READY\n");
        assertThat(status).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            value = {
                "-k 5                        ~ -p NAME            ~ nothing to watch",
                "-g web:w1                   ~ --group            ~ name of a group",
                "-p :                        ~ --program          ~ names no process",
                "-a -t soon                  ~ --threshold        ~ not a duration",
                "-a -m 0                     ~ --minrestartdelay  ~ more than 0",
                "-a -M 0.5                   ~ --maxrestartdelay  ~ less than minrestartdelay",
                "-a -t 5 --reset-after 2     ~ --reset-after      ~ less than threshold",
                "-a --jitter 101             ~ --jitter           ~ from 0 to 100",
                "-a --jitter much            ~ --jitter           ~ much",
                "-a --max-failures 5         ~ --max-failures     ~ N/DURATION",
                "-a --max-failures 500/1h    ~ --max-failures     ~ at most 100",
                "-a --consistencydelay 0     ~ --consistencydelay ~ more than 0",
                "-a --max-starts-per-second 0 ~ --max-starts-per-second ~ from 1 to",
                "-a --exited sometimes       ~ --exited           ~ sometimes",
                "--on-fatal shutdown         ~ -p NAME            ~ nothing to watch",
                "-a --on-fatal restart       ~ --on-fatal         ~ write shutdown or shutdown=NAME",
                "-a --on-exit shutdown=web,, ~ --on-exit          ~ names no process",
                "-a --restart-all-on         ~ --restart-all-on   ~ needs a value",
                "-a --email nobody@          ~ nobody@            ~ mail address",
                "-a --webhook-header A:b     ~ --webhook-header   ~ needs --webhook",
                "-a extra                    ~ 'extra'            ~ takes options only",
                "-a -x                       ~ -x                 ~ unknown option: "
            })
    void refusesWithOneSentenceBeforeItIsReady(String arguments, String option, String expected) {
        int status = listen(arguments.trim().split(" "));

        assertRefused("procmon watch", status, option.trim(), expected.trim());
    }

    @Test
    void showsHelpOnStdout() {
        assertThat(run(Map.of(), false, "--help")).isZero();

        assertThat(out).asString().contains("Usage: procmon watch").contains("--kill-stuck", "--maxrestartdelay");
        assertThat(err).asString().isEmpty();
    }

    @Test
    void showsAnExampleSectionOnATerminal() {
        assertThat(run(Map.of(), true, "-a")).isEqualTo(2);

        assertThat(out).asString().isEmpty();
        assertThat(err)
                .asString()
                .contains("[eventlistener:procmon]", "command=procmon watch -a", "procmon watch --once --dry-run");
    }

    @Test
    void reportsWhyOnceFails() {
        assertThat(run(Map.of("SUPERVISOR_SERVER_URL", "http://127.0.0.1:1"), true, "--once", "-a"))
                .isEqualTo(3);

        assertThat(err)
                .asString()
                .startsWith("procmon watch: ")
                .contains("127.0.0.1:1")
                .hasLineCount(1);
    }
}
