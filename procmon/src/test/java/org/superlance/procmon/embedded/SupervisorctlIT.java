package org.superlance.procmon.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.testkit.RealSupervisord;

/** supervisorctl, unchanged, against the packaged procmon. */
class SupervisorctlIT {

    @TempDir
    Path directory;

    @Test
    void controlsProcessesAndGroups() throws Exception {
        Path device = Files.createSymbolicLink(directory.resolve("device"), Path.of("/dev/null"));
        try (RealSupervisord server = Embedded.in(directory)
                .inet()
                .section("program:cat", "command=cat", "startsecs=0")
                .section(
                        "program:pair",
                        "command=sleep 1000",
                        "process_name=%(program_name)s_%(process_num)d",
                        "numprocs=2",
                        "autostart=false")
                .section("program:dull", "command=sleep 1000", "stdout_logfile=" + device)
                .section("program:missing", "command=/no/such/program", "autostart=false")
                .section(
                        "program:deaf",
                        "command=sh -c 'trap \"\" TERM; echo deaf; while :; do sleep 0.1; done'",
                        "stopwaitsecs=1")
                .start()) {

            assertThat(server.ctl("start", "pair:*")).contains("pair:pair_0: started", "pair:pair_1: started");
            assertThat(server.ctl("clear", "dull")).contains("dull: cleared");
            assertThat(device).isSymbolicLink();
            assertThat(server.ctl("stop", "pair:pair_0")).contains("pair:pair_0: stopped");
            assertThat(server.ctl("stop", "pair:pair_0")).contains("ERROR (not running)");
            assertThat(server.ctl("start", "missing")).contains("ERROR (no such file)");
            assertThat(server.ctl("start", "nobody")).contains("ERROR (no such process)");
            assertThat(server.ctl("start", "cat")).contains("ERROR (already started)");
            server.await("its trap", () -> server.stdoutOf("deaf").contains("deaf"));
            assertThat(server.ctl("restart", "deaf")).contains("deaf: stopped", "deaf: started");
            server.awaitLog("waiting for deaf to stop");
            server.awaitLog("killing 'deaf' \\(\\d+\\) with SIGKILL");
            assertThat(server.ctl("signal", "NONSENSE", "cat")).contains("ERROR (bad signal name)");
            assertThat(server.ctl("signal", "NONSENSE", "pair:*")).contains("pair:pair_1: ERROR (bad signal name)");
            assertThat(server.ctl("signal", "0", "cat")).contains("cat: signalled");
            assertThat(server.ctl("signal", "USR1", "pair:pair_1")).contains("signalled");
            server.awaitLog("exited: pair_1 \\(terminated by SIGUSR1; not expected\\)");
            assertThat(server.ctl("-s", server.inetUrl(), "-u", server.user(), "-p", server.password(), "status"))
                    .containsPattern("cat +RUNNING +pid \\d+, uptime \\d+:\\d\\d:\\d\\d")
                    .containsPattern("missing +STOPPED +Not started")
                    .containsPattern("pair:pair_0 +STOPPED +\\w{3} \\d\\d \\d\\d:\\d\\d [AP]M");
            assertThat(server.ctl("-u", "tester", "-p", "wrong", "status")).contains("requires authentication");
        }
    }

    @Test
    void readsLogsAndClearsThem() {
        try (RealSupervisord server = Embedded.in(directory)
                .section("program:talker", "command=sh -c 'echo out; echo err >&2; exec cat'", "startsecs=0")
                .start()) {

            server.await(
                    "its words",
                    () -> server.stdoutOf("talker").contains("out")
                            && server.stderrOf("talker").contains("err"));
            assertThat(server.ctl("tail", "talker")).isEqualTo("out\n\n");
            assertThat(server.ctl("tail", "-2", "talker", "stderr")).isEqualTo("r\n\n");
            assertThat(server.ctl("maintail")).contains("spawned: 'talker' with pid");
            assertThat(server.ctl("clear", "talker")).contains("talker: cleared");
            assertThat(server.ctl("tail", "talker").strip()).isEmpty();
            assertThat(server.ctl("version").strip()).startsWith("4.");
        }
    }

    @Test
    void reloadsRestartsAndShutsDown() throws Exception {
        try (RealSupervisord server = Embedded.in(directory)
                .section("program:stays", "command=sleep 1000")
                .section("program:changes", "command=sleep 1000")
                .section("program:goes", "command=sleep 1000")
                .start()) {
            List.of("stays", "changes", "goes").forEach(server::awaitRunning);
            long stays = server.pid("stays");

            String conf = Files.readString(server.confFile());
            change(
                    server,
                    conf.replace("program:goes", "program:comes").replaceFirst("(?s)(changes.*?) 1000", "$1 2000"));
            assertThat(server.ctl("reread")).contains("changes: changed", "goes: disappeared", "comes: available");
            assertThat(server.ctl("avail")).containsPattern("comes +avail").containsPattern("stays +in use");
            assertThat(server.ctl("update"))
                    .contains(
                            "goes: removed process group",
                            "changes: updated process group",
                            "comes: added process group");
            assertThat(server.pid("stays")).isEqualTo(stays);

            change(server, conf + "\n[program:wrong]\nstartsecs=often\n");
            assertThat(server.ctl("reread")).contains("ERROR: CANT_REREAD", "section [program:wrong]");
            assertThat(server.ctl("reload")).contains("CANT_REREAD");
            change(server, conf);
            assertThat(server.ctl("reload")).contains("Restarted supervisord");
            server.await("the old program", () -> server.ctl("status", "goes").contains("RUNNING"));
            server.awaitRunning("stays");
            assertThat(server.pid("stays")).isNotEqualTo(stays);

            ProcessHandle process = server.process();
            assertThat(server.ctl("shutdown")).contains("Shut down");
            server.await("its end", () -> !process.isAlive());
            assertThat(directory.resolve("s.sock")).doesNotExist();
            assertThat(directory.resolve("supervisord.pid")).doesNotExist();
        }
    }

    private static void change(RealSupervisord server, String conf) throws IOException {
        Files.writeString(server.confFile(), conf);
    }
}
