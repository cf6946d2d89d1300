package org.superlance.oomemonitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.testkit.CommandLineFixture;

class OomeMonitorCommandLineTest extends CommandLineFixture {

    @Override
    protected int command(CommandContext context, String... arguments) {
        return OomeMonitor.run(context, arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "all",
                "all -d",
                "-d all",
                "--dry all",
                "--dr all",
                "single -p foo",
                "-p foo single",
                "single -pfoo -p bar:baz --process-name=a=b --process-name group:*",
                "single --proc webapp --oome /tmp/webapp.oome",
                "single -p webapp -o /tmp/a=b.oome -d",
                "-o relative/file -p webapp -d single",
                "-dpfoo single",
                "all -m bob@example.com -s cat>/dev/null -n site",
                "all --sendmail /bin/true --email root --name x",
                "all --marker {process_name}/oome --keep target --cycles 2/3 --min-uptime 5m --max-restarts 3/1h",
                "all --exclude web:* --dry-run --verbose --state-dir target/state"
            })
    void takesWhatOomeMonitorHasAlwaysTaken(String arguments) {
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
                "--                       | what to watch    | 'single -p NAME' or 'all'",
                "-p foo                   | what to watch    | 'single -p NAME' or 'all'",
                "some -p foo              | 'some'           | 'single -p NAME' or 'all'",
                "single all               | 'single all'     | is too much",
                "single foo               | 'single foo'     | -p before each name",
                "single                   | 'single'         | needs -p",
                "single -p a -p b -o /x   | -o               | OOME_FILE",
                "single -p a -o=          | -o               | names no file",
                "all -p a                 | -p               | write 'single'",
                "all -o /x                | -o               | --marker",
                "single -p :              | '--process-name' | names no process",
                "single -p                | --process-name   | needs a value",
                "all --marker work/       | '--marker'       | is not a file name",
                "all --marker {cwd}/x     | '--marker'       | {process_name}",
                "all --marker %(group)s/x | '--marker'       | {group_name}",
                "all --keep /no/such      | --keep           | create it",
                "all --cycles 5/3         | '--cycles'       | N from 1 to M",
                "all -m nobody@           | nobody@          | mail address",
                "all --bogus              | --bogus          | unknown option: ",
                "all -x                   | -x               | unknown option: "
            })
    void refusesWithOneSentenceBeforeItIsReady(String arguments, String option, String expected) {
        int status = listen(arguments.trim().split(" +"));

        assertRefused("oome_monitor", status, option.trim(), expected.trim());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "--help", "--he"})
    void showsHelpOnStdout(String option) {
        int status = run(Map.of(), false, option);

        assertThat(status).isZero();
        assertThat(out)
                .asString()
                .contains("Usage: oome_monitor")
                .contains("--max-restarts")
                .contains("--oome-file");
        assertThat(err).asString().isEmpty();
    }

    @Test
    void showsItsVersionOnStdout() {
        assertThat(run(Map.of(), false, "--version")).isZero();
        assertThat(out).asString().startsWith("oome_monitor ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void explainsItselfToAPerson(boolean underSupervisord) {
        int status = run(
                underSupervisord ? Map.of("SUPERVISOR_SERVER_URL", "http://127.0.0.1:1") : Map.of(),
                underSupervisord,
                "all");

        assertThat(status).isEqualTo(2);
        assertThat(out).asString().isEmpty();
        assertThat(err).asString().contains("[eventlistener:oome_listener]").contains("--once --dry-run");
    }

    @Test
    void saysWhyACheckByHandFails() {
        int status = run(Map.of("SUPERVISOR_SERVER_URL", "http://127.0.0.1:1"), true, "--once", "all");

        assertThat(status).isEqualTo(3);
        assertThat(err)
                .asString()
                .startsWith("oome_monitor: cannot check: ")
                .contains("127.0.0.1:1")
                .hasLineCount(1);
    }
}
