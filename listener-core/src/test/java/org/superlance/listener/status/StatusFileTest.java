package org.superlance.listener.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.status.ListenerStatus.Activity;
import org.superlance.listener.status.ListenerStatus.Condition;
import org.superlance.listener.status.ListenerStatus.Identity;
import org.superlance.listener.status.ListenerStatus.Problem;
import org.superlance.listener.status.ListenerStatus.ProgramStatus;
import org.superlance.listener.status.ListenerStatus.ReceiverStatus;
import org.superlance.listener.status.ListenerStatus.StandingState;
import org.superlance.listener.status.ListenerStatus.State;

class StatusFileTest {

    private static final Instant TIME = Instant.parse("2026-11-28T11:23:58.102Z");

    @TempDir
    private Path directory;

    static ListenerStatus full() {
        return new ListenerStatus(
                new Identity(
                        new ListenerId("memmon", "web", "memmon", "unix:///run/supervisor.sock"),
                        "web:memmon",
                        "0.1.0",
                        "17.0.15",
                        4711,
                        "root",
                        "-a 200MB",
                        TIME),
                State.RUNNING,
                new Activity(
                        TIME.plusSeconds(9),
                        Optional.of(TIME.plusSeconds(8)),
                        Optional.of(TIME.plusSeconds(7)),
                        Optional.of(TIME.plusSeconds(6)),
                        Optional.of(TIME.plusSeconds(5)),
                        Optional.of(Duration.ofMillis(120)),
                        12),
                List.of(new ProgramStatus(
                        Condition.NEAR, "web:w1", 29241, "RSS 190MB", "200MB (-a)", "RSS 190MB is within 200MB (-a)")),
                3,
                List.of(new ReceiverStatus(
                        "outbox",
                        "the mail server mail.example.com",
                        2,
                        Optional.of(TIME.minusSeconds(60)),
                        Optional.of(new Problem(TIME, "connection refused")))),
                List.of(new StandingState(TIME, "memmon: process web:w2 could not be started", "restart", "web:w2")),
                4,
                Optional.of(new Problem(TIME, "cannot check: supervisord does not answer")));
    }

    /** Others may read it: what is here changes by additions only. */
    @Test
    void isLinesOfANameAndAValue() throws IOException {
        StatusFile.write(directory, full());

        assertThat(Files.readString(directory.resolve("status"))).isEqualTo("""
                        Format: 1
                        Command: memmon
                        Listener: web:memmon
                        Supervisord: unix:///run/supervisor.sock
                        Process: web:memmon
                        Version: 0.1.0
                        Java: 17.0.15
                        Pid: 4711
                        User: root
                        Options: -a 200MB
                        Started: 2026-11-28T11:23:58.102Z
                        State: running
                        Written: 2026-11-28T11:24:07.102Z
                        Last-Event: 2026-11-28T11:24:06.102Z
                        Last-Tick: 2026-11-28T11:24:05.102Z
                        Check-Begun: 2026-11-28T11:24:04.102Z
                        Last-Check: 2026-11-28T11:24:03.102Z
                        Check-Duration: PT0.12S
                        Watched: 12
                        Program: near\tweb:w1\t29241\tRSS 190MB\t200MB (-a)\tRSS 190MB is within 200MB (-a)
                        More-Programs: 3
                        Receiver: outbox\t2\t2026-11-28T11:22:58.102Z\tthe mail server mail.example.com\t2026-11-28T11:23:58.102Z\tconnection refused
                        Standing: 2026-11-28T11:23:58.102Z\tmemmon: process web:w2 could not be started\trestart\tweb:w2
                        Failures: 4
                        Problem: 2026-11-28T11:23:58.102Z\tcannot check: supervisord does not answer
                        """);
    }

    @Test
    void isReadAsItWasWritten() throws IOException {
        StatusFile.write(directory, full());

        assertThat(StatusFile.read(directory)).contains(full());
        assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void ofALaterVersionIsReadAsFarAsItIsKnown() throws IOException {
        StatusFile.write(directory, full());
        Path file = directory.resolve(StatusFile.NAME);
        Files.writeString(file, Files.readString(file).replace("(-a)\n", "(-a)\tmore\n") + "New-Name: x\n");

        assertThat(StatusFile.read(directory)).contains(full());
    }

    @Test
    void isMissingWhereThereIsNone() throws IOException {
        assertThat(StatusFile.read(directory)).isEmpty();
    }

    @Test
    void isRefusedIfItIsSomethingElse() throws IOException {
        Path file = directory.resolve(StatusFile.NAME);
        Files.writeString(file, "");
        assertThatThrownBy(() -> StatusFile.read(directory)).isInstanceOf(IOException.class);
        Files.writeString(file, "Format: 1\n".repeat(100_000));
        assertThatThrownBy(() -> StatusFile.read(directory)).hasMessageContaining("larger than");
        Files.delete(file);
        Files.createSymbolicLink(file, Files.writeString(directory.resolve("other"), StatusFile.encode(full())));
        assertThatThrownBy(() -> StatusFile.read(directory)).hasMessageContaining("not a regular file");
    }

    @Test
    void holdsNoMoreLinesThanItHasWhateverANameHolds() throws IOException {
        ProgramStatus odd =
                new ProgramStatus(Condition.OVER, "a\tb\nState: ended\u001b[31m", 0, "", "", "x".repeat(9_999));
        ListenerStatus full = full();
        StatusFile.write(
                directory,
                new ListenerStatus(
                        full.identity(),
                        State.RUNNING,
                        full.activity(),
                        List.of(odd),
                        0,
                        List.of(),
                        List.of(),
                        0,
                        Optional.empty()));

        ListenerStatus read = StatusFile.read(directory).orElseThrow();
        assertThat(read.state()).isEqualTo(State.RUNNING);
        assertThat(read.programs()).singleElement().satisfies(program -> {
            assertThat(program.name()).isEqualTo("a b State: ended\uFFFD[31m");
            assertThat(program.reason()).hasSize(500);
        });
    }
}
