package org.superlance.httpok;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.testkit.CommandLineFixture;

class HttpokCommandLineTest extends CommandLineFixture {

    @Override
    protected int command(CommandContext context, String... arguments) {
        return Httpok.run(context, arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080/tasty/service",
                "-p program1 -p group1:program2 http://localhost:8080/tasty",
                "http://localhost:8080 -p web -aE -t 20 -c200 -c 302 -b success",
                "-eaggcore -d /tmp -s cat>/dev/null -m bob@example.com -n site https://localhost/",
                "--prog=web --any --gc gcore --cored /tmp --time=20 --cod 204 --bo x --em root --na x --eag http://[::1]:80",
                "--program web --not-eager --email=root --sendmail /bin/true http://user:p%40ss@localhost/",
                "-a http://localhost/?q=a|b -c 200-399 --body-not error --body-regex ok|fine --max-latency 500ms",
                "--method HEAD --header X-Check:yes --header Accept:text/html --insecure http://localhost/",
                "--each -p web:* http://localhost:80%(process_num)02d/%(program_name)s/%(group_name)s --parallel 3",
                "-p web --start-if fatal,EXITED --start-if BACKOFF --cert-days 14 --until-first-ok 2m https://a/",
                "tcp://localhost:6379 --send PING\\r\\n --expect PONG -t 2s --max-latency 1 -p web",
                "tls://[::1]:6380 --insecure --cert-days 14 --expect-regex ^220",
                "--each -p web:* unix:///run/%(program_name)s-%(process_num)d.sock",
                "-p web --plugin check_pgsql --fail-on WARNING,unknown --fail-on critical -t 5",
                "-p web http://localhost/ --max-latency 1 --plugin check_load --plugin /usr/lib/nagios/plugins/check_procs",
                "http://localhost/ tcp://localhost:1 unix:///run/x --any-ok --success-threshold 3 -p web",
                "--fresh /run/web.beat=90s -p web --all",
                "--each --fresh /run/%(program_name)s-%(pid)d=2m --fresh /run/all=1h -p web:*",
                "--unix-socket /tmp/x.sock -p web http://localhost/ --cycles 2 --max-restarts 3/1h --exclude x"
            })
    void takesWhatHttpokHasAlwaysTakenAndMore(String arguments) {
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
                "-p web                          | missing URL  | or --plugin",
                "--plugin check_'x               | --plugin     | not closed",
                "--plugin check_%(pid)d          | --plugin     | name of a plugin first",
                "--plugin PGPASSWORD=s3cret      | --plugin     | environment=",
                "--plugin x --fail-on ok         | --fail-on    | warning, critical and unknown only",
                "--plugin x --fail-on 2          | '--fail-on'  | CRITICAL",
                "--fail-on warning http://a/     | --fail-on    | needs --plugin",
                "--plugin x -b y                 | --body       | only",
                "--plugin x --cert-days 3        | --cert-days  | only",
                "--plugin x --max-latency 3      | --max-latency | limit of its own",
                "--plugin x -t 0                 | --timeout    | greater than 0",
                "http://a/ -E --success-threshold 0 | --success-threshold | at least 1",
                "--fresh /run/x                  | '--fresh'    | FILE=DURATION",
                "--fresh /run/x=soon             | '--fresh'    | not a duration",
                "--fresh /run/x=0s               | '--fresh'    | greater than 0",
                "--fresh /run/%(pid)d=9s         | --fresh      | needs --each",
                "-p x --plugin a\t%(process_num)d | --plugin     | needs --each",
                "-p x --each --start-if EXITED --plugin a\t%(pid)d | --start-if | --plugin",
                "-p x --each --start-if EXITED --fresh /run/%(pid)d=1s | --start-if | --fresh",
                "--plugin x --fail-on foo        | '--fail-on'  | write WARNING, CRITICAL or UNKNOWN",
                "http://a/ --all --any-ok        | --any-ok     | exclude each other",
                "--fresh /run/x=9s -c 200        | --code       | http:// and https:// only",
                "--fresh /run/x=9s --max-latency 1 | --max-latency | about URLs only",
                "localhost:8080                  | localhost    | write http://",
                "ftp://localhost/                | ftp:         | write http://",
                "http://localhost:99999/         | 99999        | from 1 to 65535",
                "http://:80/                     | :80          | write http://",
                "http://ü.de/                    | ü.de         | ASCII",
                "http://u:%zz@localhost/         | localhost    | %25",
                "-c ok http://a/                 | '--code'     | not a status",
                "-c 99 http://a/                 | '--code'     | not a status",
                "-c 700 http://a/                | '--code'     | from 100 to 599",
                "-c 399-200 http://a/            | '--code'     | ascends",
                "-c 200- http://a/               | '--code'     | not a status",
                "-c 200-3000 http://a/           | '--code'     | not a status",
                "-c 200_399 http://a/            | '--code'     | not a status",
                "--body-regex ( http://a/        | '--body-regex' | not a regular expression",
                "-t 0 http://a/                  | --timeout    | greater than 0",
                "-t soon http://a/               | '--timeout'  | not a duration",
                "--method G@T http://a/          | --method     | is not a valid method",
                "--header X http://a/            | --header     | with a colon",
                "--header Host:x http://a/       | --header     | set by the client",
                "--cacert /nonexistent http://a/ | --cacert     | cannot read",
                "--cacert pom.xml https://a/     | --cacert     | PEM",
                "--insecure --cacert x http://a/ | --insecure   | exclude each other",
                "--user-file x http://u:s3cret@a/ | --user-file | exclude each other",
                "--unix-socket x https://a/      | --unix-socket | http://",
                "--each http://a/                | --each       | give -p or -a",
                "-p x http://a/%(process_num)d   | URL          | needs --each",
                "-p x --each http://a/%(number)d | URL          | %(process_num)02d",
                "--start-if RUNNING http://a/    | --start-if   | FATAL, EXITED and BACKOFF",
                "--start-if gone http://a/       | '--start-if' | FATAL",
                "--parallel -1 http://a/         | --parallel   | at least 1",
                "--cert-days -1 http://a/        | --cert-days  | negative",
                "--method HEAD -b x http://a/    | --method     | no body",
                "-c 200 tcp://a:1                | --code       | http:// and https:// only",
                "-b x unix:///a                  | --body       | write --expect TEXT",
                "--unix-socket x tcp://a:1       | --unix-socket | write unix:///path",
                "--method HEAD tcp://a:1         | --method     | http:// and https:// only",
                "--send x http://a/              | --send       | tcp://, tls:// and unix:// only",
                "--expect x http://a/            | --expect     | --body TEXT",
                "--send \\q tcp://a:1            | '--send'     | is unknown",
                "--expect-regex ( tcp://a:1      | '--expect-regex' | not a regular expression",
                "--expect a --expect-regex b tcp://a:1 | --expect | exclude each other",
                "--insecure tcp://a:1            | --insecure   | write tls://host:port",
                "--cert-days 3 unix:///a         | --cert-days  | https:// and tls:// only",
                "--cacert pom.xml tls://a:1      | --cacert     | PEM",
                "--tls tcp://a:1                 | --tls        | write tls://host:port",
                "-p x tcp://a:%(process_num)d    | URL          | needs --each",
                "-p x --each tcp://a:%(pid)d     | URL          | known are %(process_num)d",
                "tcp://a                         | 'tcp://a'    | tcp://host:port",
                "-m nobody@ http://a/            | nobody@      | mail address",
                "--bogus http://a/               | --bogus      | unknown option: ",
                "--co=200 http://a/              | --co         | ambiguous option"
            })
    void refusesWithOneSentenceBeforeItIsReady(String arguments, String option, String expected) {
        int status = listen(arguments.trim().split(" +"));

        assertThat(status).isEqualTo(2);
        assertThat(out).asString().isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8).lines().findFirst().orElse(""))
                .startsWith("httpok: ")
                .contains(option.trim())
                .contains(expected.trim());
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("Usage: httpok")
                .doesNotContain("Exception")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: a\r\nEvil: b", "X: a\nb", "X\r\nEvil: b", "Authorization: s3cret\r\n"})
    void refusesHeadersThatWouldSplitTheRequest(String header) {
        int status = listen("http://a/", "--header", header);

        assertThat(status).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("httpok: --header: ")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://me:s3cret@:80/",
                "http://me:s3/cret@host/",
                "gopher://me:s3cret@host/",
                "tcp://u:s3cret@host:1",
                "unix://me:s3/cret@x"
            })
    void showsNoPasswordWhenItRefusesAUrl(String url) {
        int status = listen(url);

        assertThat(status).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("s3").doesNotContain("cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "--help", "--he"})
    void showsHelpOnStdout(String option) {
        int status = run(Map.of(), false, option);

        assertThat(status).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Usage: httpok", "URL", "--not-eager", "--each");
        assertThat(err).asString().isEmpty();
    }

    @Test
    void explainsItselfToAPerson() {
        int status = run(Map.of(), true, "http://localhost/");

        assertThat(status).isEqualTo(2);
        assertThat(err).asString().contains("[eventlistener:httpok]").contains("--once --dry-run");
    }
}
