package org.superlance.httpok;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.testkit.Command;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;

/** The packaged httpok under a real supervisord, with servers that really hang. */
class HttpokIT {

    private static final Path JAR = PackagedCommand.file("httpok");
    private static final String NO_STATE =
            " --state-dir " + Path.of("target/state").toAbsolutePath();
    private static final String UNAVAILABLE = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n";
    /** Answers, until there is a file named after its port: it hangs then, and has removed the file at its next start. */
    private static final String SERVER = """
            import http.server, os, sys, time
            port = int(sys.argv[1])
            flag = os.path.join(os.path.dirname(os.path.abspath(__file__)), "hang-%d" % port)
            if os.path.exists(flag):
                os.remove(flag)
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    while os.path.exists(flag):
                        time.sleep(0.1)
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(b"fine")
            http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
            """;

    private static final String SLOW_TO_STOP = "trap 'sleep 3; exit 0' TERM\nwhile :; do sleep 0.2; done\n";

    @TempDir
    Path directory;

    @BeforeEach
    void writePrograms() throws IOException {
        Files.writeString(directory.resolve("server.py"), SERVER);
        Files.writeString(directory.resolve("slow.sh"), SLOW_TO_STOP);
    }

    @Test
    void restartsAServerThatHangsAndMailsWhatCameOfIt() throws Exception {
        int port = freePort();
        String options = "-p grown:web -p nosuch -t 1 -b fine -n site -d " + directory.resolve("cores")
                + " -g \"echo core\" http://me:s3cret@127.0.0.1:" + port + "/";
        try (RealSupervisord server = withHttpok(options)
                .section("program:web", "command=python3 " + directory.resolve("server.py") + " " + port)
                .section("program:other", "command=sleep 1000000")
                .section("group:grown", "programs=web")
                .start()) {
            awaitRunning(server, "grown:web");
            String web = pid(server, "grown:web");
            String other = pid(server, "other");
            server.await("a good answer", () -> server.stderrOf("web").contains("GET /"));

            Files.createFile(directory.resolve("hang-" + port));

            server.await("the mail", () -> mail().contains("restarted: it runs again"));
            assertThat(pid(server, "grown:web")).isNotEqualTo(web);
            assertThat(pid(server, "other")).isEqualTo(other);
            assertThat(mail())
                    .contains("To: bob@example.com", "Message-ID: <")
                    .contains("httpok [site]: http://127.0.0.1:" + port + "/: bad status")
                    .contains("error contacting http://127.0.0.1:" + port + "/: ")
                    .contains("supervisord knows no process of these names: [nosuch]")
                    .contains("grown:web (pid " + web)
                    .contains("The core of grown:web:\ncore " + directory + "/cores/grown:web " + web)
                    .doesNotContain("s3cret");
            assertThat(server.stderrOf("httpok"))
                    .contains("knows no process 'nosuch'", "restart grown:web: error contacting", "restarted grown:web")
                    .doesNotContain("s3cret")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void restartsOnlyTheSickOneOfManyWhenItAsksEach() throws Exception {
        int first = freePort() / 10 * 10;
        String options = "--each -p web:* -t 2 http://127.0.0.1:" + first / 10 + "%%(process_num)d/";
        try (RealSupervisord server = withHttpok(options)
                .section(
                        "program:web",
                        "command=python3 " + directory.resolve("server.py") + " " + first / 10 + "%(process_num)d",
                        "process_name=%(program_name)s_%(process_num)02d",
                        "numprocs=3")
                .start()) {
            List.of("web:web_00", "web:web_01", "web:web_02").forEach(name -> awaitRunning(server, name));
            String healthy = pid(server, "web:web_00") + pid(server, "web:web_02");
            String sick = pid(server, "web:web_01");
            Files.createFile(directory.resolve("hang-" + (first + 1)));

            server.await("the restart", () -> server.stderrOf("httpok").contains("restarted web:web_01"));

            assertThat(pid(server, "web:web_01")).isNotEqualTo(sick);
            assertThat(pid(server, "web:web_00") + pid(server, "web:web_02")).isEqualTo(healthy);
            assertThat(server.stderrOf("httpok")).doesNotContain("restart web:web_00", "restart web:web_02");
        }
    }

    @Test
    void checksNothingWhenNothingRunsUnlessItIsEager() throws Exception {
        try (LittleServer eager = LittleServer.answering(UNAVAILABLE);
                LittleServer patient = LittleServer.answering(UNAVAILABLE);
                RealSupervisord server = withHttpok("-E -p grown:idle " + patient.url())
                        .section("program:idle", "command=sleep 1000000", "autostart=false")
                        .section("group:grown", "programs=idle")
                        .section(
                                "eventlistener:eager",
                                "command=" + JAR + " -p grown:idle " + eager.url() + NO_STATE,
                                "events=TICK_5",
                                RealSupervisord.credentials())
                        .start()) {
            server.await("two ticks", () -> eager.requests().size() >= 2);
            assertThat(patient.requests()).isEmpty();
            assertThat(mail()).isEmpty();

            server.ctl("start", "grown:idle");

            server.await("the check", () -> server.stderrOf("httpok").contains("restarted grown:idle"));
            assertThat(server.stderrOf("eager")).contains("503 Busy");
        }
    }

    @Test
    void restartsTwentyAtTheSameTimeAndMailsOnce() throws Exception {
        AtomicBoolean sick = new AtomicBoolean();
        LittleServer.Script sickOnce =
                connection -> connection.say(sick.getAndSet(false) ? UNAVAILABLE : LittleServer.ok("fine"));
        try (LittleServer web = LittleServer.onTcp(sickOnce);
                RealSupervisord server = withHttpok("-p many:* --min-uptime 1s " + web.url())
                        .section(
                                "program:many",
                                "command=/bin/sh " + directory.resolve("slow.sh"),
                                "process_name=%(program_name)s_%(process_num)02d",
                                "startsecs=0",
                                "numprocs=20")
                        .start()) {
            server.await("twenty that are old enough", () -> {
                String status = server.ctl("status", "many:*");
                return count(status, "RUNNING") == 20 && !status.contains("uptime 0:00:00");
            });
            sick.set(true);
            server.await("the mail", () -> mail().contains("restarted: "));

            String log = server.stderrOf("httpok");
            assertThat(count(mail(), "Subject: ")).isOne();
            assertThat(count(mail(), "restarted: it runs again")).isEqualTo(20);
            assertThat(count(log.substring(0, log.indexOf("restarted many:")), " restart many:"))
                    .isEqualTo(20);
        }
    }

    @Test
    void showsTheAnswerToAPerson() throws Exception {
        try (LittleServer web = LittleServer.answering(UNAVAILABLE);
                RealSupervisord server = withHttpok(web.url().toString())
                        .section("program:idle", "command=sleep 1000000")
                        .start()) {
            awaitRunning(server, "idle");
            String conf = server.confFile().toString();

            String table = Command.output(List.of(
                    JAR.toString(),
                    "--once",
                    "--dry-run",
                    "-C",
                    conf,
                    "-p",
                    "idle",
                    web.url().toString()));
            String alone = Command.output(List.of(
                    JAR.toString(), "--once", "--dry-run", "-C", conf, web.url().toString()));

            assertThat(table).containsPattern("idle:idle +\\d+ +503 Busy +200 .* restart +status contacting");
            assertThat(alone).contains("status contacting " + web.url() + ": 503 Busy");
        }
    }

    private RealSupervisordBuilder withHttpok(String options) {
        return RealSupervisord.in(directory)
                .section(
                        "eventlistener:httpok",
                        "command=" + JAR + " " + options + NO_STATE + " -m bob@example.com -s \"cat >> "
                                + directory.resolve("mail") + "\"",
                        "events=TICK_5",
                        RealSupervisord.credentials());
    }

    /** All mails so far, their long lines joined. */
    private String mail() {
        try {
            Path mail = directory.resolve("mail");
            return Files.exists(mail)
                    ? Files.readString(mail).replace("\r\n", "\n").replace("=\n", "")
                    : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static void awaitRunning(RealSupervisord server, String name) {
        server.await(name + " running", () -> server.ctl("status", name).contains("RUNNING"));
    }

    private static String pid(RealSupervisord server, String name) {
        return server.ctl("pid", name).strip();
    }

    private static long count(String text, String part) {
        return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
    }
}
