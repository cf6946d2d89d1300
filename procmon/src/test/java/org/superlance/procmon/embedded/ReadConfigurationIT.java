package org.superlance.procmon.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.RealSupervisord;

/** What a configuration means, to supervisord and to {@code procmon run -C} alike. */
class ReadConfigurationIT {

    private static final String LISTENER = """
            import sys
            while True:
                sys.stdout.write('READY\\n')
                sys.stdout.flush()
                headers = dict(word.split(':', 1) for word in sys.stdin.readline().split())
                payload = sys.stdin.read(int(headers['len']))
                sys.stderr.write('%s %s (%d)\\n' % (headers['eventname'], payload.split(' ')[0], len(payload)))
                sys.stderr.flush()
                sys.stdout.write('RESULT 2\\nOK')
                sys.stdout.flush()
            """;

    @TempDir
    Path directory;

    @Test
    void aLineThatCannotBeParsedRefusesAllAndTouchesNothing() throws Exception {
        Path included = Files.writeString(directory.resolve("more.ini"), "[program:more]\ncommand=sleep 1000\n");
        try (RealSupervisord server = RealSupervisord.in(directory)
                .section("include", "files=*.ini")
                .section("program:stays", "command=sleep 1000")
                .start()) {
            server.awaitRunning("more");
            long pid = server.pid("more");
            for (String broken : List.of(
                    "[program:more\ncommand=sleep 1000\n",
                    "[program:more]\ncommand=sleep 1000\nautostart false\n",
                    "[program:more]\ncommand=sleep 1000\nstartsecs=soon\n",
                    "\uFEFF[program:more]\n")) {
                Files.writeString(included, broken);

                assertThat(server.ctl("update")).contains("CANT_REREAD", included.toString());
                assertThat(server.pid("more")).as(broken).isEqualTo(pid);
            }
            String complete = Files.readString(server.confFile());
            Files.writeString(server.confFile(), complete.replace("[supervisord]", "[nothing]"));
            assertThat(server.ctl("update")).contains("CANT_REREAD");
            assertThat(server.pid("more")).isEqualTo(pid);

            Files.writeString(server.confFile(), complete);
            Files.writeString(included, "[program:more]\ncommand=sleep 1001\n");
            assertThat(server.ctl("update")).contains("more: updated process group");
            assertThat(server.pid("more")).isNotEqualTo(pid);
        }
    }

    @Test
    void aDirectoryThatIsMissingIsAStartThatFailsWithItsEvents() throws Exception {
        Path script = Files.writeString(directory.resolve("listener.py"), LISTENER);
        try (RealSupervisord server = RealSupervisord.in(directory)
                .section("eventlistener:told", "command=/usr/bin/python3 " + script, "events=PROCESS_STATE")
                .section(
                        "program:nowhere",
                        "command=sleep 1000",
                        "directory=/no/such/directory",
                        "startretries=0",
                        // so that a death that is noticed late is one too
                        "startsecs=3600",
                        "autostart=false")
                .start()) {
            server.awaitRunning("told");

            assertThat(server.ctl("start", "nowhere")).contains("nowhere: ERROR (spawn error)");

            server.await("its end", () -> server.stderrOf("told").contains("PROCESS_STATE_FATAL processname:nowhere"));
            assertThat(server.stderrOf("told"))
                    .containsSubsequence(
                            "PROCESS_STATE_STARTING processname:nowhere",
                            "PROCESS_STATE_BACKOFF processname:nowhere",
                            "PROCESS_STATE_FATAL processname:nowhere");
            server.awaitLog("gave up: nowhere entered FATAL state");
        }
    }

    @Test
    void whatAProgramWritesAtOnceIsOneEvent() throws Exception {
        Path script = Files.writeString(directory.resolve("listener.py"), LISTENER);
        try (RealSupervisord server = RealSupervisord.in(directory)
                .section("eventlistener:told", "command=/usr/bin/python3 " + script, "events=PROCESS_LOG")
                .section(
                        "program:talker",
                        "command=/usr/bin/python3 -c \"import os, sys; os.write(1, b'x' * 50000); sys.stdin.read()\"",
                        "stdout_events_enabled=true",
                        "autostart=false",
                        "startsecs=0")
                .start()) {
            server.awaitRunning("told");

            server.ctl("start", "talker");

            String header = "processname:talker groupname:talker pid:" + server.pid("talker") + " channel:stdout\n";
            server.await("the event", () -> server.stderrOf("told").contains("PROCESS_LOG_STDOUT"));
            assertThat(server.stderrOf("told").strip())
                    .isEqualTo("PROCESS_LOG_STDOUT processname:talker (" + (header.length() + 50_000) + ")");
        }
    }

    @Test
    void listsWhatItHasRead() throws Exception {
        try (RealSupervisord server = RealSupervisord.in(directory)
                .inet()
                .settings("environment=RATE=\"50%%%%\"")
                .section(
                        "program:b",
                        "command=echo %(process_num)03x %(ENV_RATE)s",
                        "user=daemon",
                        "exitcodes=2,0",
                        "stopsignal=RTMIN",
                        "stdout_logfile=AUTO",
                        "stdout_logfile_maxbytes=1 MB",
                        "environment=A=1;B=2",
                        "autostart=false")
                .section("program:a", "command=sleep 1000", "priority=1", "startsecs=0")
                .section("program:c", "command=sleep 1000", "startsecs=0")
                .section("group:all", "programs=c,b,a")
                .start()) {
            server.await(ProcessState.RUNNING, "all:a");

            String all = configurations(server);

            String b = all.substring(all.indexOf("echo"));
            assertThat(b).startsWith("echo 000 50%");
            assertThat(all)
                    .containsPattern("<name>uid</name><value><int>[1-9]")
                    .containsPattern(
                            "<name>exitcodes</name><value><array><data><value><int>2</int></value><value><int>0<")
                    .contains("<name>stopsignal</name><value><int>34<")
                    .contains("<name>stdout_logfile_maxbytes</name><value><int>1048576<")
                    .containsPattern("<name>stdout_logfile</name><value><string>" + directory + "/b-stdout---");
            server.awaitLog("(?s)spawned: 'c'.*spawned: 'a'");
        }
    }

    /** Without the white space between the elements, which differs. */
    private static String configurations(RealSupervisord server) throws IOException, InterruptedException {
        String login = Base64.getEncoder()
                .encodeToString((server.user() + ":" + server.password()).getBytes(StandardCharsets.UTF_8));
        HttpRequest call = HttpRequest.newBuilder(URI.create(server.inetUrl() + "/RPC2"))
                .header("Authorization", "Basic " + login)
                .header("Content-Type", "text/xml")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "<?xml version='1.0'?><methodCall><methodName>supervisor.getAllConfigInfo</methodName><params/>"
                                + "</methodCall>"))
                .build();
        return HttpClient.newHttpClient()
                .send(call, BodyHandlers.ofString())
                .body()
                .replaceAll(">\\s+<", "><")
                .replace("<i4>", "<int>")
                .replace("</i4>", "</int>");
    }
}
