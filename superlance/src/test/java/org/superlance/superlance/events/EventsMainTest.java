package org.superlance.superlance.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.history.FileHistory;
import org.superlance.listener.history.HistoryEvent.DeathEvent;
import org.superlance.listener.history.HistoryEvent.PauseEvent;
import org.superlance.listener.history.HistoryEvent.RestartEvent;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.state.FileLocks;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.state.StateDirectory;
import org.superlance.listener.testkit.CommandLineFixture;

class EventsMainTest extends CommandLineFixture {

    private static final Instant NOW = Instant.parse("2026-11-21T02:54:56Z");

    @TempDir
    Path base;

    @Override
    protected int command(CommandContext context, String... arguments) {
        return EventsMain.run(context, arguments);
    }

    @BeforeEach
    void write() throws IOException {
        try (FileHistory memmon = history("memmon", "memmon");
                FileHistory crashmail = history("crashmail", "alerts")) {
            memmon.record(new RestartEvent(
                    NOW.minusSeconds(60),
                    "web:w1",
                    "memory",
                    "restarted",
                    "RSS 312.4MB exceeds 200MB (-a)",
                    "new pid 7"));
            crashmail.record(new DeathEvent(NOW.minusSeconds(90), "db:db", "exited", "exit status \"7\""));
            memmon.record(new DeathEvent(NOW.minusSeconds(200_000), "web:old", "exited", ""));
            memmon.record(new PauseEvent(NOW.minusSeconds(30), "", PauseEvent.BEGIN, "until 03:00 by root"));
        }
    }

    private FileHistory history(String command, String name) throws IOException {
        StateDirectory directory =
                new StateDirectory(base, new ListenerId(command, name, name, "unix:///s.sock"), new FileLocks());
        directory.own();
        return new FileHistory(directory.path(), directory, Runnable::run, () -> NOW, 1 << 20);
    }

    @Test
    void tellsInOneTimeLineWhatAllListenersHaveDone() {
        assertThat(events()).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("""
                        TIME (Z)             LISTENER            PROGRAM  EVENT    WHAT
                        2026-11-21 02:53:26  alerts (crashmail)  db:db    death    exited: exit status "7"
                        2026-11-21 02:53:56  memmon              web:w1   restart  restarted: RSS 312.4MB exceeds 200MB (-a); new pid 7
                        2026-11-21 02:54:26  memmon              -        pause    begin: until 03:00 by root
                        """);
        assertThat(err).asString().isEmpty();
    }

    @Test
    void tellsProgramsOneObjectALine() {
        assertThat(events("--json", "db")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("""
                        {"time":"2026-11-21T02:53:26Z","listener":"alerts (crashmail)","server":"unix:///s.sock","kind":"death",\
                        "program":"db:db","type":"exited","cause":"exit status \\"7\\""}
                        {"time":"2026-11-21T02:54:26Z","listener":"memmon","server":"unix:///s.sock","kind":"pause",\
                        "phase":"begin","detail":"until 03:00 by root"}
                        """);
    }

    @Test
    void looksAsFarBackAsItIsTold() {
        assertThat(events("--since", "3d", "web:*")).isZero();
        assertThat(out.toString(UTF_8)).contains("web:old").contains("web:w1").doesNotContain("db:db");
    }

    @Test
    void saysWhatItPassedOver() throws IOException {
        Path directory;
        try (var directories = Files.list(base)) {
            directory = directories.sorted().findFirst().orElseThrow();
        }
        Files.writeString(directory.resolve("history/events-000002.log"), "\u001b[31m\n");

        assertThat(events()).isZero();
        assertThat(err.toString(UTF_8))
                .startsWith("superlance events: crashmail-alerts-alerts-")
                .contains(": 1 lines of its history cannot be read, and are left out");
    }

    @Test
    void saysWhereToLookWhereNothingHasHappened() {
        assertThat(events("--since", "1s")).isZero();
        assertThat(out.toString(UTF_8)).startsWith("no events; look further back with --since");
    }

    @Test
    void saysThatNothingCouldBeRead() throws IOException {
        List<Path> listeners;
        try (Stream<Path> directories = Files.list(base)) {
            listeners = directories.toList();
        }
        for (Path listener : listeners) {
            Path history = listener.resolve("history");
            Files.move(history, listener.resolve("elsewhere"));
            Files.writeString(history, "no directory");
        }

        assertThat(events()).isEqualTo(1);
        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(err.toString(UTF_8).lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("superlance events: cannot read the history in memmon-memmon-"))
                .last()
                .asString()
                .isEqualTo("superlance events: nothing could be read; run this as the user of the listeners, or root");
    }

    @Test
    void saysThatThereIsNoStateDirectory() {
        int status = run(Map.of(), true, "--state-dir", base.resolve("none").toString());

        assertThat(status).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .contains("cannot read the state directory: ")
                .contains("--state-dir DIR");
    }

    @Test
    void refusesANameThatNamesNothing() {
        assertRefused("superlance events", events(":"), "':'", "names no process");
    }

    private int events(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--state-dir";
        all[arguments.length + 1] = base.toString();
        return run(Map.of(), true, all);
    }
}
