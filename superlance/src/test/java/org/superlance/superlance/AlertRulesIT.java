package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.FileGate;
import org.superlance.listener.testkit.GrowingProgram;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealPrometheus;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.ReservedPort;
import org.superlance.listener.testkit.TestCommand;

/** The documented alerting rules and dashboard, in a real Prometheus that scrapes real listeners whose programs fail. */
@Order(1) // takes long
class AlertRulesIT {

    private static final Path MEMMON = PackagedCommand.file("memmon");
    private static final Path RULES = Path.of("../docs/superlance-alerts.yml");
    private static final Path DASHBOARD = Path.of("../docs/grafana-superlance.json");

    /** Refuses every recipient for good. */
    private static final String REFUSING_SERVER = """
            import socketserver, sys
            class Session(socketserver.StreamRequestHandler):
                def handle(self):
                    self.wfile.write(b'220 here\\r\\n')
                    for line in self.rfile:
                        word = line[:4].upper()
                        self.wfile.write(b'550 no such user\\r\\n' if word == b'RCPT' else b'250 ok\\r\\n')
            socketserver.ThreadingTCPServer.allow_reuse_address = True
            socketserver.ThreadingTCPServer(('127.0.0.1', int(sys.argv[1])), Session).serve_forever()
            """;

    private static final String FAILED_STARTS =
            "superlance_restarts_total{program=\"brittle:brittle\",outcome=\"start_failed\"}";

    /** What a test cannot cause; {@code promtool} tests it. */
    private static final Set<String> NOT_HERE = Set.of("ProgramDoesNotStop", "ProgramsPausedForLong");

    @TempDir
    Path directory;

    private final Set<String> fired = new TreeSet<>();

    @Test
    void rulesFireAndStopInTheirUnitTests() {
        String said = TestCommand.output(
                List.of("promtool", "test", "rules", "../superlance/src/test/resources/superlance-alerts-test.yml"));

        assertThat(said).contains("SUCCESS").doesNotContain("FAILED");
    }

