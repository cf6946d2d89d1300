package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.FileGate;
import org.superlance.listener.testkit.GoSupervisord;
import org.superlance.listener.testkit.GoSupervisord.Release;
import org.superlance.listener.testkit.GrowingProgram;
import org.superlance.listener.testkit.MailServer;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.TestCommand;

/** Each packaged command that restarts, under a stand-in of the Go supervisord. */
@Order(1) // takes long
class GoSupervisordIT {

    private static final String HOLDS_50_MB = shell(GrowingProgram.python(50));
    private static final String IDLES = "sleep 1000000";
    private static final String PROCESS_STATES = "PROCESS_STATE,TICK_5";

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void memmonRestartsWhatIsTooLargeAndTells(Release release) throws Exception {
        try (GoSupervisord server = GoSupervisord.in(directory, release)
                .program("grown", "prógrammé", HOLDS_50_MB)
                .program("small", IDLES)
                .listener("watchdog", "TICK_5", words("memmon", "-g grown=40MB -a 99%% -m bob@example.com", mail()))
                .start()) {
            server.awaitRunning("small");
            long small = server.pid("small");
            server.awaitRunning("grown:prógrammé");
            long big = server.pid("grown:prógrammé");

            server.awaitLog("watchdog", "restarted grown:prógrammé: new pid");
            server.await("the mail", () -> mailText().contains("Restarted, new pid"));

            assertThat(server.pid("grown:prógrammé")).isNotEqualTo(big);
            assertThat(server.pid("small")).isEqualTo(small);
            assertThat(mailText()).contains("memmon:_process_grown:pr").doesNotContain("Not restarted");
            assertThat(server.stderrOf("watchdog")).doesNotContain("failed to ", "ERROR");
            // its name is that of its section, which only the events tell
            assertThat(directory.resolve("state").toFile().list())
                    .anyMatch(name -> name.startsWith("memmon-watchdog-watchdog-"));
        }
    }

