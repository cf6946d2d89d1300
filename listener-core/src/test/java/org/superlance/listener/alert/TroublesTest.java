package org.superlance.listener.alert;

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
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.MailServer;
import org.superlance.listener.testkit.ReservedPort;

/** What a courier sees that would keep it from delivering. */
class TroublesTest {

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
        assertThat(mailBy(command).troubles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/sbin/nosuchmail -t -i", "nosuchmail", "A=b nosuchmail -t", "/etc/passwd", "/tmp"})
    void aMailCommandThatIsNotThereIsATrouble(String command) throws Exception {
        assertThat(mailBy(command).troubles())
                .singleElement()
                .asString()
                .startsWith("The mail command '")
                .contains("is not there", "--sendmail_program");
    }

    @Test
    void noCommandIsRunToSeeWhetherItIsThere() throws Exception {
        Path trace = directory.resolve("trace");
        Path script = Files.writeString(directory.resolve("mailer"), "#!/bin/sh\necho > " + trace + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();

        new CommandCourier(script.toString(), "vm", ENVIRONMENT, CommandCourier.LIMIT).troubles();

        assertThat(trace).doesNotExist();
    }

    @Test
    void aMailServerThatAnswersAndLetsUsInIsFineAndGetsNoMail() throws Exception {
        try (MailServer server = MailServer.started()) {
            server.requireLogin("bob", "s3cret");

            assertThat(mailThrough(server, "s3cret").troubles()).isEmpty();
            assertThat(mailThrough(server, "wrong").troubles())
                    .singleElement()
                    .asString()
                    .contains("did not let the user 'bob' log in", "--password-file")
                    .doesNotContain("wrong");
            assertThat(server.mails()).isEmpty();
        }
    }

    @Test
    void aMailServerThatIsNotThereIsATrouble() throws Exception {
        assertThat(mailThrough(MailServer.stopped(), "s3cret").troubles())
                .singleElement()
                .asString()
                .contains("cannot be reached", "--smtpHost");
    }

    @Test
    void aPasswordThatCannotBeReadIsATrouble() throws Exception {
        try (MailServer server = MailServer.started()) {
            SmtpCourier courier = mailThrough(server, Password.in(directory.resolve("missing")));

            assertThat(courier.troubles()).singleElement().asString().contains("--password-file", "missing");
        }
    }

    @Test
    void aWebServerThatCanBeReachedIsFineAndGetsNoRequest() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + server.getLocalPort();

            assertThat(webhook(url).troubles()).isEmpty();

            try (var connection = server.accept()) {
                assertThat(connection.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void aWebServerThatCannotBeReachedIsATrouble() throws InterruptedException {
        try (ReservedPort port = new ReservedPort()) {
            String url = "http://127.0.0.1:" + port.number();

            assertThat(webhook(url).troubles())
                    .singleElement()
                    .asString()
                    .startsWith("The webhook http://127.0.0.1:")
                    .contains("cannot be reached");
            WebAddress address = WebAddress.parse(url);
            assertThat(new AlertmanagerCourier(address, "vm", Await.LIMIT, Clock.systemUTC()).troubles())
                    .hasSize(1);
        }
    }

    private static Courier mailBy(String command) {
        return new SendmailCourier(command, ENVELOPE, ENVIRONMENT, SendmailCourier.LIMIT);
    }

    private static SmtpCourier mailThrough(MailServer server, String password) {
        return mailThrough(server, Password.of(password));
    }

    private static SmtpCourier mailThrough(MailServer server, Password password) {
        List<SmtpSettings.Server> servers = List.of(SmtpSettings.Server.parse(server.address(), SmtpSettings.Tls.NONE));
        return new SmtpCourier(
                new SmtpSettings(servers, SmtpSettings.Tls.NONE, "bob", password, SmtpSettings.LIMIT), ENVELOPE);
    }

    private static Courier webhook(String url) {
        return new WebhookCourier(WebAddress.parse(url), List.of(), "vm", Await.LIMIT, Clock.systemUTC());
    }
}
