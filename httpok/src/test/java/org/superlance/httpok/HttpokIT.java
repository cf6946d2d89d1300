package org.superlance.httpok;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.http.ScriptedServer;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.FileGate;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;
import org.superlance.listener.testkit.ReservedPort;
import org.superlance.listener.testkit.TestCommand;

/** The packaged httpok under a real supervisord, with servers that really hang. */
class HttpokIT {

    private static final Path JAR = PackagedCommand.file("httpok");
    /** Makes a check good however long the server takes to answer. */
    private static final String PATIENT = "-t " + Await.LIMIT.toSeconds() + " ";

    private static final String UNAVAILABLE = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n";
    /** Answers, until there is a file: it hangs then, and has removed the file at its next start. */
    private static final String SERVER = """
            import http.server, os, sys, time
            flag = os.path.join(os.path.dirname(os.path.abspath(__file__)), "hang")
            if os.path.exists(flag):
                os.remove(flag)
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    while os.path.exists(flag):
                        time.sleep(0.1)
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(b"fine")
            http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
            """;

    @TempDir
    Path directory;

    @Test
    void restartsAServerThatHangsAndMailsWhatCameOfIt() throws Exception {
        Path program = Files.writeString(directory.resolve("server.py"), SERVER);
        try (ReservedPort port = new ReservedPort()) {
            String site = "127.0.0.1:" + port.number() + "/";
            String options = "-p grown:web -p nosuch -t 1 -b fine -n site -d " + directory.resolve("cores")
                    + " -g \"echo core\" http://me:s3cret@" + site;
            try (RealSupervisord server = withHttpok(options, "autostart=false")
                    .section("program:web", "command=python3 " + program + " " + port.number())
                    .section("program:other", "command=sleep 1000000")
                    .section("group:grown", "programs=web")
                    .section(
                            "eventlistener:patient",
                            listener(PATIENT + "--verbose -p grown:web -b fine http://" + site))
                    .start()) {
                server.awaitRunning("grown:web");
                server.awaitRunning("other");
                long web = server.pid("grown:web");
                long other = server.pid("other");
                server.await(
                        "a good answer",
                        () -> server.stderrOf("patient").contains(" leaving grown:web")
                                && server.stderrOf("web").contains("GET /"));
                server.client().stop(Namespec.parse("patient"), true);
                assertThat(server.pid("grown:web")).isEqualTo(web);

                Files.createFile(directory.resolve("hang"));
                server.client().start(Namespec.parse("httpok"), true);

                server.await("the mail", () -> mail().contains("restarted: new pid"));
                assertThat(server.pid("grown:web")).isNotEqualTo(web);
                assertThat(server.pid("other")).isEqualTo(other);
                assertThat(mail())
                        .contains("To: bob@example.com", "Message-ID: <")
                        .contains("httpok [site]: http://" + site + ": bad status")
                        .contains("error contacting http://" + site + ": ")
                        .contains("No process matches these names: [nosuch]")
                        .contains("grown:web (pid " + web)
                        .contains("The core of grown:web:\ncore " + directory + "/cores/grown:web " + web)
                        .doesNotContain("s3cret");
                assertThat(server.stderrOf("httpok"))
                        .contains("no process matches 'nosuch'")
                        .contains("restarting grown:web: error contacting", "restarted grown:web")
                        .doesNotContain("s3cret")
                        .doesNotContain("Exception");
            }
        }
    }

