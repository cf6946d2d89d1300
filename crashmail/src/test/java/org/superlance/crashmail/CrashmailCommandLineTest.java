package org.superlance.crashmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.testkit.CommandLineFixture;

class CrashmailCommandLineTest extends CommandLineFixture {

    @Override
    protected int command(CommandContext context, String... arguments) {
        return Crashmail.run(context, arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-p foo -m bob@example.com",
                "-pfoo -pbar:baz -p web:*",
                "-a -o site -m bob@example.com -s cat>/dev/null",
                "-ao site",
                "--program=foo --any --optionalheader=site --sendmail_program=true --email=root",
                "--prog foo --an --opt site --send true --em root",
                "--p foo --a --o site --s true --e root",
                "--group web --exclude web:w1 --events exited,FATAL,Backoff --tail 20",
                "--throttle 3/1h --recovery --recovered-after 5m --dry-run",
                "-m a@example.com,b@example.com --smtpHost localhost:25 --fromEmail me@example.com --tls",
                "--verbose --state-dir target/state"
            })
    void takesWhatCrashmailHasAlwaysTakenAndMore(String arguments) {
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
                "-p                 | --program     | needs a value",
                "-p :               | '--program'   | names no process",
                "--exclude :        | '--exclude'   | names no process",
                "--group=           | --group       | name of a group",
                "--events STOPPED   | '--events'    | EXITED, BACKOFF, FATAL",
                "--tail many        | '--tail'      | not an int",
                "--tail 1000        | --tail        | from 0 to 200",
                "--tail -1          | --tail        | from 0 to 200",
                "--events ,         | --events      | names none",
                "--throttle 3       | '--throttle'  | such as 3/1h",
                "--throttle 0/1h    | '--throttle'  | at least 1",
                "--throttle 3/0s    | '--throttle'  | such as 3/1h",
                "--throttle 3/often | '--throttle'  | not a duration",
                "--recovered-after 5m | --recovered-after | --recovery",
                "-m nobody@         | nobody@       | mail address",
                "-m a@b.de --smtpHost mx --helo a_b | --helo | host name",
                "-g web             | -g            | unknown option: ",
                "--bogus            | --bogus       | unknown option: ",
                "foo                | 'foo'         | takes options only"
            })
    void refusesWithOneSentenceBeforeItIsReady(String arguments, String option, String expected) {
        int status = listen(arguments.trim().split(" +"));

        assertRefused("crashmail", status, option.trim(), expected.trim());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "--help", "--he"})
    void showsHelpOnStdout(String option) {
        int status = run(Map.of(), false, option);

        assertThat(status).isZero();
        assertThat(out)
                .asString()
                .contains("Usage: crashmail")
                .contains("--throttle")
                .contains("--optionalheader");
        assertThat(err).asString().isEmpty();
    }

    @Test
    void showsItsVersionOnStdout() {
        assertThat(run(Map.of(), false, "--version")).isZero();
        assertThat(out).asString().startsWith("crashmail ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void explainsItselfToAPerson(boolean underSupervisord) {
        int status = run(
                underSupervisord ? Map.of("SUPERVISOR_SERVER_URL", "http://127.0.0.1:1") : Map.of(),
                underSupervisord,
                "-a");

        assertThat(status).isEqualTo(2);
        assertThat(out).asString().isEmpty();
        assertThat(err).asString().contains("[eventlistener:crashmail]").contains("--once --dry-run");
    }

    @Test
    void saysWhyACheckByHandFails() {
        int status = run(Map.of("SUPERVISOR_SERVER_URL", "http://127.0.0.1:1"), true, "--once", "-a");

        assertThat(status).isEqualTo(3);
        assertThat(err)
                .asString()
                .startsWith("crashmail: ")
                .contains("127.0.0.1:1")
                .hasLineCount(1);
    }
}
