package org.superlance.listener.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.superlance.listener.http.ScriptedServer;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.LabelledQueue;
import org.superlance.listener.notify.NotificationConfig.AlertLife;
import org.superlance.listener.notify.NotificationConfig.Receiver;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.notify.QuietHours;
import org.superlance.listener.notify.RecordingQueue;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.ListenerStateStore;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.testkit.Await;
import picocli.CommandLine;

class AlertOptionsTest {

    private static final ListenerId ID = new ListenerId("memmon", "memmon", "memmon", "unix:///x");

    @TempDir
    private Path directory;

    @Test
    void everyDestinationGetsEveryAlertAndWaitsInADirectoryOfItsOwn() throws Exception {
        Path state = Files.createDirectory(directory.resolve("state"));
        try (ScriptedServer accepting = ScriptedServer.answering(ScriptedServer.ok(""));
                ScriptedServer failing = ScriptedServer.answering("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n")) {
            String accepts = "http://127.0.0.1:" + accepting.port();
            String fails = "http://127.0.0.1:" + failing.port();

            try (ListenerStateStore listener = state(state);
                    NotificationQueue queue = open(
                            listener,
                            "--email=root",
                            "--sendmail=cat >> " + directory.resolve("mail"),
                            "--webhook=" + accepts + "/hook",
                            "--webhook=" + fails,
                            "--webhook=" + fails,
                            "--alertmanager=" + accepts + "/am/",
                            "--alert-cmd=cat >> " + directory.resolve("json"))) {
                queue.accept(Alert.of(Instant.now(), "the subject", "the text", Map.of()));
                Await.until("all but one delivered", () -> queue.pending() == 1);
            }

            assertThat(directory.resolve("mail")).content().contains("Subject: the subject");
            assertThat(directory.resolve("json")).content().contains("\"subject\":\"the subject\"");
            assertThat(accepting.requests())
                    .hasSize(2)
                    .anyMatch(request -> request.startsWith("POST /hook "))
                    .anyMatch(request -> request.startsWith("POST /am/api/v2/alerts "));
        }
        assertThat(outboxes(state))
                .hasSize(5)
                .contains("outbox")
                .anyMatch(name -> name.matches("outbox-command-[0-9a-f]{8}"))
                .anyMatch(name -> name.matches("outbox-alertmanager-[0-9a-f]{8}"));
    }

    @Test
    void logsWhereAlertsOfARemovedReceiverAre() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger("org.superlance.listener.runtime");
        try (ListenerStateStore before = state(directory);
                NotificationQueue queue = open(before, "--alert-cmd=false")) {
            queue.accept(Alert.of(Instant.now(), "the subject", "the text", Map.of()));
        }

        logger.addAppender(log);
        try (ListenerStateStore after = state(directory);
                NotificationQueue queue = open(after, "--alert-cmd=true")) {
            assertThat(queue.pending()).isZero();
        } finally {
            logger.detachAppender(log);
        }

