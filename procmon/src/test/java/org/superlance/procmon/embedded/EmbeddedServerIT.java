package org.superlance.procmon.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.TestCommand;
import org.superlance.procmon.Ignoring;

/** The packaged {@code procmon run -C}. */
class EmbeddedServerIT {

    /** A listener as its documentation shows it, in the language that most are written in. */
    private static final String PYTHON_LISTENER = """
            import sys
            while True:
                sys.stdout.write('READY\\n')
                sys.stdout.flush()
                line = sys.stdin.readline()
                headers = dict(word.split(':', 1) for word in line.split())
                payload = sys.stdin.read(int(headers['len']))
                sys.stderr.write('%s %s\\n' % (headers['eventname'], payload))
                sys.stderr.flush()
                sys.stdout.write('RESULT 2\\nOK')
                sys.stdout.flush()
            """;

    @TempDir
    Path directory;

    @Test
    void restartsFatalProgramsOnceTheyCanStart() throws Exception {
        Path web = directory.resolve("web");
        try (RealSupervisord server = Embedded.in(directory, "--jitter=0")
                .section("program:web", "command=" + web, "startretries=0", "startsecs=0")
                // what ends within the startsecs has failed, also where the machine is too busy to end it at once
                .section("program:stopped", "command=false", "startretries=0", "startsecs=3600")
                .start()) {
            server.awaitLog("'web': it is FATAL, failure 1 in a row; next start in 1s");
            stopWhileItIsFatal(server, "stopped");
            int starts = count(server.log(), "spawned: 'stopped'");
            server.awaitLog("'web': it is FATAL, failure 3 in a row; next start in 4s");

            Path script = Files.writeString(directory.resolve("new"), "#!/bin/sh\nexec sleep 1000\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(script, web);

            server.awaitRunning("web");
            assertThat(count(server.log(), "spawned: 'stopped'"))
                    .as("what somebody stopped stays down")
                    .isEqualTo(starts);
            assertThat(server.info("stopped").state()).isEqualTo(ProcessState.FATAL);
        }
    }

    /** A stop that comes while it is being started once more is followed by a start, and another stop. */
    private static void stopWhileItIsFatal(RealSupervisord server, String program) {
        Namespec name = Namespec.parse(program);
        server.await("a stop while " + program + " is FATAL", () -> {
            if (server.isIn(ProcessState.FATAL, program)) {
                server.client().stop(name, true);
            }
            if (server.log().contains("'" + program + "': not started again, because it was stopped")) {
                return true;
            }
            if (server.isIn(ProcessState.STOPPED, program)) {
                server.client().start(name, false);
            }
            return false;
        });
    }

    @Test
    void speaksTheEventProtocolToAListenerInPython() throws Exception {
        Path script = Files.writeString(directory.resolve("listener.py"), PYTHON_LISTENER);
        try (RealSupervisord server = Embedded.in(directory)
                .section(
                        "eventlistener:told",
                        "command=/usr/bin/python3 " + script,
                        "events=PROCESS_STATE,TICK_5,REMOTE_COMMUNICATION,PROCESS_LOG",
                        "buffer_size=100",
                        "environment=PYTHONUTF8=1")
                .section(
                        "program:prógrammé🚀",
                        "command=sh -c 'echo héllo; sleep 2; exit 7'",
                        "autorestart=false",
                        "stdout_events_enabled=true")
                .start()) {

            server.await("its words", () -> server.stderrOf("told").contains("PROCESS_LOG_STDOUT"));
            server.await("the end", () -> server.stderrOf("told").contains("PROCESS_STATE_EXITED"));
            server.await("a tick", () -> server.stderrOf("told").contains("TICK_5 when:"));

            assertThat(server.stderrOf("told"))
                    .contains("PROCESS_STATE_STARTING processname:prógrammé🚀 groupname:prógrammé🚀"
                            + " from_state:STOPPED tries:0")
                    .containsPattern("PROCESS_LOG_STDOUT processname:prógrammé🚀 groupname:prógrammé🚀 pid:\\d+"
                            + " channel:stdout\nhéllo")
                    .containsPattern("PROCESS_STATE_EXITED processname:prógrammé🚀 groupname:prógrammé🚀"
                            + " from_state:RUNNING expected:0 pid:\\d+");
            assertThat(server.log()).doesNotContain("UNKNOWN");
        }
    }

    @Test
    void runsProgramsAsTheirSectionsSay() throws Exception {
        Path work = Files.createDirectory(directory.resolve("work"));
        String script = "umask; pwd; echo $GREETING $SUPERVISOR_GROUP_NAME:$SUPERVISOR_PROCESS_NAME"
                + " $SUPERVISOR_ENABLED $SUPERVISOR_SERVER_URL; echo together >&2; id -un; exec cat";
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        String ours = System.getProperty("user.name");
        String user = ours.equals("root") ? "nobody" : ours;
        try (RealSupervisord server = Embedded.in(directory)
                .settings("environment=GREETING=\"good morning\"")
                .section(
                        "program:shown",
                        "command=sh -c '" + script + "'",
                        "directory=" + work,
                        "umask=027",
                        "user=" + user,
                        "redirect_stderr=true",
                        "startsecs=0")
                .section("group:all", "programs=shown")
                .section(
                        "program:chatty",
                        "command=sh -c 'i=0; while [ $i -lt 50 ]; do echo 0123456789; i=$((i+1)); done; exec cat'",
                        "stdout_logfile=" + directory.resolve("chatty.log"),
                        "stdout_logfile_maxbytes=100",
                        "stdout_logfile_backups=2",
                        "startsecs=0")
                .start()) {

            server.await("its words", () -> server.stdoutOf("shown").contains(user + "\n"));
            server.await("a log put aside", () -> Files.exists(directory.resolve("chatty.log.1")));

            assertThat(server.stdoutOf("shown").lines())
                    .containsExactly(
                            "0027", work.toString(), "good morning all:shown 1 " + server.url(), "together", user);
            assertThat(directory.resolve("chatty.log.3")).doesNotExist();
        }
    }

    @Test
    void programsAndListenersIgnoreNoSignalThatItWasStartedToIgnore() {
        try (RealSupervisord server = Embedded.startedBy(Ignoring.all(), directory)
                .section(
                        "program:web",
                        "command=sh -c \"" + Ignoring.SHOWN + "; exec sleep 1000\"",
                        "stopsignal=INT",
                        "stopwaitsecs=3600",
                        "startsecs=0")
                .section(
                        "eventlistener:ear",
                        "command=sh -c \"" + Ignoring.SHOWN + " >&2; exec cat\"",
                        "events=TICK_60",
                        "startsecs=0")
                .start()) {
            server.await(
                    "what the program ignores", () -> server.stdoutOf("web").contains("SigIgn"));
            server.await(
                    "what the listener ignores", () -> server.stderrOf("ear").contains("SigIgn"));

            Ignoring.assertNone(server.stdoutOf("web").split("\n"));
            Ignoring.assertNone(server.stderrOf("ear").split("\n"));
            server.client().stop(Namespec.parse("web"), true);
            server.awaitLog("stopped: web \\(terminated by SIGINT\\)");
        }
    }

    @Test
    void nothingIsLeftWhenItIsKilledAndTheNextOneTakesItsPlaceButNeverThatOfOneThatLives() throws Exception {
        RealSupervisord server = Embedded.in(directory)
                .section("program:web", "command=sh -c 'sleep 1001 & echo up; exec sleep 1000'", "startsecs=0")
                .build();
        server.start();
        // until then it is one of the tools that stand in front of the command, and not all of them have done their
        // part
        server.await("all of it", () -> server.stdoutOf("web").contains("up"));
        assertThat(Files.getPosixFilePermissions(directory.resolve("s.sock")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        List<ProcessHandle> children = server.process().descendants().toList();

        assertThat(TestCommand.output(List.of(
                        PackagedCommand.file("procmon").toString(),
                        "run",
                        "-C",
                        server.confFile().toString())))
                .contains("another program is already listening at socket file");
        server.process().destroyForcibly();
        server.await("the end of all", () -> children.stream().noneMatch(ProcessHandle::isAlive));

        server.start();
        server.awaitRunning("web");
        server.close();
    }

    @Test
    void stopsWhatWasStartedLastFirstAndListenersLast() {
        RealSupervisord server = Embedded.in(directory)
                .section("eventlistener:ear", "command=cat", "events=TICK_60", "startsecs=0")
                .section("program:first", "command=cat", "priority=1", "startsecs=0")
                .section("program:last", "command=cat", "priority=2", "startsecs=0")
                .start();
        server.awaitLog("success: last");

        ProcessHandle process = server.process();
        process.destroy();
        server.await("its end", () -> !process.isAlive());

        assertThat(server.log())
                .containsSubsequence(
                        "success: ear",
                        "success: first",
                        "success: last",
                        "received SIGTERM indicating exit request",
                        "stopped: last",
                        "stopped: first",
                        "stopped: ear");
        server.close();
    }

    @Test
    void answersOnWhateverElseIsSentToIt() throws IOException {
        List<SocketChannel> open = new ArrayList<>();
        try (RealSupervisord server = Embedded.in(directory).start()) {
            for (int i = 0; i < 150; i++) {
                open.add(send("POST /RPC2 HTTP/1.1\r\nContent-Length: 1000\r\n\r\n<methodCall>"));
            }
            assertThat(answer("\u0000\u0001\n\n")).startsWith("HTTP/1.1 400");
            assertThat(answer("POST /RPC2 HTTP/1.1\r\nContent-Length: 999999999\r\n\r\n"))
                    .startsWith("HTTP/1.1 413");
            assertThat(answer("POST /RPC2 HTTP/1.1\r\nContent-Length: 0\r\n\r\n"))
                    .startsWith("HTTP/1.1 401");
            assertThat(answer("GET /logtail/../../etc/passwd HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 401");
            open.add(send("GET / HT"));

            assertThat(server.ctl("pid"))
                    .contains(Long.toString(server.process().pid()));
        } finally {
            for (SocketChannel channel : open) {
                channel.close();
            }
        }
    }

    @Test
    void reportsAnInvalidConfigurationInOneLine() {
        RealSupervisord server = Embedded.in(directory)
                .section("program:web", "command=web", "startsecs=soon")
                .build();

        assertThatThrownBy(server::start)
                .hasMessageContaining("procmon run: startsecs in section [program:web] of " + server.confFile()
                        + " is 'soon'; write a whole number from 0");
    }

    private String answer(String request) throws IOException {
        try (SocketChannel channel = send(request)) {
            ByteBuffer buffer = ByteBuffer.allocate(1_000);
            channel.read(buffer);
            return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
        }
    }

    private SocketChannel send(String text) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(directory.resolve("s.sock")));
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        return channel;
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
