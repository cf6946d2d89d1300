package org.superlance.listener.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.supervisor.RpcResponses.ask;
import static org.superlance.listener.supervisor.RpcResponses.askRaw;
import static org.superlance.listener.supervisor.RpcResponses.at;
import static org.superlance.listener.supervisor.RpcResponses.fault;
import static org.superlance.listener.supervisor.RpcResponses.result;
import static org.superlance.listener.supervisor.RpcResponses.string;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.http.ScriptedServer;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient.RpcTimeouts;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LongEnough;

class RpcErrorMessagesTest {

    private static final Namespec WEB = Namespec.parse("web:web_1");

    @TempDir
    Path directory;

    @Test
    void saysWhatIsWrongWithTheSocketFile() {
        Path socket = directory.resolve("s.sock");
        try (SupervisorClient supervisor =
                new XmlRpcSupervisorClient(ServerUrl.parse("unix://" + socket), RpcResponses.LIMITS)) {
            assertThat(supervisor.processes())
                    .isEqualTo(new RpcResult.NoResponse<>(
                            "no such socket: " + socket
                                    + ": compare SUPERVISOR_SERVER_URL with file= of [unix_http_server],"
                                    + " or something has deleted the socket",
                            false));
        }
    }

    @Test
    void saysThatTheInterfaceIsMissing() throws IOException {
        RpcResult<String> result = ask(fault(1, "UNKNOWN_METHOD"), SupervisorClient::version);

        assertThat(result.isFault(Fault.UNKNOWN_METHOD)).isTrue();
        assertThat(result.sentence())
                .endsWith(" does not know supervisor.getSupervisorVersion:"
                        + " the section [rpcinterface:supervisor] is missing from supervisord.conf");
    }

    @ParameterizedTest
    @CsvSource({
        "6, SHUTDOWN_STATE, is shutting down",
        "10, BAD_NAME, supervisord has no process web:web_1",
        "70, NOT_RUNNING, process web:web_1 is not running",
        "12345, OTHER, 'supervisord rejected supervisor.stopProcess of process web:web_1: a?b'"
    })
    void saysWhatSupervisordDeclined(int code, Fault fault, String sentence) throws IOException {
        RpcResult<Boolean> result = ask(fault(code, "a\nb"), supervisor -> supervisor.stop(WEB, false));

        assertThat(result.isFault(fault)).isTrue();
        assertThat(result.sentence()).endsWith(sentence);
    }

    @Test
    void quotesAtMostTwoHundredCharactersOfAFault() throws IOException {
        RpcResult<Boolean> result = ask(fault(30, "x".repeat(9_999)), supervisor -> supervisor.stop(WEB, false));

        assertThat(result.sentence()).endsWith("x…").hasSizeLessThan(300);
    }

    @ParameterizedTest
    @CsvSource({"500 Oh dear, true", "503 Busy, true", "404 Not Found, false"})
    void saysWhichStatusCame(String status, boolean mayHaveActed) throws IOException {
        RpcResult<Boolean> result = askRaw(
                ScriptedServer.saying("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n"),
                supervisor -> supervisor.stop(WEB, false));

        assertThat(result).isInstanceOfSatisfying(RpcResult.NoResponse.class, noResponse -> {
            assertThat(noResponse.sentence()).contains("answered with HTTP status " + status);
            assertThat(noResponse.mayHaveActed()).isEqualTo(mayHaveActed);
            assertThat(noResponse.answered()).isTrue();
        });
    }

    /** So the Go supervisord answers what it does not know. */
    @Test
    void takesABadRequestForAnUnknownMethod() throws IOException {
        RpcResult<Boolean> result = askRaw(
                ScriptedServer.saying("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
                supervisor -> supervisor.signal(WEB, "KILL"));

        assertThat(result.isFault(Fault.UNKNOWN_METHOD)).isTrue();
        assertThat(result.sentence())
                .endsWith(" answered with HTTP status 400 Bad Request: it does not know supervisor.signalProcess");
    }

    @Test
    void saysThatTheAnswerWasCutOff() throws IOException {
        RpcResult<Boolean> result = askRaw(
                ScriptedServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<methodResponse>"),
                supervisor -> supervisor.stop(WEB, false));

        assertThat(result).isInstanceOfSatisfying(RpcResult.NoResponse.class, noResponse -> {
            assertThat(noResponse.sentence()).contains("closed the connection in the middle of its response");
            assertThat(noResponse.mayHaveActed()).isTrue();
            assertThat(noResponse.answered()).isFalse();
        });
    }

    @Test
    void waitsNoLongerThanItsLimitUnlessToldToWait() throws Exception {
        RpcTimeouts shortest = new RpcTimeouts(Await.LIMIT, Duration.ofNanos(1), Await.LIMIT);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.onTcp(connection -> {
                    if (connection.readRequest().contains("<boolean>1<")) {
                        asked.countDown();
                        stopped.await();
                        connection.say(ScriptedServer.ok(result("<boolean>1</boolean>")));
                    } else {
                        connection.awaitHangUp();
                    }
                });
                SupervisorClient supervisor =
                        new XmlRpcSupervisorClient(ServerUrl.parse("http://" + server.endpoint()), shortest)) {
            FutureTask<RpcResult<Boolean>> waiting = new FutureTask<>(() -> supervisor.stop(WEB, true));
            new Thread(waiting).start();
            asked.await();

            RpcResult<Boolean> quick = LongEnough.call(
                    limit -> stop(server, limit), result -> result.sentence().contains("did not answer"));
            stopped.countDown();

            assertThat(quick.sentence()).matches(".* did not answer within [\\d.]+s");
            assertThat(waiting.get()).isEqualTo(new RpcResult.Success<>(true));
        }
    }

    @Test
    void sendsNamesAsTheyAre() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok(string("x")));
                SupervisorClient supervisor = at(server)) {
            supervisor.process(Namespec.parse("a<b&c:rocket🚀"));

            assertThat(server.requests().get(0)).contains("a&lt;b&amp;c:rocket🚀");
        }
    }

    @Test
    void usesAConnectionAgainToLookAndAFreshOneToAct() throws IOException {
        try (ScriptedServer server = ScriptedServer.onTcp(connection -> {
                    while (true) {
                        connection.readRequest();
                        connection.say(ScriptedServer.ok(string("x")));
                    }
                });
                SupervisorClient supervisor = at(server)) {
            Await.until("two calls over one connection", () -> {
                supervisor.version();
                int before = server.connectionCount();
                supervisor.processes();
                return server.connectionCount() == before;
            });

            int before = server.connectionCount();
            supervisor.signal(WEB, "HUP");
            assertThat(server.connectionCount()).isEqualTo(before + 1);
        }
    }

    @Test
    void neverSendsTwiceWhatActs() throws IOException {
        try (ScriptedServer server = ScriptedServer.onTcp(ScriptedServer.Connection::readRequest);
                SupervisorClient supervisor = at(server)) {
            RpcResult<Boolean> result = supervisor.start(WEB, false);

            assertThat(result)
                    .isInstanceOfSatisfying(
                            RpcResult.NoResponse.class,
                            noResponse -> assertThat(noResponse.mayHaveActed()).isTrue());
            assertThat(server.requests()).hasSize(1);
        }
    }

    private static RpcResult<Boolean> stop(ScriptedServer server, Duration limit) {
        try (SupervisorClient supervisor = new XmlRpcSupervisorClient(
                ServerUrl.parse("http://" + server.endpoint()), new RpcTimeouts(Await.LIMIT, limit, Await.LIMIT))) {
            return supervisor.stop(WEB, false);
        }
    }
}
