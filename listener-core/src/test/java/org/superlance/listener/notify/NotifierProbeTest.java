package org.superlance.listener.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.notify.mail.Envelope;
import org.superlance.listener.notify.mail.SendmailNotifier;
import org.superlance.listener.notify.mail.SmtpNotifier;
import org.superlance.listener.notify.mail.SmtpSettings;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.MailServer;
import org.superlance.listener.testkit.ReservedPort;

/** What a notifier sees that would keep it from delivering. */
class NotifierProbeTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");
    private static final Envelope ENVELOPE = new Envelope("me@example.com", List.of("you@example.com"), "vm");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bin/cat > /dev/null",
                "cat | wc -l",
                "TO='a b' nosuchprogram",
                "test -t 1",
                "\"$HOME/my mail\"",
                "(cd / && nosuchprogram)",
                "X=1 cat"
            })
    void aMailCommandThatIsThereIsFineAndSoIsOneThatOnlyAShellUnderstands(String command) throws Exception {
        assertThat(mailBy(command).probe()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/sbin/nosuchmail -t -i", "nosuchmail", "A=b nosuchmail -t", "/etc/passwd", "/tmp"})
    void aMailCommandThatIsNotThereIsATrouble(String command) throws Exception {
        assertThat(mailBy(command).probe())
                .singleElement()
                .asString()
                .startsWith("mail command '")
                .contains("does not exist", "--sendmail_program");
    }

    @Test
    void noCommandIsRunToSeeWhetherItIsThere() throws Exception {
        Path trace = directory.resolve("trace");
        Path script = Files.writeString(directory.resolve("mailer"), "#!/bin/sh\necho > " + trace + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();

        new CommandNotifier(script.toString(), "vm", ENVIRONMENT, CommandNotifier.LIMIT).probe();

        assertThat(trace).doesNotExist();
    }

    @Test
    void aMailServerThatAnswersAndLetsUsInIsFineAndGetsNoMail() throws Exception {
        try (MailServer server = MailServer.started()) {
            server.requireLogin("bob", "s3cret");

            assertThat(mailThrough(server, "s3cret").probe()).isEmpty();
            assertThat(mailThrough(server, "wrong").probe())
                    .singleElement()
                    .asString()
                    .contains("refused the login of user 'bob'", "--password-file")
                    .doesNotContain("wrong");
            assertThat(server.mails()).isEmpty();
        }
    }

    @Test
    void aMailServerThatIsNotThereIsATrouble() throws Exception {
        assertThat(mailThrough(MailServer.stopped(), "s3cret").probe())
                .singleElement()
                .asString()
                .contains("cannot be reached", "--smtpHost");
    }

    @Test
    void aPasswordThatCannotBeReadIsATrouble() throws Exception {
        try (MailServer server = MailServer.started()) {
            SmtpNotifier notifier = mailThrough(server, Secret.in(directory.resolve("missing")));

            assertThat(notifier.probe()).singleElement().asString().contains("--password-file", "missing");
        }
    }

    @Test
    void aWebServerThatCanBeReachedIsFineAndGetsNoRequest() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + server.getLocalPort();

            assertThat(webhook(url).probe()).isEmpty();

            try (var connection = server.accept()) {
                assertThat(connection.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void aWebServerThatCannotBeReachedIsATrouble() throws InterruptedException {
        try (ReservedPort port = new ReservedPort()) {
            String url = "http://127.0.0.1:" + port.number();

            assertThat(webhook(url).probe())
                    .singleElement()
                    .asString()
                    .startsWith("webhook http://127.0.0.1:")
                    .contains("cannot be reached");
            WebhookUrl address = WebhookUrl.parse(url);
            assertThat(new AlertmanagerNotifier(address, "vm", Await.LIMIT, Clock.systemUTC()).probe())
                    .hasSize(1);
        }
    }

    private static Notifier mailBy(String command) {
        return new SendmailNotifier(command, ENVELOPE, ENVIRONMENT, SendmailNotifier.LIMIT);
    }

    private static SmtpNotifier mailThrough(MailServer server, String password) {
        return mailThrough(server, Secret.of(password));
    }

    private static SmtpNotifier mailThrough(MailServer server, Secret password) {
        List<SmtpSettings.Server> servers = List.of(SmtpSettings.Server.parse(server.address(), SmtpSettings.Tls.NONE));
        return new SmtpNotifier(
                new SmtpSettings(servers, SmtpSettings.Tls.NONE, "bob", password, SmtpSettings.LIMIT), ENVELOPE);
    }

    private static Notifier webhook(String url) {
        return new WebhookNotifier(
                WebhookUrl.parse(url), WebhookFormat.JSON, List.of(), "vm", Await.LIMIT, Clock.systemUTC());
    }
}
