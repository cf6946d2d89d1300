package org.superlance.timemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.testkit.CommandLineFixture;

class TimemonCommandLineTest extends CommandLineFixture {

    @Override
    protected int command(CommandContext context, String... arguments) {
        return Timemon.run(context, arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-g procellgroup -i hour -n 3",
                "-gweb -iminute -n6 -s5",
                "-g web -i hour -n 24 -s 5",
                "--group=web --interval=hours --number=3 --sleep=5",
                "--gr web --in minute --nu 6 --sl 5",
                "--g web --i DAY --n 1 --s 5",
                "-g web -g db -p foo -p a:b -p c:* -i second -n 10",
                "-a --max-age 7d",
                "-a --max-age 7d --cycles 3/5",
                "-g web -i day -n 7 --max-age 1.5h --rolling --jitter 10m --tz Europe/Berlin",
                "-g web --cron|30 3 * * 1-5 --tz UTC",
                "-g web -i hour -n 7 --min-uptime 5m --max-restarts 3/1h --exclude web:w1 --dry-run",
                "-g web -i hour -n 3 -m bob@example.com --sendmail_program cat>/dev/null --name x",
                "-g web -i hour -n 3 --verbose --state-dir target/state",
                "-a -a -i hour -i minute -n 3 -n 6"
            })
    void takesEveryWayToWriteItsOptions(String arguments) {
        int status = listen(words(arguments));

        assertThat(err).asString().doesNotContain("Usage:");
        assertThat(out).hasToString("READY\n");
        assertThat(status).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "-g web -i hour -n 0        ~ -n 0         ~ at least 1",
                "-g web -i hour -n -3       ~ -n -3        ~ at least 1",
                "-g web -i hour -n three    ~ '--number'   ~ 'three'",
                "-g web -i hour -n 99999999 ~ -n 99999999  ~ hundred years",
                "-g web -i fortnight -n 1   ~ '--interval' ~ second, minute, hour or day",
                "-g web -i hour             ~ -n           ~ go together",
                "-g web -n 3                ~ -i           ~ go together",
                "-g web                     ~ --max-age    ~ no schedule",
                "-i hour -n 3               ~ -g GROUP     ~ nothing to restart",
                "-g web -i hour -n          ~ --number     ~ needs a value",
                "-g web -i hour -n 3 -s     ~ --sleep      ~ needs a value",
                "-g web -i hour -n 3 -s soon ~ '--sleep'   ~ not a duration",
                "-g web:w1 -i hour -n 3     ~ '--group'    ~ -p group:name",
                "-p : -i hour -n 3          ~ '--program'  ~ names no process",
                "-g web --cron nonsense     ~ '--cron'     ~ day of week",
                "-g web --cron|0 0 30 2 *   ~ '--cron'     ~ never matches",
                "-g web --cron|0 0 * * * -i hour -n 3 ~ --cron ~ one of them",
                "-g web --cron|0 0 * * * --tz Mars/Olympus ~ '--tz' ~ not a time zone",
                "-g web --max-age 0         ~ --max-age    ~ greater than 0",
                "-g web --max-age old       ~ '--max-age'  ~ not a duration",
                "-g web -i hour -n 3 --cycles 2 ~ --cycles ~ --max-age only",
                "-g web -i hour -n 3 --jitter x ~ '--jitter' ~ not a duration",
                "-g web -i hour -n 3 -m nobody@ ~ nobody@  ~ mail address",
                "-g web -i hour -n 3 extra  ~ 'extra'      ~ takes options only",
                "-g web -i hour -n 3 -x     ~ -x           ~ unknown option: "
            })
    void refusesWithOneSentenceBeforeItIsReady(String arguments, String option, String expected) {
        int status = listen(words(arguments.trim()));

        assertRefused("timemon", status, option.trim(), expected.trim());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "--help", "--he"})
    void showsHelpOnStdout(String option) {
        int status = run(Map.of(), false, option);

        assertThat(status).isZero();
        assertThat(out)
                .asString()
                .contains("Usage: timemon")
                .contains("--max-age")
                .contains("--interval");
        assertThat(err).asString().isEmpty();
    }

    @Test
    void showsItsVersionOnStdout() {
        assertThat(run(Map.of(), false, "--version")).isZero();
        assertThat(out).asString().startsWith("timemon ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void explainsItselfToAPerson(boolean underSupervisord) {
        int status = run(
                underSupervisord ? Map.of("SUPERVISOR_SERVER_URL", "http://127.0.0.1:1") : Map.of(),
                underSupervisord,
                "-g",
                "web",
                "-i",
                "hour",
                "-n",
                "3");

        assertThat(status).isEqualTo(2);
        assertThat(out).asString().isEmpty();
        assertThat(err).asString().contains("[eventlistener:timemon]").contains("--once --dry-run");
    }

    @Test
    void saysWhyACheckByHandFails() {
        int status =
                run(Map.of("SUPERVISOR_SERVER_URL", "http://127.0.0.1:1"), true, "--once", "-a", "--max-age", "7d");

        assertThat(status).isEqualTo(3);
        assertThat(err)
                .asString()
                .startsWith("timemon: cannot check: ")
                .contains("127.0.0.1:1")
                .hasLineCount(1);
    }

    /** Splits at spaces, but for the five fields after a bar. */
    private static String[] words(String arguments) {
        Matcher words = Pattern.compile("\\|(\\S+(?: [^ -]\\S*){4})|[^ |]+").matcher(arguments);
        return words.results()
                .map(word -> word.group(1) == null ? word.group() : word.group(1))
                .toArray(String[]::new);
    }
}
