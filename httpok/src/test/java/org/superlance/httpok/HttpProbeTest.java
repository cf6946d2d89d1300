package org.superlance.httpok;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.httpok.ProbeResult.Outcome;
import org.superlance.listener.http.ScriptedServer;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LongEnough;
import org.superlance.listener.testkit.ReservedPort;
import org.superlance.listener.util.Durations;

class HttpProbeTest {

    private static final long BETWEEN_DRIPS = Duration.ofMillis(50).toNanos();
    private static final BodyExpectation ANY_BODY = new BodyExpectation(List.of(), List.of(), List.of());

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"200 OK, GOOD", "503 Service Unavailable, BAD", "302 Found, BAD", "204 No, BAD"})
    void judgesTheStatus(String status, Outcome expected) throws Exception {
        try (ScriptedServer server = ScriptedServer.answering("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")) {
            ProbeResult result = probe(Await.LIMIT, ANY_BODY).apply(url(server));

            assertThat(result.outcome()).isEqualTo(expected);
            assertThat(result.reason()).startsWith("status contacting " + url(server) + ": " + status);
        }
    }

    @Test
    void asksAsHttpokWithTheLoginOfTheUrl() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok("fine"))) {
            ProbeUrl url = ProbeUrl.parse("http://me:p%40ss:w@127.0.0.1:" + server.port() + "/a?b=c#d");

            ProbeResult result = probe(Await.LIMIT, ANY_BODY).apply(url);

            assertThat(server.requests().get(0))
                    .startsWith("GET /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n")
                    .contains("\r\nUser-Agent: httpok\r\n")
                    .contains("\r\nAuthorization: Basic bWU6cEBzczp3\r\n");
            assertThat(result.reason()).doesNotContain("ss:w").doesNotContain("me:");
        }
    }

    @Test
    void readsUserAndPasswordFromAFileAtEachCheck() throws Exception {
        Path file = directory.resolve("user");
        try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok("fine"))) {
            ProbeRequest request = new ProbeRequest("POST", List.of(), file, null, TlsTrust.ANY.tls(null), Await.LIMIT);
            Function<ProbeUrl, ProbeResult> probe =
                    url -> new HttpProbe(url, request, new ResponseExpectation(List.of(), ANY_BODY, null)).run();

            assertThat(probe.apply(url(server)).outcome()).isEqualTo(Outcome.INDETERMINATE);
            Files.writeString(file, "me:one\n");
            assertThat(probe.apply(url(server)).outcome()).isEqualTo(Outcome.GOOD);
            Files.writeString(file, "me:two\n");
            assertThat(probe.apply(url(server)).outcome()).isEqualTo(Outcome.GOOD);

            assertThat(server.requests()).hasSize(2);
            assertThat(server.requests().get(0)).startsWith("POST / ").contains("Basic bWU6b25l\r\n");
            assertThat(server.requests().get(1)).contains("Basic bWU6dHdv\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"needle, GOOD", "needles, BAD", "hay, GOOD"})
    void findsATextInTheBody(String text, Outcome expected) throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok("hay hay neneedle hay"))) {
            assertThat(probe(Await.LIMIT, wanting(text)).apply(url(server)).outcome())
                    .isEqualTo(expected);
        }
    }

    @Test
    void findsATextThatComesInTwoPieces() throws Exception {
        ScriptedServer.Script script = connection -> {
            connection.readRequest();
            connection.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nnee\r\n");
            connection.say("3\r\ndle\r\n0\r\n\r\n");
        };
        try (ScriptedServer server = ScriptedServer.onTcp(script)) {
            assertThat(probe(Await.LIMIT, wanting("needle")).apply(url(server)).outcome())
                    .isEqualTo(Outcome.GOOD);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "text/html; charset=ISO-8859-1, GOOD",
        "text/html;CHARSET\t= \"iso-8859-1\";x=y, GOOD",
        "x-charset=;charset=latin1 x, GOOD",
        "charset charset =latin1, GOOD",
        "text/html; charset=UTF-8; charset=latin1, BAD",
        "text/html; charset=latin1000, BAD",
        "text/html; charset=\"\", BAD",
        "text/html; charset, BAD"
    })
    void findsATextInTheCharsetOfTheServer(String contentType, Outcome expected) throws Exception {
        ScriptedServer.Script script = connection -> {
            connection.readRequest();
            connection.say("HTTP/1.1 200 OK\r\nContent-Type: " + contentType + "\r\n\r\n");
            connection.say("schön".getBytes(ISO_8859_1));
        };
        try (ScriptedServer server = ScriptedServer.onTcp(script)) {
            assertThat(probe(Await.LIMIT, wanting("schön")).apply(url(server)).outcome())
                    .isEqualTo(expected);
        }
    }

    /** Some send it so though they are asked for a plain one. */
    @ParameterizedTest
    @CsvSource({"gzip, needle, GOOD", "X-GZIP, needle, GOOD", "gzip, needles, BAD", "identity, needle, BAD"})
    void unpacksABody(String encoding, String text, Outcome expected) throws Exception {
        byte[] packed = gzip("hay hay neneedle hay".getBytes(UTF_8));

        assertThat(probe(packed, encoding, text).outcome()).isEqualTo(expected);
    }

    @Test
    void saysWhatABodyCannotBeUnpackedFor() throws Exception {
        byte[] packed = gzip("needle".getBytes(UTF_8));

        assertThat(probe("needle".getBytes(UTF_8), "gzip", "needle").reason()).contains("it is no gzip");
        assertThat(probe(Arrays.copyOf(packed, packed.length - 9), "gzip", "hay")
                        .reason())
                .contains("it is no gzip");
        assertThat(probe(packed, "br", "needle").reason()).endsWith("'needle' not found; the body is packed, as br");
        assertThat(probe(new byte[0], "gzip", "needle").reason()).endsWith("'needle' not found");
    }

    /** A hundred megabytes of text in a hundred kilobytes: no more of it is unpacked than of another body is read. */
    @Test
    void unpacksNoMoreThanItReads() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            byte[] block = new byte[1 << 20];
            for (int i = 0; i < 100; i++) {
                out.write(block);
            }
            out.write("needle".getBytes(UTF_8));
        }

        assertThat(probe(packed.toByteArray(), "gzip", "needle").outcome()).isEqualTo(Outcome.BAD);
    }

    private static ProbeResult probe(byte[] body, String encoding, String text) throws IOException {
        ScriptedServer.Script script = connection -> {
            connection.readRequest();
            connection.say("HTTP/1.1 200 OK\r\nContent-Encoding: " + encoding + "\r\nContent-Length: " + body.length
                    + "\r\n\r\n");
            connection.say(body);
        };
        try (ScriptedServer server = ScriptedServer.onTcp(script)) {
            return probe(Await.LIMIT, wanting(text)).apply(url(server));
        }
    }

    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text);
        }
        return packed.toByteArray();
    }

    @Test
    void stopsReadingAnEndlessBody() throws Exception {
        try (ScriptedServer server = ScriptedServer.onTcp(HttpProbeTest::endless)) {
            assertThat(probe(Await.LIMIT, ANY_BODY).apply(url(server)).outcome())
                    .isEqualTo(Outcome.GOOD);
            assertThat(probe(Await.LIMIT, wanting("xx")).apply(url(server)).outcome())
                    .isEqualTo(Outcome.GOOD);
            assertThat(probe(Await.LIMIT, wanting("y")).apply(url(server)).outcome())
                    .isEqualTo(Outcome.BAD);
        }
    }

    @Test
    void refusesABodyThatHoldsWhatItMustNot() throws Exception {
        BodyExpectation tests = new BodyExpectation(List.of("status"), List.of("ERROR"), List.of());
        try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok("status: ERROR"))) {
            assertThat(probe(Await.LIMIT, tests).apply(url(server)).reason()).endsWith("'ERROR' found");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"^ok: \\d+$ | GOOD", "^bad | BAD"})
    void matchesARegularExpression(String regex, Outcome expected) throws Exception {
        BodyExpectation tests = new BodyExpectation(List.of(), List.of(), List.of(Pattern.compile(regex)));
        try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok("ok: 12"))) {
            assertThat(probe(Await.LIMIT, tests).apply(url(server)).outcome()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"(a*)*\\1b, not finished within --timeout", "(a|b)*c, too much memory"})
    void blamesTheExpressionWhenItCannotBeTried(String regex, String why) throws Exception {
        BodyExpectation tests = new BodyExpectation(List.of(), List.of(), List.of(Pattern.compile(regex)));
        String body = why.contains("memory") ? "ab".repeat(200_000) : "a".repeat(4_000);
        try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok(body))) {
            ProbeResult result = LongEnough.call(
                    limit -> probe(limit, tests).apply(url(server)),
                    // within a short limit on a busy machine, any expression runs out of time
                    tried -> tried.reason().contains(why));

            assertThat(result.reason()).contains("--body-regex").contains(why);
            assertThat(result.outcome()).isEqualTo(Outcome.INDETERMINATE);
        }
    }

    @Test
    void givesUpOnAServerThatNeverAnswers() throws Exception {
        try (ScriptedServer server = ScriptedServer.onTcp(ScriptedServer.Connection::awaitHangUp)) {
            ProbeResult result = LongEnough.call(
                    limit -> probe(limit, ANY_BODY).apply(url(server)),
                    asked -> asked.reason().contains("did not answer within"));

            assertThat(result.outcome()).isEqualTo(Outcome.BAD);
            assertThat(result.reason())
                    .startsWith("error contacting " + url(server) + ": ")
                    .contains("did not answer within");
        }
    }

    @Test
    void givesUpOnAServerThatDrips() throws Exception {
        try (ScriptedServer server = ScriptedServer.onTcp(HttpProbeTest::dripping)) {
            ProbeResult result = LongEnough.call(
                    limit -> probe(limit, ANY_BODY).apply(url(server)),
                    answered -> answered.reason().contains("did not complete its response within"));

            assertThat(result.reason()).contains("did not complete its response within");
        }
    }

    @Test
    void triesARefusedConnectionAgainUntilSomebodyListens() throws Exception {
        Path socket = directory.resolve("s");
        ProbeRequest request = new ProbeRequest("GET", List.of(), null, socket, TlsTrust.ANY.tls(null), Await.LIMIT);
        Function<ProbeUrl, ProbeResult> probe =
                url -> new HttpProbe(url, request, new ResponseExpectation(List.of(), ANY_BODY, null)).run();
        FutureTask<ProbeResult> check = new FutureTask<>(() -> probe.apply(ProbeUrl.parse("http://site.example/x")));
        Thread asker = new Thread(check, "asker");
        asker.setDaemon(true);
        asker.start();
        Await.until("the wait for another attempt", () -> isBetweenAttempts(asker) || check.isDone());

        try (ScriptedServer late =
                ScriptedServer.onSocketFile(socket, ScriptedServer.saying(ScriptedServer.ok("late")))) {
            assertThat(check.get().outcome()).isEqualTo(Outcome.GOOD);
            assertThat(late.requests()).hasSize(1);
        }
    }

    private static boolean isBetweenAttempts(Thread asker) {
        return LockSupport.getBlocker(asker) instanceof ProbeDeadline;
    }

    @Test
    void namesTheSiteToAServerBehindASocketFile() throws Exception {
        Path socket = directory.resolve("s");
        try (ScriptedServer server =
                ScriptedServer.onSocketFile(socket, ScriptedServer.saying(ScriptedServer.ok("x")))) {
            ProbeRequest request =
                    new ProbeRequest("GET", List.of(), null, socket, TlsTrust.ANY.tls(null), Await.LIMIT);

            new HttpProbe(
                            ProbeUrl.parse("http://site.example/x"),
                            request,
                            new ResponseExpectation(List.of(), ANY_BODY, null))
                    .run();

            assertThat(server.requests().get(0)).startsWith("GET /x HTTP/1.1\r\nHost: site.example\r\n");
        }
    }

    @Test
    void saysHowLongItHasTriedWhenNobodyListens() throws Exception {
        try (ReservedPort port = new ReservedPort()) {
            ProbeUrl url = ProbeUrl.parse("http://127.0.0.1:" + port.number() + "/");

            String reason = LongEnough.call(
                    limit -> probe(limit, ANY_BODY).apply(url).reason().replace(Durations.format(limit), "the limit"),
                    said -> said.contains("connection refused") && said.endsWith(", retried for the limit"));

            assertThat(reason)
                    .startsWith("error contacting " + url + ": connection refused")
                    .endsWith(", retried for the limit");
        }
    }

    @Test
    void findsAnAnswerTooSlow() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok("fine"))) {
            ResponseExpectation expectation = new ResponseExpectation(List.of(), ANY_BODY, Duration.ofNanos(1));

            ProbeResult result = new HttpProbe(url(server), request(Await.LIMIT), expectation).run();

            assertThat(result.reason()).startsWith("latency contacting ");
            assertThat(result.outcome()).isEqualTo(Outcome.BAD);
        }
    }

    private static Function<ProbeUrl, ProbeResult> probe(Duration timeout, BodyExpectation tests) {
        return url -> new HttpProbe(url, request(timeout), new ResponseExpectation(List.of(), tests, null)).run();
    }

    private static ProbeRequest request(Duration timeout) {
        return new ProbeRequest("GET", List.of(), null, null, TlsTrust.ANY.tls(null), timeout);
    }

    private static BodyExpectation wanting(String text) {
        return new BodyExpectation(List.of(new String(text.getBytes(UTF_8), UTF_8)), List.of(), List.of());
    }

    private static ProbeUrl url(ScriptedServer server) {
        return ProbeUrl.parse(server.url());
    }

    private static void endless(ScriptedServer.Connection connection) throws IOException {
        connection.readRequest();
        connection.say("HTTP/1.1 200 OK\r\n\r\n");
        while (true) {
            connection.say("xxxx".repeat(4_096));
        }
    }

    private static void dripping(ScriptedServer.Connection connection) throws IOException {
        connection.readRequest();
        connection.say("HTTP/1.1 200 OK\r\n\r\n");
        while (true) {
            connection.say("x");
            LockSupport.parkNanos(BETWEEN_DRIPS);
        }
    }
}
