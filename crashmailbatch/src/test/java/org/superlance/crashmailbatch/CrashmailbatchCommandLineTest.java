package org.superlance.crashmailbatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.testkit.CommandLineFixture;

class CrashmailbatchCommandLineTest extends CommandLineFixture {

    @Override
    protected int command(CommandContext context, String... arguments) {
        return Crashmailbatch.run(context, arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-t a@example.com,b@example.com -f me@example.com",
                "-ta@example.com,,root, -fme@example.com -i0.5 -sCrash -Hmx:2525 -eTICK_5",
                "--toEmail a@example.com --fromEmail=me@example.com --interval 1.0 --subject=x --smtpHost localhost"
                        + " --tickEvent TICK_3600 --userName u --password p --tls",
                "--to a@example.com --fr me@example.com --i 2 --su x --sm mx --ti tick_60 --u me --p secret --tl",
                "-t a@example.com -f me@example.com -p unused",
                "-t a@example.com -f me@example.com -u me --password-file target/none --tls-mode implicit",
                "-t a@example.com -f me@example.com -H mx1,mx2:2525,[::1]:25 --tls --tls-mode STARTTLS",
                "-t a@example.com -f me@example.com --program web:* --group w* --any --exclude cron --exclude web:w?",
                "-t a@example.com -f me@example.com --group-wait 5s --collapse 3 --verbose --dry-run -i 2",
                "-t a@example.com -f me@example.com -i 0",
                "--alert-cmd true -i 2",
                "--webhook http://127.0.0.1:1/topic --webhook-format ntfy"
            })
    void takesWhatSuperlanceTakesAndMore(String arguments) {
        int status = listen((arguments + " --state-dir target/state").split(" "));

        assertThat(err).asString().doesNotContain("Usage:");
        assertThat(out).hasToString("READY\n");
        assertThat(status).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-f me@example.com                   | --toEmail      | is required",
                "--verbose                           | --fromEmail    | is required",
                "-f me@example.com --alert-cmd true  | --toEmail      | is required",
                "-t a@example.com --alert-cmd true   | --fromEmail    | is required",
                "-t a@example.com                    | --fromEmail    | is required",
                "-t nobody@ -f me@example.com        | '--toEmail'    | is not a mail address",
                "-t , -f me@example.com              | '--toEmail'    | no mail address in it",
                "-t a@example.com -f x@              | '--fromEmail'  | is not a mail address",
                "-t a -f b -i soon                   | '--interval'   | is not a number of minutes",
                "-t a -f b -i -1                     | '--interval'   | is out of range",
                "-t a -f b -i 1e9                    | '--interval'   | 0 minutes to a year",
                "-t a -f b -e TICK_7                 | '--tickEvent'  | TICK_3600",
                "-t a -f b -H mx:smtp                | '--smtpHost'   | is not a mail server",
                "-t a -f b -H ,                      | --smtpHost     | names no SMTP server",
                "-t a -f b -u me                     | --userName     | --password-file",
                "-t a -f b --tls-mode ssl            | '--tls-mode'   | implicit",
                "-t a -f b --program :               | '--program'    | names no process",
                "-t a -f b --group a:b               | '--group'      | is not a group name",
                "-t a -f b --exclude :               | '--exclude'    | names no process",
                "-t a -f b --collapse 0              | '--collapse'   | at least 1",
                "-t a -f b --collapse few            | '--collapse'   | few",
                "-t a -f b --group-wait soon         | '--group-wait' | not a duration",
                "-t a -f b --group-wait 2m           | '--group-wait' | longer than --interval",
                "-t a -f b --s x                     | --s            | --smtpHost or --subject",
                "-t a -f b -i                        | --interval     | needs a value",
                "-t a -f b --bogus                   | --bogus        | unknown option: ",
                "-t a -f b foo                       | 'foo'          | takes options only"
            })
    void refusesWithOneSentenceBeforeItIsReady(String arguments, String option, String expected) {
        int status = listen(arguments.trim().split(" +"));

        assertRefused("crashmailbatch", status, option.trim(), expected.trim());
    }

    @Test
    void showsHelpOnStdout() {
        int status = run(Map.of(), false, "--help");

        assertThat(status).isZero();
        assertThat(out).asString().contains("Usage: crashmailbatch", "--toEmail", "--group-wait", "--state-dir");
        assertThat(err).asString().isEmpty();
    }

    @Test
    void explainsItselfToAPerson() {
        int status = run(Map.of(), true, "-t", "a@example.com", "-f", "b@example.com");

        assertThat(status).isEqualTo(2);
        assertThat(out).asString().isEmpty();
        assertThat(err).asString().contains("[eventlistener:crashmailbatch]").contains("events=PROCESS_STATE_EXITED");
    }
}