    @Test
    void restartsOnlyTheSickOneOfManyWhenItAsksEach() throws Exception {
        Set<String> sick = ConcurrentHashMap.newKeySet();
        ScriptedServer.Script sickOnce = connection -> {
            String path = connection.readRequest().split(" ", 3)[1];
            connection.say(sick.remove(path) ? UNAVAILABLE : ScriptedServer.ok("fine"));
        };
        try (ScriptedServer web = ScriptedServer.onTcp(sickOnce);
                RealSupervisord server = withHttpok(
                                PATIENT + "--each --verbose -p web:* " + web.url() + "%%(process_num)d")
                        .section(
                                "program:web",
                                "command=sleep 1000000",
                                "process_name=%(program_name)s_%(process_num)02d",
                                "numprocs=3")
                        .start()) {
            List<String> healthy = List.of("web:web_00", "web:web_02");
            List<String> all = List.of("web:web_00", "web:web_01", "web:web_02");
            all.forEach(server::awaitRunning);
            server.await(
                    "good answers",
                    () -> web.requests().size() >= all.size()
                            && all.stream()
                                    .allMatch(name -> server.stderrOf("httpok").contains(" leaving " + name)));
            List<Long> before = healthy.stream().map(server::pid).toList();
            long old = server.pid("web:web_01");
            sick.add("/1");

            server.await("the restart", () -> server.stderrOf("httpok").contains("restarted web:web_01"));

            assertThat(server.pid("web:web_01")).isNotEqualTo(old);
            assertThat(healthy.stream().map(server::pid)).isEqualTo(before);
            assertThat(server.stderrOf("httpok")).doesNotContain("restarting web:web_00", "restarting web:web_02");
        }
    }

    @Test
    void mailsOnceThatTheUrlOfAStoppedProgramFailsAndOnceThatItIsOver() throws Exception {
        AtomicBoolean well = new AtomicBoolean();
        String trouble = "no process to restart";
        try (ScriptedServer web = ScriptedServer.onTcp(connection -> {
                    connection.readRequest();
                    connection.say(well.get() ? ScriptedServer.ok("") : UNAVAILABLE);
                });
                RealSupervisord server = withHttpok(PATIENT + "-p idle " + web.url())
                        .section("program:idle", "command=sleep 1000000", "autostart=false")
                        .start()) {
            server.await("two ticks", () -> count(server.stderrOf("httpok"), trouble) >= 2);
            server.client().stop(Namespec.parse("httpok"), true);
            long before = count(server.stderrOf("httpok"), trouble);
            server.client().start(Namespec.parse("httpok"), true);
            server.await("two more", () -> count(server.stderrOf("httpok"), trouble) >= before + 2);
            server.await("the mail", () -> mail().contains("bad status returned"));

            well.set(true);
            server.await("the end", () -> mail().contains("check succeeds again"));

            assertThat(count(mail(), "Subject: ")).isEqualTo(2);
        }
    }

    @Test
    void checksNothingWhenNothingRunsUnlessItIsEager() throws Exception {
        try (ScriptedServer eager = ScriptedServer.answering(UNAVAILABLE);
                ScriptedServer other = ScriptedServer.answering(UNAVAILABLE);
                RealSupervisord server = withHttpok(PATIENT + "--verbose -E -p grown:idle " + other.url())
                        .section("program:idle", "command=sleep 1000000", "autostart=false")
                        .section("group:grown", "programs=idle")
                        .section("eventlistener:eager", listener(PATIENT + "-p grown:idle " + eager.url()))
                        .start()) {
            server.await(
                    "two ticks",
                    () -> eager.requests().size() >= 2
                            && count(server.stderrOf("httpok"), " leaving grown:idle") >= 2
                            && server.stderrOf("eager").contains("503 Busy"));
            assertThat(other.requests()).isEmpty();
            assertThat(mail()).isEmpty();

            server.client().stop(Namespec.parse("eager"), true);
            server.await(ProcessState.STOPPED, "eager");
            server.client().start(Namespec.parse("grown:idle"), true);

            server.await("the check", () -> server.stderrOf("httpok").contains("restarted grown:idle"));
        }
    }

