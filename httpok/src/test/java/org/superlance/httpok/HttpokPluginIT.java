package org.superlance.httpok;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.ReservedPort;

/** The packaged httpok under a real supervisord, with the plugins of Debian and with some that misbehave. */
class HttpokPluginIT {

    private static final Path JAR = PackagedCommand.file("httpok");
    /** Enough for each plugin that exits at all. */
    private static final String PATIENT = "-t " + Await.LIMIT.toSeconds() + " ";

    @TempDir
    Path directory;

    @Test
    void aPluginSeesOneProcessAndOnlyThatOneIsRestarted() throws Exception {
        Path lonely = Files.createFile(directory.resolve("lonely.1"));
        Path program = script(
                "web.sh",
                "if [ -e " + directory + "/lonely.$1 ]; then",
                "    rm " + directory + "/lonely.$1",
                "    exec sleep 1000000",
                "fi",
                "sleep 1000000 &",
                "wait");
        try (RealSupervisord server = RealSupervisord.in(directory)
                .section(
                        "program:web",
                        "command=" + program + " %(process_num)d",
                        "process_name=%(program_name)s_%(process_num)d",
                        "numprocs=2")
                .section(
                        "eventlistener:httpok",
                        listener(PATIENT + "--each -p web:* --plugin 'check_procs -p %%(pid)d -c 1:'", "false"))
                .start()) {
            server.awaitRunning("web:web_0");
            server.awaitRunning("web:web_1");
            long healthy = server.pid("web:web_0");
            long sick = server.pid("web:web_1");
            server.await("the child of web_0", () -> hasChild(healthy));
            server.await("the start of web_1", () -> !Files.exists(lonely));
            server.client().start(Namespec.parse("httpok"), true);

            server.await("the restart", () -> server.stderrOf("httpok").contains("restarted web:web_1"));

            assertThat(server.stderrOf("httpok"))
                    .contains("restarting web:web_1: check_procs: PROCS CRITICAL: 0 processes with PPID = " + sick
                            + "; pid " + sick)
                    .doesNotContain("restarting web:web_0");
            assertThat(server.pid("web:web_0")).isEqualTo(healthy);
            assertThat(server.pid("web:web_1")).isNotEqualTo(sick);
        }
    }

    @Test
    void whatThePluginSaysIsTheReasonInTheMail() throws Exception {
        Path deaf = Files.createFile(directory.resolve("deaf"));
        Path program = Files.writeString(directory.resolve("server.py"), """
                import os, socket, sys, time
                if os.path.exists(sys.argv[2]):
                    os.remove(sys.argv[2])
                    time.sleep(1000000)
                server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
                while True:
                    server.accept()[0].close()
                """);
        try (ReservedPort port = new ReservedPort()) {
            String plugin = "--plugin 'check_tcp -H 127.0.0.1 -p " + port.number() + "'";
            try (RealSupervisord server = RealSupervisord.in(directory)
                    .section("program:web", "command=python3 " + program + " " + port.number() + " " + deaf)
                    .section("eventlistener:httpok", listener(PATIENT + "-p web " + plugin, "false"))
                    .start()) {
                server.awaitRunning("web");
                server.await("the start of a server that is deaf", () -> !Files.exists(deaf));
                server.client().start(Namespec.parse("httpok"), true);

                server.await("the mail", () -> mail().contains("restarted: new pid"));

                assertThat(mail())
                        .contains("httpok: check_tcp: ")
                        .contains("check_tcp CRITICAL: connect to address 127.0.0.1 and port " + port.number()
                                + ": Connection refused");
            }
        }
    }

    @Test
    void onePluginThatHangsIsKilledAndOneThatIsMissingRestartsNothing() throws Exception {
        Path pids = Files.createFile(directory.resolve("pids"));
        Path hanging = script(
                "check_hang", "(sleep 1000000 & echo $! >> " + pids + ")", "yes | head -c 100000000", "sleep 1000000");
        try (RealSupervisord server = RealSupervisord.in(directory)
                .section("program:web", "command=sleep 1000000")
                .section("program:other", "command=sleep 1000000")
                .section("eventlistener:httpok", listener("-t 3 -p web --plugin '" + hanging + " s3cret'", "true"))
                .section(
                        "eventlistener:missing",
                        listener(PATIENT + "-p other --fail-on unknown --plugin 'check_nosuch s3cret'", "true"))
                .start()) {
            server.awaitRunning("other");
            long other = server.pid("other");
            server.await("the mail", () -> mail().contains("restarted: new pid"));
            server.await(
                    "the third look for a plugin that is missing",
                    () -> mail().contains("check_nosuch: check cannot be made"));
            server.client().stop(Namespec.parse("httpok"), true);

            assertThat(server.pid("other")).isEqualTo(other);
            assertThat(mail())
                    .contains("check_hang did not exit within 3s and was killed")
                    .doesNotContain("s3cret");
            assertThat(server.stderrOf("httpok") + server.stderrOf("missing"))
                    .contains("restarting web:web: check_hang did not exit within 3s and was killed")
                    .containsOnlyOnce("cannot check with check_nosuch: ")
                    .doesNotContain("s3cret")
                    .doesNotContain("Exception");
            List<String> left = Files.readAllLines(pids);
            assertThat(left).isNotEmpty();
            left.forEach(pid -> server.await(
                    "the end of " + pid,
                    () -> ProcessHandle.of(Long.parseLong(pid)).isEmpty()));
        }
    }

    @Test
    void pluginsAreKilledWhenTheListenerEnds() throws Exception {
        Path pids = Files.createFile(directory.resolve("pids"));
        Path hanging = script("check_hang", "(sleep 1000000 & echo $! >> " + pids + ")", "sleep 1000000");
        String plugin = " --plugin " + hanging;
        try (RealSupervisord server = RealSupervisord.in(directory)
                .section("eventlistener:one", listener(PATIENT + plugin, "true"))
                .section("eventlistener:two", listener(PATIENT + plugin + " --plugin '" + hanging + " 2'", "true"))
                .start()) {
            server.await("all plugins", () -> lines(pids).size() == 3);

            server.client().stop(Namespec.parse("one"), true);
            server.client().stop(Namespec.parse("two"), true);

            lines(pids)
                    .forEach(pid -> server.await(
                            "the end of " + pid,
                            () -> ProcessHandle.of(Long.parseLong(pid)).isEmpty()));
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasChild(long pid) {
        return ProcessHandle.of(pid)
                .filter(process -> process.children().findAny().isPresent())
                .isPresent();
    }

    private Path script(String name, String... lines) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Its mails lie in files of their own, which are complete when they are named so. */
    private String[] listener(String options, String autostart) {
        String mail = directory + "/$$.mail";
        return new String[] {
            "command=" + JAR + " --state-dir " + directory.resolve("state") + " -m bob@example.com -s \"cat > " + mail
                    + ".part && mv " + mail + ".part " + mail + "\" " + options,
            "autostart=" + autostart,
            "events=TICK_5",
            RealSupervisord.credentials()
        };
    }

    private String mail() {
        return MailFiles.all(directory);
    }
}