    /** The server kills listeners at its end, and so may anybody. */
    @ParameterizedTest
    @EnumSource
    void memmonFinishesInItsNextLifeWhatItHasBegun(Release release) throws Exception {
        FileGate stop = FileGate.at(directory.resolve("stop"));
        String slow = stop.stopsWhenOpenHolding(50).substring("command=".length());
        try (GoSupervisord server = GoSupervisord.in(directory, release)
                .program("slow", slow)
                .listener("memmon", "TICK_5", words("memmon", "-p slow=40MB"))
                .start()) {
            server.await("its request to stop", () -> server.info("slow").state() == ProcessState.STOPPING);
            long before = server.pid("slow");

            ProcessHandle.of(server.listenerPid("memmon")).orElseThrow().destroyForcibly();
            stop.open();

            server.awaitLog("memmon", "resuming interrupted restart of slow:slow");
            server.await("it is back", () -> server.pid("slow") > 0 && server.pid("slow") != before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void httpokRestartsWhatDoesNotAnswerAndTells(Release release) throws Exception {
        try (GoSupervisord server = GoSupervisord.in(directory, release)
                .program("site", "web", IDLES)
                .listener(
                        "httpok",
                        "TICK_5",
                        words("httpok", "-p site:web -t 1 -m bob@example.com http://127.0.0.1:1/", mail()))
                .start()) {
            server.awaitLog("httpok", "restarted site:web: new pid");
            server.await("the mail", () -> mailText().contains("httpok: http://127.0.0.1:1/: bad status returned"));
            server.awaitRunning("site:web");
        }
    }

    @ParameterizedTest
    @EnumSource
    void timemonRestartsTheGroupWhenItIsTimeAndLeavesWhatSomebodyStopped(Release release) throws Exception {
        try (GoSupervisord server = GoSupervisord.in(directory, release)
                .program("site", "web", IDLES)
                .program("site", "idle", IDLES)
                .listener("timemon", "TICK_5", words("timemon", "-g site -i second -n 10 -m bob@example.com", mail()))
                .start()) {
            server.awaitRunning("site:idle");
            server.client().stop(Namespec.parse("site:idle"), true);
            server.await("it is down", () -> server.pid("site:idle") == 0);
            String before = server.stderrOf("timemon");

            server.await(
                    "two restarts",
                    () -> server.stderrOf("timemon")
                                    .substring(before.length())
                                    .split("restarted site:web: new pid", -1)
                                    .length
                            > 2);
            assertThat(server.pid("site:idle")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void oomeMonitorRestartsWhatHasRunOutOfMemory(Release release) throws Exception {
        Path marker = Files.createDirectory(directory.resolve("work")).resolve("oome");
        try (GoSupervisord server = GoSupervisord.in(directory, release)
                .program("site", "web", IDLES)
                .listener(
                        "oome",
                        "TICK_5",
                        words("oome_monitor", "single -p site:web --verbose -m bob@example.com", mail()))
                .start()) {
            server.awaitLog("oome", "leaving site:web");
            long before = server.pid("site:web");

            Files.createFile(marker);
            server.awaitLog("oome", "restarted site:web: new pid");

            assertThat(marker).doesNotExist();
            assertThat(server.pid("site:web")).isNotEqualTo(before);
            server.await("the mail", () -> mailText().contains("process site:web restarted"));
        }
    }

    /** The second death in BACKOFF is the last one that it retries; nobody starts what somebody has stopped. */
    @ParameterizedTest
    @EnumSource
    void procmonBringsBackWhatIsFatalAndNothingElse(Release release) throws Exception {
        Path fixed = directory.resolve("fixed");
        try (GoSupervisord server = GoSupervisord.in(directory, release)
                .program("site", "wéb", "sh -c 'test -e " + fixed + " || exit 3; exec sleep 1000000'")
                .program("idle", IDLES)
                .listener(
                        "procmon",
                        "PROCESS_STATE,TICK_5",
                        words("procmon", "watch -a -m 1 -M 2 --verbose --email bob@example.com", mail()))
                .start()) {
            server.awaitRunning("idle");
            server.client().stop(Namespec.parse("idle"), true);
            server.awaitLog("procmon", "start site:wéb ");
            Files.createFile(fixed);

            server.await("it is back", () -> server.stderrOf("procmon").contains("brought back site:wéb"));
            server.await("the mail", () -> mailText().contains("brought_back"));

            assertThat(server.info("site:wéb").state()).isEqualTo(ProcessState.RUNNING);
            assertThat(server.pid("idle")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void procmonStartsByHandWhatIsFatal(Release release) throws Exception {
        Path fixed = directory.resolve("fixed");
        try (GoSupervisord server = GoSupervisord.in(directory, release)
                .program("site", "web", "sh -c 'test -e " + fixed + " || exit 3; exec sleep 1000000'")
                .start()) {
            server.await("it is given up", () -> server.info("site:web").state() == ProcessState.FATAL);
            Files.createFile(fixed);

            String output = TestCommand.output(List.of(
                    PackagedCommand.file("procmon").toString(), "watch", "-a", "--once", "--server-url", server.url()));

            assertThat(output).contains("start").doesNotContain("cannot start");
            assertThat(server.info("site:web").state()).isEqualTo(ProcessState.RUNNING);
        }
    }

    /** As Supervisor before 3.2, and much the same before 4.2.2. */
    @Test
    void procmonKillsItselfWhatAServerCannotSignal() throws Exception {
        try (GoSupervisord server = GoSupervisord.in(directory, Release.V0_7_3)
                .withoutSignals()
                .program(
                        "stubborn",
                        "python3 -S -c 'import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
                                + " print(\"ready\", flush=True); time.sleep(1000000)'")
                .listener(
                        "procmon",
                        "PROCESS_STATE,TICK_5",
                        words(
                                "procmon",
                                "watch -a -k 1 --kill-stuck --email bob@example.com",
                                "--sendmail_program",
                                "true"))
                .start()) {
            server.awaitRunning("stubborn");
            Path output = directory.resolve("stubborn.stdout.log");
            server.await("it ignores SIGTERM", () -> output.toFile().length() > 0);
            server.client().stop(Namespec.parse("stubborn"), false);

            server.awaitLog("procmon", "killed stubborn:stubborn: STOPPING for ");
            server.await("its end", () -> server.pid("stubborn") == 0);
            assertThat(server.stderrOf("procmon")).doesNotContain("cannot watch programs");
        }
    }

    @ParameterizedTest
    @EnumSource
    void superlanceRunsItsListeners(Release release) throws Exception {
        Files.writeString(directory.resolve("superlance.conf"), """
                [eventlistener:memmon]
                command=memmon -p grown:big=40MB -s 'cat >> %1$s/mail' -m bob@example.com --state-dir %1$s/state
                events=TICK_5

                [eventlistener:httpok]
                command=httpok -p site:web -t 1 http://127.0.0.1:1/ --state-dir %1$s/state
                events=TICK_5

                [eventlistener:crashmail]
                command=crashmail -p site:victim -s 'cat >> %1$s/mail' -m bob@example.com --state-dir %1$s/state
                events=PROCESS_STATE
                """.formatted(directory));
        try (GoSupervisord server = GoSupervisord.in(directory, release)
                .program("grown", "big", HOLDS_50_MB)
                .program("site", "web", IDLES)
                .program("site", "victim", IDLES)
                .listener(
                        "superlance",
                        "PROCESS_STATE,TICK_5",
                        List.of(
                                PackagedCommand.file("superlance").toString(),
                                directory.resolve("superlance.conf").toString()))
                .start()) {
            server.awaitRunning("site:victim");
            ProcessHandle.of(server.pid("site:victim")).orElseThrow().destroyForcibly();
            server.await("the crash", () -> mailText().contains("Process victim in group site exited unexpectedly"));
            server.awaitLog("superlance", "[memmon] restarted grown:big: new pid");
            server.awaitLog("superlance", "[httpok] restarted site:web: new pid");
            server.await("the mail", () -> mailText().contains("process grown:big restarted"));
        }
    }

    /** 0.7.4 sends no EXITED; what was stopped on purpose, or by another listener, is no crash. */
    @ParameterizedTest
    @EnumSource
    void theAlertersTellOfDeathsAndOfNothingElse(Release release) throws Exception {
        try (MailServer mail = MailServer.started();
                GoSupervisord server = GoSupervisord.in(directory, release)
                        .program("site", "web", IDLES)
                        .program("site", "idle", IDLES)
                        .program("dead", "sh -c 'exit 3'")
                        .listener("crashmail", PROCESS_STATES, words("crashmail", "-a -m bob@example.com", mail()))
                        .listener("batch", PROCESS_STATES, words("crashmailbatch", "-i 0.05" + to(mail)))
                        .listener("fatal", PROCESS_STATES, words("fatalmailbatch", "-i 0.05" + to(mail)))
                        .listener("sms", PROCESS_STATES, words("crashsms", "-i 0.05" + to(mail)))
                        .start()) {
            server.awaitRunning("site:web");
            server.awaitRunning("site:idle");
            server.client().stop(Namespec.parse("site:idle"), false);
            server.await("its end", () -> server.pid("site:idle") == 0);
            ProcessHandle.of(server.pid("site:web")).orElseThrow().destroyForcibly();

            server.await(
                    "the mail of crashmail",
                    () -> mailText().contains("Process web in group site exited unexpectedly"));
            server.await("the batch", () -> mail.texts().contains("Process site:web"));
            server.await("the SMS", () -> mail.texts().contains("[site:web]"));
            server.await(
                    "the end of all attempts",
                    () -> mail.texts().contains("Process dead:dead failed to start too many times"));
            assertThat(mailText() + mail.texts()).doesNotContain("idle");
        }
    }

    /** As superlance's documents have it: then 0.7.4 sends no event at all. */
    @Test
    void crashmailGoesByTheTableWhereNoEventComes() throws Exception {
        try (GoSupervisord server = GoSupervisord.in(directory, Release.V0_7_4)
                .program("site", "web", IDLES)
                .listener("crashmail", "PROCESS_STATE_EXITED", words("crashmail", "-a -m bob@example.com", mail()))
                .start()) {
            server.await("a look at the running program", () -> ledger().contains("RUNNING"));
            server.client().stop(Namespec.parse("site:web"), false);
            server.awaitLog("crashmail", "going by its process table");
            server.client().start(Namespec.parse("site:web"), false);

            server.await("the mail", () -> mailText().contains("Process web in group site exited unexpectedly"));
        }
    }

    @Test
    void theCheckDoesNotCallAListenerUnreadThatTheServerListsNowhere() throws Exception {
        Path file = directory.resolve("go.conf");
        Files.writeString(file, """
                [unix_http_server]
                file=%1$s/go.sock
                [rpcinterface:supervisor]
                supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
                [eventlistener:memmon]
                command=%2$s -a 20%%%% -m bob@example.com -s true --state-dir %1$s
                events=TICK_60
                environment=SUPERVISOR_SERVER_URL="unix://%1$s/go.sock"
                """.formatted(directory, PackagedCommand.file("memmon")));
        try (GoSupervisord server = GoSupervisord.in(directory, Release.V0_7_4)
                .program("web", IDLES)
                .start()) {
            server.awaitRunning("web");

            assertThat(TestCommand.output(
                            List.of(PackagedCommand.file("memmon").toString(), "--check", "-C", file.toString())))
                    .contains("supervisord lists no event listeners")
                    .doesNotContain("has not loaded this section");
        }
    }

    @Test
    void saysWhatToWriteWhereTheServerDoesNotTellItsUrl() throws Exception {
        try (GoSupervisord server = GoSupervisord.in(directory, Release.V0_7_4)
                .listener("memmon", "TICK_5", words("memmon", "-a 1GB"), Map.of())
                .start()) {
            server.awaitLog("memmon", "environment=SUPERVISOR_SERVER_URL=\"unix:///");
        }
    }

    private String ledger() {
        try (Stream<Path> listeners = Files.isDirectory(state()) ? Files.list(state()) : Stream.empty()) {
            return listeners.map(listener -> read(listener.resolve("ledger"))).collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String to(MailServer mail) {
        return " -t bob@example.com -f ops@example.com -H " + mail.address();
    }

    private static String shell(GrowingProgram program) {
        return program.builder().command().stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .reduce("", (all, word) -> all + " " + word);
    }

    private List<String> words(String command, String options, String... more) {
        List<String> words = new ArrayList<>();
        words.add(PackagedCommand.file(command).toString());
        words.addAll(List.of(options.split(" ")));
        words.addAll(List.of(more));
        words.addAll(List.of("--state-dir", state().toString()));
        return words;
    }

    private Path state() {
        return directory.resolve("state");
    }

    private String mail() {
        return "--sendmail_program=cat >> " + directory.resolve("mail");
    }

    private String mailText() {
        return read(directory.resolve("mail"));
    }
}
