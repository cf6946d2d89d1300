package org.superlance.listener.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.superlance.listener.notify.AlertFixtures.waitUntil;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertFixtures;
import org.superlance.listener.notify.DeliveryAttempt;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LogLines;
import org.superlance.listener.testkit.LongEnough;

class SendmailNotifierTest {

    private static final Alert ALERT = AlertFixtures.with("the subject", "the text\n");

    @TempDir
    private Path directory;

    private final LogLines log = LogLines.of(NotificationQueue.class);

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void theCommandReadsTheMessageAndMayBeAPipe() throws Exception {
        Path file = directory.resolve("mail");

        assertThat(notifier("cat | tr a-z A-Z > " + file, Await.LIMIT).deliver(ALERT))
                .isEqualTo(DeliveryResult.DELIVERED);

        assertThat(file).content().contains("SUBJECT: THE SUBJECT", "TO: ROOT", "THE TEXT");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aCommandThatKnowsTheRecipientsGetsAMailWithoutATo() throws Exception {
        Path file = directory.resolve("mail");
        MailConfig config = MailConfig.ofCommand(Optional.of("me@example.com"), "cat > " + file);

        assertThat(config.notifier("vm", System.getenv()).deliver(ALERT)).isEqualTo(DeliveryResult.DELIVERED);

        assertThat(file)
                .content()
                .contains("From: me@example.com", "Subject: the subject", "the text")
                .doesNotContainIgnoringCase("\nTo:")
                .doesNotStartWith("To:");
        assertThat(config.notifier("vm", System.getenv())).hasToString("mail command 'cat'");
    }

    @Test
    void theCommandHasTheEnvironmentOfItsListenerAndNoOther() throws Exception {
        Path file = directory.resolve("environment");
        Map<String, String> environment = Map.of("MAIL_HOST", "relay", "PATH", System.getenv("PATH"));

        assertThat(new SendmailNotifier("cat >/dev/null; env > " + file, envelope(), environment, Await.LIMIT)
                        .deliver(ALERT))
                .isEqualTo(DeliveryResult.DELIVERED);

        assertThat(file).content().contains("MAIL_HOST=relay\n").doesNotContain("HOME=");
    }

    @Test
    void whatTheCommandPrintsGoesToTheLogAsOneHarmlessLine() throws Exception {
        assertThat(notifier("cat >/dev/null; printf 'queued\\nas \\033[1m7'; echo careful >&2", Await.LIMIT)
                        .deliver(ALERT))
                .isEqualTo(DeliveryResult.DELIVERED);

        assertThat(log.lines()).containsExactly("INFO mail command 'cat' output: queued as \uFFFD[1m7careful");
    }

    @Test
    void aCommandThatFailsIsTriedAgainAndItsWordsAreKept() throws Exception {
        DeliveryResult failure = failure("cat >/dev/null; echo disk full >&2; exit 75", Await.LIMIT);

        assertThat(failure.status()).isEqualTo(DeliveryResult.Status.UNCLEAR);
        assertThat(failure.sentence())
                .contains("status 75")
                .contains("disk full")
                .endsWith("; it may have been accepted nevertheless");
    }

    @Test
    void aCommandThatDoesNotExistIsTriedAgain() throws Exception {
        DeliveryResult failure = failure("/no/such/sendmail -t", Await.LIMIT);

        assertThat(failure.status()).isEqualTo(DeliveryResult.Status.RETRY);
        assertThat(failure.sentence()).contains("'/no/such/sendmail' does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "exec <&-; true", "head -c 10 >/dev/null", "exec <&-; sleep 0.2"})
    void aCommandThatDoesNotReadTheMessageIsJudgedByItsStatusOnly(String command) throws Exception {
        assertThat(notifier(command, Await.LIMIT).deliver(AlertFixtures.with("s", "x".repeat(1_000_000))))
                .isEqualTo(DeliveryResult.DELIVERED);

        assertThat(failure(command + "; exit 3", Await.LIMIT).sentence()).contains("status 3");
    }

    @Test
    void aGrandchildThatKeepsTheOutputOpenIsNotWaitedFor() throws Exception {
        Path pid = directory.resolve("pid");

        assertThat(notifier("sleep 1000 & echo $! > " + pid + "; echo started", Await.LIMIT)
                        .deliver(ALERT))
                .isEqualTo(DeliveryResult.DELIVERED);

        ProcessHandle grandchild =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        assertThat(grandchild.isAlive()).isTrue();
        grandchild.destroyForcibly();
        assertThat(log.lines()).singleElement().asString().contains("started");
    }

    @Test
    void aCommandThatHangsIsKilledWithAllThatItStarted() throws Exception {
        Path pid = directory.resolve("pid");

        DeliveryResult failure = LongEnough.call(
                limit -> failure("echo waiting; sh -c 'echo $$ > " + pid + "; exec sleep 1000'; true", limit),
                cut -> holdsALine(pid));

        assertThat(failure.status()).isEqualTo(DeliveryResult.Status.UNCLEAR);
        assertThat(failure.sentence()).contains("did not exit within ").contains("waiting");
        long child = Long.parseLong(Files.readString(pid).strip());
        waitUntil(() -> ProcessHandle.of(child).isEmpty());
    }

    @Test
    void endlessOutputIsReadButNotKept() throws Exception {
        DeliveryResult failure = failure("head -c 5000000 /dev/zero | tr '\\0' x; exit 1", Await.LIMIT);

        assertThat(failure.sentence()).hasSizeLessThan(5_000);
    }

    @Test
    void anInterruptKillsTheCommand() throws Exception {
        Path pid = directory.resolve("pid");
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread delivery = new Thread(() -> thrown.set(catchThrowableOfType(
                InterruptedException.class,
                () -> notifier("echo $$ > " + pid + "; sleep 1000; true", Await.LIMIT)
                        .deliver(ALERT))));
        delivery.start();
        waitUntil(() -> holdsALine(pid));

        delivery.interrupt();
        delivery.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        long shell = Long.parseLong(Files.readString(pid).strip());
        waitUntil(() -> ProcessHandle.of(shell).isEmpty());
    }

    @Test
    void aSendmailRunsOnceForEachRecipientAndLaterOnlyForThoseThatItHasNotAccepted() throws Exception {
        Path sendmail = script(
                "sendmail",
                "cat >mail; to=$(sed -n 's/^To: //p' mail | tr -d '\\r'); cat mail >>$to;"
                        + " test $to != bad@example.com || { echo no such user; exit 65; }");
        SendmailNotifier notifier = new SendmailNotifier(
                sendmail + " -t -i 2>&1",
                new Envelope(null, List.of("ann@example.com", "bad@example.com", "bob@example.com"), "host"),
                System.getenv(),
                Await.LIMIT);
        DeliveryAttempt attempt = DeliveryAttempt.inMemory();

        DeliveryResult first = notifier.deliver(ALERT, attempt);
        DeliveryResult second = notifier.deliver(ALERT, attempt);

        assertThat(first).isEqualTo(second);
        assertThat(first.status()).isEqualTo(DeliveryResult.Status.UNCLEAR);
        assertThat(first.sentence())
                .startsWith("not for bad@example.com: mail command")
                .contains("no such user");
        for (String to : List.of("ann@example.com", "bob@example.com")) {
            assertThat(mails(to)).as(to).hasSize(1);
        }
        assertThat(mails("bad@example.com")).as("the same Message-ID each time").hasSize(2);
        assertThat(mails("bad@example.com").stream().distinct()).hasSize(1);
    }

    @Test
    void anotherCommandRunsOnceForAllRecipients() throws Exception {
        Path sendmail = script("sendmail", "cat >>all");
        SendmailNotifier notifier = new SendmailNotifier(
                "cat | " + sendmail + " -t -i",
                new Envelope(null, List.of("ann@example.com", "bob@example.com"), "host"),
                System.getenv(),
                Await.LIMIT);

        assertThat(notifier.deliver(ALERT)).isEqualTo(DeliveryResult.DELIVERED);

        assertThat(mails("all")).hasSize(1);
        assertThat(directory.resolve("all")).content().contains("To: ann@example.com, bob@example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "msmtp, 65, RETRY",
        "msmtp, 75, RETRY",
        "msmtp, 74, UNCLEAR",
        "msmtp, 137, UNCLEAR",
        "dma, 65, RETRY",
        "ssmtp, 1, UNCLEAR",
        "smtpctl, 75, DELIVERED",
        "smtpctl, 69, RETRY",
        "smtpctl, 70, UNCLEAR",
        "other, 127, RETRY",
        "other, 126, RETRY"
    })
    void theStatusOfAProgramIsUnderstoodAlsoByAnotherName(String program, int status, DeliveryResult.Status expected)
            throws Exception {
        Files.createSymbolicLink(directory.resolve("sendmail"), script(program, "cat >/dev/null; exit " + status));

        assertThat(failure(directory.resolve("sendmail") + " -t -i", Await.LIMIT)
                        .status())
                .isEqualTo(expected);
    }

    /** The Message-ID of each mail in a file. */
    private List<String> mails(String file) throws IOException {
        String all = Files.readString(directory.resolve(file));
        return all.lines().filter(line -> line.startsWith("Message-ID: ")).toList();
    }

    private Path script(String name, String text) throws IOException {
        Path script = Files.writeString(directory.resolve(name), "#!/bin/sh\ncd " + directory + "\n" + text + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    @Test
    void aPasswordInTheCommandIsNotShown() throws Exception {
        String command = "PASSWORD=secret /no/such/msmtp --password secret";

        assertThat(notifier(command, Await.LIMIT)).hasToString("mail command '/no/such/msmtp' to root");
        assertThat(failure(command, Await.LIMIT).sentence()).doesNotContain("secret");
    }

    private static boolean holdsALine(Path file) {
        try {
            return Files.exists(file) && Files.readString(file).endsWith("\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DeliveryResult failure(String command, Duration limit) throws InterruptedException {
        return notifier(command, limit).deliver(ALERT);
    }

    private static SendmailNotifier notifier(String command, Duration limit) {
        return new SendmailNotifier(command, envelope(), System.getenv(), limit);
    }

    private static Envelope envelope() {
        return new Envelope(null, List.of("root"), "host");
    }
}
