package org.superlance.memmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.testkit.CommandLineFixture;

class MemmonCommandLineTest extends CommandLineFixture {

    @Override
    protected int command(CommandContext context, String... arguments) {
        return Memmon.run(context, arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-p foo=200MB -m bob@example.com",
                "-pfoo=1MB",
                "-p foo:bar=1MB -p foo:*=2MB -g baz=3kb",
                "-c -a 200MB -m bob@example.com",
                "-ca200MB",
                "--cumulative --program=foo=1MB --group bar=1MB --any=1GB --uptime=2d --name=x",
                "--groupname bar=1MB --sendmail /bin/true --email root",
                "--cum --prog foo=1MB --gr bar=1MB --an 1GB --sendmail_p true --em root --up 90 --na x",
                "-a 200MB -s cat>/dev/null -m bob@example.com -u 2d -n x",
                "-a 1MB -a 2MB -c -c",
                "-a 20% --cycles 3/5 --min-uptime 5m --max-restarts 3/1h --metric PSS --exclude web:* --dry-run",
                "--cpu 80 --cpu web=150% --cpu web:*=12.5 --cpu web:w1=50 --cycles 3",
                "--cpu=web=99.0% -c -a 200MB",
                "-m a@example.com,b@example.com --smtpHost localhost:25 --fromEmail me@example.com --tls",
                "--verbose --state-dir target/state",
                "--webhook http://127.0.0.1:1/ --webhook-header X:y --alertmanager http://127.0.0.1:1 --alert-cmd true"
            })
    void takesWhatMemmonHasAlwaysTaken(String arguments) {
        int status = listen(arguments.split(" "));

        assertThat(err).asString().doesNotContain("Usage:");
        assertThat(out).hasToString("READY\n");
        assertThat(status).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-p foo             | '--program'   | not name=size",
                "-p foo=lots        | '--program'   | not a size",
                "-g =1MB            | '--groupname' | not name=size",
                "-a 0               | '--any'       | greater than 0",
                "-a -5MB            | '--any'       | not a size",
                "-a 200%            | '--any'       | at most 100",
                "--cpu web          | '--cpu'       | no percentage of one core",
                "--cpu web=lots     | '--cpu'       | no percentage of one core",
                "--cpu 0            | '--cpu'       | greater than 0",
                "--cpu -5           | '--cpu'       | no percentage of one core",
                "--cpu 0.05         | '--cpu'       | one decimal place",
                "--cpu 1e3          | '--cpu'       | no percentage of one core",
                "--cpu 99999999     | '--cpu'       | no percentage of one core",
                "--cpu =50          | '--cpu'       | names no process",
                "--cpu              | --cpu         | needs a value",
                "-u soon            | '--uptime'    | not a duration",
                "-a                 | --any         | needs a value",
                "--cycles 5/3       | '--cycles'    | N from 1 to M",
                "--cycles often     | '--cycles'    | N/M",
                "--max-restarts 3   | '--max-restarts' | such as 3/1h",
                "--max-restarts 0/1h| '--max-restarts' | at least 1",
                "--metric vsz       | '--metric'    | rss, pss, uss",
                "--exclude :        | '--exclude'   | names no process",
                "-m nobody@         | nobody@       | mail address",
                "-m a@b.de --smtpHost mx --helo a_b | --helo | host name",
                "--webhook example.com         | '--webhook' | must begin with http",
                "--alertmanager ftp://x        | '--alertmanager' | must begin with http",
                "--webhook http://x --webhook-header X | '--webhook-header' | Name: value",
                "--webhook-header X:y          | --webhook-header | needs --webhook",
                "--section x        | --section     | needs --check",
                "--check --once     | --check       | cannot be combined",
                "--check --section x -a 1GB    | --section | remove all other options",
                "--check            | nothing to check | give options",
                "--bogus            | --bogus       | unknown option: ",
                "-x                 | -x            | unknown option: ",
                "--p=foo=1MB --e    | --email       | needs a value",
                "--ver              | --ver         | --verbose or --version",
                "foo                | 'foo'         | takes options only"
            })
    void refusesWithOneSentenceBeforeItIsReady(String arguments, String option, String expected) {
        int status = listen(arguments.trim().split(" +"));

        assertRefused("memmon", status, option.trim(), expected.trim());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "--help", "--he"})
    void showsHelpOnStdout(String option) {
        int status = run(Map.of(), false, option);

        assertThat(status).isZero();
        assertThat(out)
                .asString()
                .contains("Usage: memmon")
                .contains("--max-restarts")
                .contains("--groupname");
        assertThat(err).asString().isEmpty();
    }

    @Test
    void showsItsVersionOnStdout() {
        assertThat(run(Map.of(), false, "--version")).isZero();
        assertThat(out).asString().startsWith("memmon ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void explainsItselfToAPerson(boolean underSupervisord) {
        int status = run(
                underSupervisord ? Map.of("SUPERVISOR_SERVER_URL", "http://127.0.0.1:1") : Map.of(),
                underSupervisord,
                "-a",
                "200MB");

        assertThat(status).isEqualTo(2);
        assertThat(out).asString().isEmpty();
        assertThat(err).asString().contains("[eventlistener:memmon]").contains("--once --dry-run");
    }

    @Test
    void saysToAPersonWhatIsWrong() {
        int status = run(Map.of("SUPERVISOR_SERVER_URL", "http://127.0.0.1:1"), true, "--check", "-a", "1GB");

        assertThat(status).isEqualTo(1);
        assertThat(out).asString().contains("127.0.0.1:1", "memmon: 1 problem");
        assertThat(err).asString().isEmpty();
    }

    @Test
    void keepsStdoutCleanWhenACheckIsPutIntoASection() {
        int status = listen("--check", "-a", "1GB");

        assertThat(status).isEqualTo(1);
        assertThat(out).asString().isEmpty();
        assertThat(err).asString().contains("memmon: 1 problem");
    }

    @Test
    void saysWhyACheckByHandFails() {
        int status = run(Map.of("SUPERVISOR_SERVER_URL", "http://127.0.0.1:1"), true, "--once", "-a", "1GB");

        assertThat(status).isEqualTo(3);
        assertThat(err)
                .asString()
                .startsWith("memmon: cannot check: ")
                .contains("127.0.0.1:1")
                .hasLineCount(1);
    }
}