    @Test
    void restartsTwentyAtTheSameTimeAndMailsOnce() throws Exception {
        AtomicBoolean sick = new AtomicBoolean();
        AtomicInteger requests = new AtomicInteger();
        ScriptedServer.Script sickOnce = connection -> {
            connection.readRequest();
            requests.incrementAndGet();
            connection.say(sick.getAndSet(false) ? UNAVAILABLE : ScriptedServer.ok("fine"));
        };
        FileGate fileGate = FileGate.at(directory.resolve("may-stop"));
        String slowToStop = "trap '" + fileGate.shellWait() + "; exit 0' TERM\necho ready\nwhile :; do sleep 1; done\n";
        Path program = Files.writeString(directory.resolve("slow.sh"), slowToStop);
        try (ScriptedServer web = ScriptedServer.onTcp(sickOnce);
                RealSupervisord server = withHttpok(PATIENT + "-p many:* --min-uptime 1s " + web.url())
                        .section(
                                "program:many",
                                "command=/bin/sh " + program,
                                "process_name=%(program_name)s_%(process_num)02d",
                                "startsecs=0",
                                "stopwaitsecs=3600",
                                "numprocs=20")
                        .start()) {
            server.await(
                    "twenty that are old enough",
                    () -> count(server.stdoutOf("many"), "ready") == 20
                            && countOfMany(server, process -> isRunningFor(process, Duration.ofSeconds(2))) == 20);
            // a check that has begun may have seen them younger
            int seen = requests.get();
            server.await("the end of a check", () -> requests.get() > seen);
            sick.set(true);
            server.await(
                    "twenty that are stopping",
                    () -> countOfMany(server, process -> process.state() == ProcessState.STOPPING) == 20);
            fileGate.open();
            server.await("the mail", () -> mail().contains("restarted: "));
            server.client().stop(Namespec.parse("httpok"), true);

            String log = server.stderrOf("httpok");
            assertThat(mail().lines())
                    .filteredOn(line -> line.startsWith("Subject: ") && line.contains("bad status"))
                    .hasSize(1);
            assertThat(count(mail(), "restarted: new pid")).isEqualTo(20);
            assertThat(count(log.substring(0, log.indexOf("restarted many:")), " restarting many:"))
                    .isEqualTo(20);
        }
    }

    @Test
    void showsTheAnswerToAPerson() throws Exception {
        try (ScriptedServer web = ScriptedServer.answering(UNAVAILABLE);
                RealSupervisord server = withHttpok(PATIENT + web.url())
                        .section("program:idle", "command=sleep 1000000")
                        .start()) {
            server.awaitRunning("idle");
            String conf = server.confFile().toString();

            String table = byHand(conf, "-p", "idle", web.url());
            String alone = byHand(conf, web.url());
            String unknown = byHand(conf, "-p", "idle", "--plugin", "check_nosuch");

            assertThat(table).containsPattern("idle:idle +\\d+ +503 Busy +200 .* restart +status contacting");
            assertThat(unknown).containsPattern("idle:idle .* unknown +cannot check with check_nosuch: ");
            assertThat(alone).contains("status contacting " + web.url() + ": 503 Busy");
        }
    }

    private static String byHand(String conf, String... words) {
        List<String> command = List.of(
                JAR.toString(), "--once", "--dry-run", "-t", Long.toString(Await.LIMIT.toSeconds()), "-C", conf);
        return TestCommand.output(
                Stream.concat(command.stream(), Stream.of(words)).toList());
    }

    /** Its mails lie in files of their own, which are complete when they are named so. */
    private RealSupervisordBuilder withHttpok(String options, String... more) {
        String mail = directory + "/$$.mail";
        String command = "-m bob@example.com -s \"cat > " + mail + ".part && mv " + mail + ".part " + mail + "\" ";
        return RealSupervisord.in(directory)
                .section(
                        "eventlistener:httpok",
                        Stream.concat(Arrays.stream(listener(command + options)), Arrays.stream(more))
                                .toArray(String[]::new));
    }

    private String[] listener(String options) {
        return new String[] {
            "command=" + JAR + " --state-dir " + directory.resolve("state") + " " + options,
            "events=TICK_5",
            RealSupervisord.credentials()
        };
    }

    private String mail() {
        return MailFiles.all(directory);
    }

    private static long countOfMany(RealSupervisord server, Predicate<ProcessInfo> condition) {
        return server.processes().stream()
                .filter(process -> process.name().group().equals("many"))
                .filter(condition)
                .count();
    }

    private static boolean isRunningFor(ProcessInfo process, Duration least) {
        return process.state() == ProcessState.RUNNING
                && process.uptime()
                        .filter(uptime -> uptime.compareTo(least) >= 0)
                        .isPresent();
    }

    private static long count(String text, String part) {
        return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
    }
}
