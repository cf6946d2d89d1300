package org.superlance.superlance.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.crash.QueuedFailure;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.HeldAlert;
import org.superlance.listener.notify.HoldingQueue;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.state.FileLocks;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.state.RetryRequest;
import org.superlance.listener.state.SpoolDirectory;
import org.superlance.listener.state.StateDirectory;
import org.superlance.listener.status.ListenerStatus.Identity;
import org.superlance.listener.status.ListenerStatus.ReceiverStatus;
import org.superlance.listener.status.ListenerStatus.State;
import org.superlance.listener.status.StatusFile;
import org.superlance.listener.status.StatusRecorder;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.CommandLineFixture;

/** The directories are real ones; the listener that has the one is this test. */
class SpoolMainTest extends CommandLineFixture {

    private static final String SERVER = "unix:///run/supervisor.sock";
    private static final ListenerId OLD = new ListenerId("crashmail", "old", "old", SERVER);
    private static final ListenerId HEIR = new ListenerId("crashmail", "new", "new", SERVER);
    private static final Instant TIME = Instant.parse("2026-11-21T02:00:00Z");

    @TempDir
    private Path base;

    private StateDirectory heir;
    private Path left;

    @Override
    protected int command(CommandContext context, String... arguments) {
        return SpoolMain.run(context, arguments);
    }

    @BeforeEach
    void makeDirectories() throws IOException {
        heir = new StateDirectory(base, HEIR, new FileLocks());
        heir.own();
        Files.createDirectories(heir.path().resolve("outbox"));
        StatusRecorder recorder = new StatusRecorder();
        recorder.register(() -> new ReceiverStatus("outbox", "mail", 0, Optional.empty(), Optional.empty()));
        Identity identity = new Identity(HEIR, "new:new", "1", "17", 7, "root", "", TIME);
        StatusFile.write(heir.path(), recorder.status(identity, State.RUNNING, TIME));
        try (StateDirectory old = new StateDirectory(base, OLD, new FileLocks())) {
            old.own();
            left = old.path();
        }
    }

    @AfterEach
    void release() throws IOException {
        heir.close();
    }

    /** Whoever adopted it before was killed while it wrote the alert. */
    @Test
    void aDeathIsAdoptedThoughAnEarlierAttemptWasInterrupted() throws IOException {
        QueuedFailure death = new QueuedFailure(
                "death-1",
                new ProcessFailure(FailureType.EXITED, Namespec.parse("web:w1"), OptionalLong.of(7), "RUNNING", TIME),
                Optional.empty());
        new SpoolDirectory<>(left.resolve("incidents"), QueuedFailure.CODEC).write(death);
        Path alert = heir.path().resolve("outbox").resolve(QueuedFailure.CODEC.fileName(death));
        Files.writeString(alert.resolveSibling(alert.getFileName() + ".tmp"), "Id: dea");

        assertThat(spool("adopt", left.toString())).isEqualTo(ExitStatus.OK);

        assertThat(out.toString(UTF_8)).contains("1 of kind failure adopted", "it can be deleted");
        assertThat(Alert.CODEC.decode(Files.readAllBytes(alert)).subject()).isEqualTo("crashmail: EXITED web:w1");
        assertThat(left.resolve("incidents")).isEmptyDirectory();
    }

    @Test
    void whatIsHeldBackIsSeenAndAdoptedAsSuch() throws IOException {
        Files.createDirectories(heir.path().resolve("outbox/held"));
        HeldAlert held = held("held-back-1");

        assertThat(spool("list")).isEqualTo(ExitStatus.OK);
        assertThat(out.toString(UTF_8))
                .containsPattern("held-bac +held +54m56s +old \\(not running\\) +outbox +web:w1 died")
                .endsWith("\n1 alert held back\n");
        assertThat(spool("adopt", left.toString())).isEqualTo(ExitStatus.OK);

        assertThat(out.toString(UTF_8)).contains("1 of kind held adopted", "it can be deleted");
        Path file = heir.path().resolve("outbox/held").resolve(HoldingQueue.CODEC.fileName(held));
        assertThat(HoldingQueue.CODEC.decode(Files.readAllBytes(file))).isEqualTo(held);
        assertThat(heir.path().resolve("outbox")).isDirectoryNotContaining("glob:**.alert");
    }

    @Test
    void whatIsHeldBackStaysIfItsNewListenerWouldNotSeeIt() throws IOException {
        held("held-back-1");

        assertThat(spool("adopt", left.toString())).isEqualTo(ExitStatus.FAILED);

        assertThat(err.toString(UTF_8))
                .isEqualTo("held held-back-1 stays: that listener holds nothing back: it runs an older version;"
                        + " restart it\n");
        assertThat(left.resolve("outbox/held")).isDirectoryContaining("glob:**.alert");
    }

    @Test
    void whatIsHeldBackIsNotResentButDropped() throws IOException {
        held("held-back-1");

        assertThat(spool("resend", "held-back-1")).isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString(UTF_8)).startsWith("held-back-1 is held back while its program is paused");
        assertThat(spool("drop", "held-back-1")).isEqualTo(ExitStatus.OK);

        assertThat(left.resolve("outbox/held")).isEmptyDirectory();
    }

    @Test
    void anIdIsShownAsShortAsItCanBeTyped() throws IOException {
        for (String id : List.of("0123456789", "0123456788", "ab", "abcdefghijkl", "abcdefghijklmn")) {
            new SpoolDirectory<>(left.resolve("outbox"), Alert.CODEC)
                    .write(new Alert(id, TIME, "subject", "text", Map.of()));
        }
        Path restarts = Files.createDirectories(left.resolve("restarts"));
        Files.writeString(restarts.resolve("a-program-of-its-own.restart"), "");

        spool("list");

        assertThat(out.toString(UTF_8)
                        .lines()
                        .skip(1)
                        .takeWhile(line -> !line.isEmpty())
                        .map(line -> line.substring(0, line.indexOf(' '))))
                .containsExactlyInAnyOrder(
                        "0123456789", "0123456788", "ab", "abcdefghijkl", "abcdefghijklm", "a-program-of-its-own");
    }

    /** The listener of this test takes no request. */
    @Test
    void doesNotWaitAnyLongerOnceItIsInterrupted() throws Exception {
        new SpoolDirectory<>(heir.path().resolve("outbox"), Alert.CODEC)
                .write(new Alert("alert-1", TIME, "subject", "text", Map.of()));
        Thread operator = new Thread(() -> spool("flush"));
        operator.start();
        Await.until("the request", () -> RetryRequest.isPending(heir.path()));

        operator.interrupt();
        operator.join();

        assertThat(err.toString(UTF_8))
                .isEqualTo("crashmail new:new has not seen the request yet; the request stays\n");
    }

    private HeldAlert held(String id) throws IOException {
        Map<String, String> labels = Map.of("group", "web", "process", "w1");
        HeldAlert held = new HeldAlert(
                new Alert(id, TIME, "web:w1 died", "text", labels), HeldAlert.Reason.PAUSE, 2, TIME, "last", false);
        new SpoolDirectory<>(left.resolve("outbox/held"), HoldingQueue.CODEC).write(held);
        return held;
    }

    private int spool(String... words) {
        return run(
                Map.of(),
                false,
                Stream.concat(Stream.of(words), Stream.of("--state-dir", base.toString()))
                        .toArray(String[]::new));
    }
}