    @Test
    void eachRuleFiresAndStops() throws IOException {
        Path textfiles = Files.createDirectory(directory.resolve("textfiles"));
        Path repaired = directory.resolve("repaired");
        FileGate growth = FileGate.at(directory.resolve("growth"));
        try (ReservedPort webhook = new ReservedPort();
                ReservedPort smtp = new ReservedPort();
                RealPrometheus prometheus =
                        new RealPrometheus(Files.createDirectory(directory.resolve("p")), textfiles, quickRules());
                RealSupervisord server = RealSupervisord.in(directory)
                        .section(
                                "program:smtp",
                                "command=python3 "
                                        + Files.writeString(directory.resolve("smtp.py"), REFUSING_SERVER) + " "
                                        + smtp.number(),
                                "priority=1")
                        .section(
                                "program:fatal",
                                "command=sh -c \"test -e " + repaired + " && exec sleep 1000000\"",
                                "startretries=0")
                        .section("program:big", GrowingProgram.python(50).line())
                        .section("program:brittle", "command=sh " + brittle(growth, repaired), "startretries=0")
                        .section(
                                "eventlistener:memmon",
                                listener(
                                        textfiles.resolve("memmon.prom"),
                                        "-p big=40MB -p brittle=40MB --max-restarts 1/1h --webhook http://127.0.0.1:"
                                                + webhook.number()
                                                + " -m bob@example.com --fromEmail a@example.com --smtpHost 127.0.0.1:"
                                                + smtp.number()))
                        .section("eventlistener:deaf", deaf(textfiles.resolve("deaf.prom")))
                        .section("eventlistener:wrong", wrong(textfiles.resolve("wrong.prom")))
                        .start()) {
            Set<String> rules = rules();
            rules.removeAll(NOT_HERE);
            server.awaitRunning("deaf");
            server.await("metrics of deaf", () -> Files.exists(textfiles.resolve("deaf.prom")));
            server.await("a tick of deaf", () -> has(textfiles.resolve("deaf.prom"), "last_tick"));
            TestCommand.signal("STOP", List.of(server.pid("deaf")));
            server.await("lost events", () -> server.log().contains("event buffer overflowed"));
            server.await("silence", () -> fired(prometheus).contains("ListenerSilent"));
            TestCommand.signal("CONT", List.of(server.pid("deaf")));
            Path unreadable = Files.writeString(textfiles.resolve("unreadable.prom"), "this is no metric");
            Path contradicting = Files.writeString(textfiles.resolve("of-an-older-version.prom"), """
                        # HELP superlance_build_info In other words.
                        # TYPE superlance_build_info gauge
                        superlance_build_info{listener="old"} 1
                        """);
            // Prometheus sees an increase only of a counter that it has seen before
            server.await("a counter of failed starts", () -> isZero(prometheus, FAILED_STARTS));
            growth.open();
            server.await("all rules fire", () -> fired(prometheus).containsAll(rules));
            assertEveryQueryOfTheDashboardIsValid(prometheus);

            Files.delete(unreadable);
            Files.delete(contradicting);
            Files.createFile(repaired);
            HttpServer receiver =
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), webhook.number()), 0);
            receiver.createContext("/", exchange -> {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            receiver.start();
            server.ctl("start", "fatal");
            server.awaitRunning("fatal");
            server.awaitRunning("brittle");
            server.ctl("stop", "big", "wrong");
            server.await(ProcessState.STOPPED, "big");
            server.await("all rules stop", () -> firing(prometheus).isEmpty());
            receiver.stop(0);
        }
    }

    private Set<String> fired(RealPrometheus prometheus) {
        fired.addAll(firing(prometheus));
        return fired;
    }

    private static Set<String> firing(RealPrometheus prometheus) {
        return names(prometheus.alerts(), "\"alertname\":\"(\\w+)\"");
    }

    private static Set<String> rules() throws IOException {
        return names(Files.readString(RULES), "(?m)^ +- alert: (\\w+)$");
    }

    private static Set<String> names(String text, String regex) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The same rules, for which a minute is not long. */
    private Path quickRules() throws IOException {
        String rules = Files.readString(RULES);
        String quick = rules.replace("[15m]", "[30s]")
                .replace("[1h]", "[30s]")
                .replace("> 300", "> 12")
                .replace("> 1800", "> 3");
        assertThat(quick).isNotEqualTo(rules);
        return Files.writeString(directory.resolve("quick.yml"), quick);
    }

    private void assertEveryQueryOfTheDashboardIsValid(RealPrometheus prometheus) throws IOException {
        List<String> queries = Pattern.compile("\"expr\": \"((?:\\\\.|[^\"\\\\])*)\"")
                .matcher(Files.readString(DASHBOARD))
                .results()
                .map(MatchResult::group)
                .map(line -> line.substring("\"expr\": \"".length(), line.length() - 1)
                        .replace("\\\"", "\"")
                        .replaceAll("\\$(instance|command|listener)", ".*")
                        .replaceAll("\\$__(range|rate_interval)", "1m"))
                .toList();
        assertThat(queries)
                .hasSizeGreaterThan(20)
                .allSatisfy(query -> assertThat(prometheus.query(query)).contains("\"status\":\"success\""));
    }

    private static boolean isZero(RealPrometheus prometheus, String counter) {
        return prometheus.query(counter).contains(",\"0\"]");
    }

    /** Becomes large in its first run, when it may; the second start fails until it is repaired, and is small then. */
    private Path brittle(FileGate growth, Path repaired) throws IOException {
        Path once = directory.resolve("once");
        String script = """
                if test -e %1$s; then test -e %2$s || exit 1; exec sleep 1000000; fi
                touch %1$s
                %3$s
                exec python3 -S -c "import signal; held = b'x' * (50 << 20); signal.pause()"
                """.formatted(once, repaired, growth.shellWait());
        return Files.writeString(directory.resolve("brittle.sh"), script);
    }

    private static String[] listener(Path metrics, String options) {
        return new String[] {command(metrics, options), "events=TICK_5", RealSupervisord.credentials()};
    }

    private static String[] deaf(Path metrics) {
        return new String[] {
            command(metrics, "-p nobody=1TB"), "events=TICK_5", RealSupervisord.credentials(), "buffer_size=1"
        };
    }

    private static String[] wrong(Path metrics) {
        return new String[] {
            command(metrics, "-a 1TB --metrics-file-remove"),
            "events=TICK_5",
            "environment=SUPERVISOR_USERNAME=\"x\",SUPERVISOR_PASSWORD=\"y\""
        };
    }

    private static String command(Path metrics, String options) {
        Path state = metrics.resolveSibling("state");
        return "command=" + MEMMON + " " + options + " --metrics-file " + metrics + " --state-dir " + state;
    }

    private static boolean has(Path file, String part) {
        try {
            return Files.readString(file).contains(part);
        } catch (IOException e) {
            return false;
        }
    }
}