        assertThat(log.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .startsWith("undelivered alerts in "
                        + directory.resolve(ID.fileName()).resolve("outbox-command-"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--webhook=s3cret                                         | --webhook | is not a valid URL",
                "--alertmanager=unix:///s3cret                            | --alertmanager | must begin with http",
                "--alertmanager=@/no/such/file                            | --alertmanager | cannot be read",
                "--alert-cmd=                                             | --alert-cmd | is empty",
                "--label=team                                             | --label | is not NAME=VALUE",
                "--label=1team=web                                        | --label | is not NAME=VALUE",
                "--label=severity=page                                    | --label | set by the command",
                "--label=team=                                            | --label | must have 1 to 500 characters",
                "--label=team=a;--label=team=b                            | --label | label team is given twice",
                "--webhook=http://x/s3cret;--webhook=http://x/s3cret;--webhook-format=json;--webhook-format=slack | --webhook | given twice",
                "--webhook-format=slack                                   | --webhook-format | needs --webhook",
                "--webhook=http://x;--webhook-format=teams                | --webhook-format | slack, pagerduty or ntfy",
                "--webhook=http://x/s3cret;--webhook-format=pagerduty     | --webhook | routing_key=KEY",
                "--webhook=http://x/;--webhook-format=ntfy                | --webhook | TOPIC",
                "--webhook=http://x;--webhook-format=json;--webhook-format=json | --webhook-format | once for each",
                "--webhook-header=X: y                                    | --webhook-header | needs --webhook",
                "--webhook=http://x;--webhook-header=s3cret               | --webhook-header | Name: value",
                "--webhook=http://x;--webhook-header=: s3cret             | --webhook-header | Name: value",
                "--webhook=http://x;--webhook-header=X Y: s3cret          | --webhook-header | valid header name",
                "--webhook=http://x;--webhook-header=X: s3cret\\r\\nY: z  | --webhook-header | line break",
                "--webhook=http://x;--webhook-header=host: s3cret         | --webhook-header | set by the client",
                "--webhook=http://x;--webhook-header=X: @/no/such/file    | --webhook-header | cannot be read"
            })
    void refusesWithASentenceThatNamesTheOptionAndNoSecret(String arguments, String option, String expected) {
        String[] options =
                arguments.replace("\\r", "\r").replace("\\n", "\n").strip().split(";");

        assertThatThrownBy(() -> receivers(options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(option)
                .hasMessageContaining(expected)
                .message()
                .matches(message -> arguments.startsWith("--webhook=s3cret") || !message.contains("s3cret"));
    }

    @Test
    void aWordThatIsNoneOfAFewIsRefusedWithThoseOfTheHelp() {
        assertThatThrownBy(() -> receivers("--email=root", "--smtpHost=mx1", "--tls-mode=foo"))
                .hasMessageContaining("--tls-mode")
                .hasMessageContaining("expected one of starttls, implicit, none, but got 'foo'");
        assertThat(receivers("--email=root", "--smtpHost=mx1", "--tls-mode=Implicit"))
                .hasSize(1);
    }

    @Test
    void triesSeveralMailServersInOrder() {
        assertThat(receivers("--email=root", "--fromEmail=me@example.com", "--smtpHost=mx1, mx2:2525"))
                .hasSize(1);

        assertThatThrownBy(() -> receivers("--email=root", "--fromEmail=me@example.com", "--smtpHost=mx1,mx2:0"))
                .hasMessageContaining("ports are 1 to 65535");
        assertThatThrownBy(() -> receivers("--email=root", "--fromEmail=me@e", "--smtpHost= ,"))
                .hasMessageContaining("--smtpHost names no SMTP server");
    }

    @Test
    void givesEachAlertTheLabelsOfTheOptionsAndNoneTwice() {
        Some command = new Some();
        new CommandLine(command.options.spec()).parseArgs("--label=team=web=1", "--label", "site = a b", "--remind=0");
        AlertLife life = command.mail.toConfig().life();
        RecordingQueue accepted = new RecordingQueue();
        NotificationQueue queue = new LabelledQueue(accepted, life.labels(), "site:site");

        queue.accept(Alert.of(Instant.now(), "the subject", "the text", Map.of("host", "h", "site", "own")));
        queue.accept(Alert.of(Instant.now(), "of a process", "the text", Map.of("process", "w1")));

        assertThat(accepted.accepted())
                .extracting(Alert::labels)
                .containsExactly(
                        Map.of("host", "h", "site", "own", "team", "web=1", "listener", "site:site"),
                        Map.of("process", "w1", "team", "web=1", "site", "a b"));
        assertThat(life).isEqualTo(new AlertLife(Map.of("team", "web=1", "site", "a b"), Duration.ZERO));
        assertThat(new MailOptions().toConfig().life()).isEqualTo(new AlertLife(Map.of(), Duration.ofHours(4)));
    }

    @Test
    void quietHoursAreThoseOfAllPeopleOrOfSomeReceivers() {
        List<Receiver> receivers = receivers(
                "--email=root",
                "--webhook=http://127.0.0.1:1/a",
                "--webhook=http://127.0.0.1:1/b",
                "--alert-cmd=true",
                "--alertmanager=http://127.0.0.1:1",
                "--quiet=22:00-07:00",
                "--quiet=webhook2=Sat,Sun",
                "--quiet=command=12:00-13:00");

        assertThat(receivers)
                .extracting(receiver -> receiver.kind() + " "
                        + receiver.quiet().map(QuietHours::toString).orElse("-"))
                .containsExactly(
                        "mail 22:00-07:00",
                        "webhook 22:00-07:00",
                        "webhook Sat,Sun",
                        "command 12:00-13:00",
                        "alertmanager -");
        assertThat(receivers("--alertmanager=http://127.0.0.1:1", "--quiet=alertmanager=Sun"))
                .singleElement()
                .satisfies(receiver ->
                        assertThat(receiver.quiet()).map(QuietHours::toString).contains("Sun"));
    }

    @ParameterizedTest
    @CsvSource({
        "'22-7', \"'22-7' are no hours; write HH:MM-HH:MM and days\"",
        "'pager=Sat', \"'pager' is no receiver; write mail, webhook\"",
        "'webhook=Sat', \"no option names the receiver 'webhook'\"",
        "'mail2=Sat', \"no option names the receiver 'mail2'\"",
    })
    void quietHoursThatAreWrongAreRefused(String hours, String expected) {
        assertThatThrownBy(() -> receivers("--email=root", "--quiet=" + hours))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("option '--quiet': ")
                .hasMessageContaining(expected.replace("\"", ""));
    }

    @Test
    void quietHoursGivenTwiceAreRefused() {
        assertThatThrownBy(() -> receivers("--email=root", "--quiet=Sat", "--quiet=Sun"))
                .hasMessageContaining("the hours of all people are given twice; write them once, with commas");
    }

    /** Each of them may hold a token. */
    @Test
    void whereAlertsGoIsNotInTheLog() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        ArgumentParser parser =
                new ArgumentParser(new Some().options, ArgumentParser.NO_LEGACY_OPTIONS, nowhere, nowhere);

        OptionalInt unused = parser.parse(
                "--alert-cmd=curl -H secret",
                "--webhook=https://x/secret",
                "--webhook-header=A: secret",
                "--alertmanager=http://secret");

        assertThat(parser.describe()).doesNotContain("secret").contains("--alert-cmd ***");
    }

    private static NotificationQueue open(ListenerStateStore state, String... arguments) {
        return state.notificationQueue(receivers(arguments), Clock.systemUTC());
    }

    private static List<Receiver> receivers(String... arguments) {
        Some command = new Some();
        new CommandLine(command.options.spec()).parseArgs(arguments);
        return command.mail.toConfig().receivers("host", Map.of(), Clock.systemUTC());
    }

    private static ListenerStateStore state(Path directory) {
        Some command = new Some();
        new CommandLine(command.options.spec()).parseArgs("--state-dir", directory.toString());
        return ListenerStateStore.open(command.listener.toConfig(), ID, context());
    }

    private static List<String> outboxes(Path state) throws Exception {
        try (Stream<Path> found = Files.list(state.resolve(ID.fileName()))) {
            return found.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("outbox"))
                    .toList();
        }
    }

    private static CommandContext context() {
        return new CommandContext(
                InputStream.nullInputStream(),
                new ByteArrayOutputStream(),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                Map.of(),
                Clock.systemUTC(),
                false,
                false,
                task -> {});
    }

    private static final class Some {

        private final OptionGroup options = OptionGroup.of("some", "");
        private final MailOptions mail = options.with(new MailOptions());
        private final ListenerOptions listener = options.with(new ListenerOptions());
    }
}
