package org.superlance.httpok;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.httpok.Health.Outcome;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.util.Durations;

class HttpProbeTest {

    private static final BodyTests ANY_BODY = new BodyTests(List.of(), List.of(), List.of());

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"200 OK, GOOD", "503 Service Unavailable, BAD_STATUS", "302 Found, BAD_STATUS", "204 No, BAD_STATUS"})
    void judgesTheStatus(String status, Outcome expected) throws Exception {
        try (LittleServer server = LittleServer.answering("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")) {
            Health health = probe(Await.LIMIT, ANY_BODY).ask(server.url());

            assertThat(health.outcome()).isEqualTo(expected);
            assertThat(health.reason()).startsWith("status contacting " + server.url() + ": " + status);
        }
    }

    @Test
    void asksAsHttpokWithTheLoginOfTheUrl() throws Exception {
        try (LittleServer server = LittleServer.answering(LittleServer.ok("fine"))) {
            CheckUrl url = CheckUrl.parse("http://me:p%40ss:w@127.0.0.1:" + server.port() + "/a?b=c#d");

            Health health = probe(Await.LIMIT, ANY_BODY).ask(url);

            assertThat(server.requests().get(0))
                    .startsWith("GET /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n")
                    .contains("\r\nUser-Agent: httpok\r\n")
                    .contains("\r\nAuthorization: Basic bWU6cEBzczp3\r\n");
            assertThat(health.reason()).doesNotContain("ss:w").doesNotContain("me:");
        }
    }

    @Test
    void readsUserAndPasswordFromAFileAtEachCheck() throws Exception {
        Path file = directory.resolve("user");
        try (LittleServer server = LittleServer.answering(LittleServer.ok("fine"))) {
            Question question = new Question("POST", List.of(), file, null, Trust.ANY.tls(null), Await.LIMIT);
            Probe probe = new HttpProbe(question, new Expectation(List.of(), ANY_BODY, null));

            assertThat(probe.ask(server.url()).outcome()).isEqualTo(Outcome.UNDECIDED);
            Files.writeString(file, "me:one\n");
            assertThat(probe.ask(server.url()).outcome()).isEqualTo(Outcome.GOOD);
            Files.writeString(file, "me:two\n");
            probe.ask(server.url());

            assertThat(server.requests()).hasSize(2);
            assertThat(server.requests().get(0)).startsWith("POST / ").contains("Basic bWU6b25l\r\n");
            assertThat(server.requests().get(1)).contains("Basic bWU6dHdv\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"needle, GOOD", "needles, BAD_BODY", "hay, GOOD"})
    void findsATextInTheBody(String text, Outcome expected) throws Exception {
        try (LittleServer server = LittleServer.answering(LittleServer.ok("hay hay neneedle hay"))) {
            assertThat(probe(Await.LIMIT, wanting(text)).ask(server.url()).outcome())
                    .isEqualTo(expected);
        }
    }

    @Test
    void findsATextThatComesInTwoPieces() throws Exception {
        LittleServer.Script script = connection -> {
            connection.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nnee\r\n");
            connection.say("3\r\ndle\r\n0\r\n\r\n");
        };
        try (LittleServer server = LittleServer.onTcp(script)) {
            assertThat(probe(Await.LIMIT, wanting("needle")).ask(server.url()).outcome())
                    .isEqualTo(Outcome.GOOD);
        }
    }

    @Test
    void findsATextInTheCharsetOfTheServer() throws Exception {
        LittleServer.Script script = connection -> {
            connection.say("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=ISO-8859-1\r\n\r\n");
            connection.say("schön".getBytes(ISO_8859_1));
        };
        try (LittleServer server = LittleServer.onTcp(script)) {
            assertThat(probe(Await.LIMIT, wanting("schön")).ask(server.url()).outcome())
                    .isEqualTo(Outcome.GOOD);
        }
    }

    @Test
    void stopsReadingAnEndlessBody() throws Exception {
        try (LittleServer server = LittleServer.onTcp(LittleServer.endless("xxxx"))) {
            assertThat(probe(Await.LIMIT, ANY_BODY).ask(server.url()).outcome()).isEqualTo(Outcome.GOOD);
            assertThat(probe(Await.LIMIT, wanting("xx")).ask(server.url()).outcome())
                    .isEqualTo(Outcome.GOOD);
            assertThat(probe(Await.LIMIT, wanting("y")).ask(server.url()).outcome())
                    .isEqualTo(Outcome.BAD_BODY);
        }
    }

    @Test
    void refusesABodyThatHoldsWhatItMustNot() throws Exception {
        BodyTests tests = new BodyTests(List.of("status"), List.of("ERROR"), List.of());
        try (LittleServer server = LittleServer.answering(LittleServer.ok("status: ERROR"))) {
            assertThat(probe(Await.LIMIT, tests).ask(server.url()).reason()).endsWith("'ERROR' is in it");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"^ok: \\d+$ | GOOD", "^bad | BAD_BODY"})
    void matchesARegularExpression(String regex, Outcome expected) throws Exception {
        BodyTests tests = new BodyTests(List.of(), List.of(), List.of(Pattern.compile(regex)));
        try (LittleServer server = LittleServer.answering(LittleServer.ok("ok: 12"))) {
            assertThat(probe(Await.LIMIT, tests).ask(server.url()).outcome()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"(a*)*\\1b, is not done", "(a|b)*c, too much memory"})
    void blamesTheExpressionWhenItCannotBeTried(String regex, String why) throws Exception {
        BodyTests tests = new BodyTests(List.of(), List.of(), List.of(Pattern.compile(regex)));
        String body = why.contains("memory") ? "ab".repeat(200_000) : "a".repeat(4_000);
        try (LittleServer server = LittleServer.answering(LittleServer.ok(body))) {
            Health health = Attempts.until(
                    tried -> tried.outcome() == Outcome.UNDECIDED,
                    limit -> probe(limit, tests).ask(server.url()));

            assertThat(health.reason()).contains("--body-regex").contains(why);
            assertThat(health.outcome()).isEqualTo(Outcome.UNDECIDED);
        }
    }

    @Test
    void givesUpOnAServerThatNeverAnswers() throws Exception {
        try (LittleServer server = LittleServer.onTcp(LittleServer.Connection::awaitHangUp)) {
            Health health = Attempts.until(
                    asked -> asked.reason().contains("did not answer within"),
                    limit -> probe(limit, ANY_BODY).ask(server.url()));

            assertThat(health.outcome()).isEqualTo(Outcome.BAD_STATUS);
            assertThat(health.reason())
                    .startsWith("error contacting " + server.url() + ": ")
                    .contains("did not answer within");
        }
    }

    @Test
    void givesUpOnAServerThatDrips() throws Exception {
        try (LittleServer server = LittleServer.onTcp(LittleServer.dripping())) {
            Health health = Attempts.until(
                    answered -> answered.reason().contains("did not complete its answer within"),
                    limit -> probe(limit, ANY_BODY).ask(server.url()));

            assertThat(health.reason()).contains("did not complete its answer within");
        }
    }

    @Test
    void triesARefusedConnectionAgainUntilSomebodyListens() throws Exception {
        Path socket = directory.resolve("s");
        Question question = new Question("GET", List.of(), null, socket, Trust.ANY.tls(null), Await.LIMIT);
        Probe probe = new HttpProbe(question, new Expectation(List.of(), ANY_BODY, null));
        FutureTask<Health> check = new FutureTask<>(() -> probe.ask(CheckUrl.parse("http://site.example/x")));
        Thread asker = new Thread(check, "asker");
        asker.setDaemon(true);
        asker.start();
        Await.until("the wait for another attempt", () -> isBetweenAttempts(asker) || check.isDone());

        try (LittleServer late = LittleServer.onSocketFile(socket, c -> c.say(LittleServer.ok("late")))) {
            assertThat(check.get().outcome()).isEqualTo(Outcome.GOOD);
            assertThat(late.requests()).hasSize(1);
        }
    }

    private static boolean isBetweenAttempts(Thread asker) {
        return LockSupport.getBlocker(asker) instanceof Deadline;
    }

    @Test
    void namesTheSiteToAServerBehindASocketFile() throws Exception {
        Path socket = directory.resolve("s");
        try (LittleServer server = LittleServer.onSocketFile(socket, c -> c.say(LittleServer.ok("x")))) {
            Question question = new Question("GET", List.of(), null, socket, Trust.ANY.tls(null), Await.LIMIT);

            new HttpProbe(question, new Expectation(List.of(), ANY_BODY, null))
                    .ask(CheckUrl.parse("http://site.example/x"));

            assertThat(server.requests().get(0)).startsWith("GET /x HTTP/1.1\r\nHost: site.example\r\n");
        }
    }

    @Test
    void saysHowLongItHasTriedWhenNobodyListens() throws Exception {
        try (ReservedPort port = new ReservedPort()) {
            CheckUrl url = CheckUrl.parse("http://127.0.0.1:" + port.number() + "/");

            String reason = Attempts.until(
                    said -> said.contains("nobody listens") && said.endsWith("again and again for the limit"),
                    limit -> probe(limit, ANY_BODY).ask(url).reason().replace(Durations.format(limit), "the limit"));

            assertThat(reason)
                    .startsWith("error contacting " + url + ": nobody listens")
                    .endsWith("again and again for the limit");
        }
    }

    @Test
    void findsAnAnswerTooSlow() throws Exception {
        try (LittleServer server = LittleServer.answering(LittleServer.ok("fine"))) {
            Expectation expectation = new Expectation(List.of(), ANY_BODY, Duration.ofNanos(1));

            Health health = new HttpProbe(question(Await.LIMIT), expectation).ask(server.url());

            assertThat(health.reason()).startsWith("latency contacting ");
            assertThat(health.outcome()).isEqualTo(Outcome.BAD_STATUS);
        }
    }

    private static Probe probe(Duration timeout, BodyTests tests) {
        return new HttpProbe(question(timeout), new Expectation(List.of(), tests, null));
    }

    private static Question question(Duration timeout) {
        return new Question("GET", List.of(), null, null, Trust.ANY.tls(null), timeout);
    }

    private static BodyTests wanting(String text) {
        return new BodyTests(List.of(new String(text.getBytes(UTF_8), UTF_8)), List.of(), List.of());
    }
}
