package org.superlance.listener.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.supervisor.RpcResponses.ask;
import static org.superlance.listener.supervisor.RpcResponses.askRaw;
import static org.superlance.listener.supervisor.RpcResponses.assertIsNotXmlRpc;
import static org.superlance.listener.supervisor.RpcResponses.faultOf;
import static org.superlance.listener.supervisor.RpcResponses.member;
import static org.superlance.listener.supervisor.RpcResponses.result;
import static org.superlance.listener.supervisor.RpcResponses.string;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.http.ScriptedServer;

class HostileResponseTest {

    private static final String HELLO = string("hello");

    @TempDir
    Path directory;

    @Test
    void acceptsAnHonestAnswerSoThatTheOtherTestsMeanSomething() throws IOException {
        assertThat(ask(HELLO, SupervisorClient::version)).isEqualTo(new RpcResult.Success<>("hello"));
    }

    @Test
    void fetchesNoDocumentTypeFromElsewhere() throws IOException {
        try (ScriptedServer elsewhere = ScriptedServer.answering(ScriptedServer.ok(""))) {
            String doctype = "<!DOCTYPE methodResponse SYSTEM 'http://" + elsewhere.endpoint() + "/dtd'>";

            assertIsNotXmlRpc(doctype + body(HELLO));

            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void readsNoFileByAnEntity() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "secret");
        String doctype = "<!DOCTYPE methodResponse [<!ENTITY e SYSTEM '" + secret.toUri() + "'>]>";

        assertIsNotXmlRpc(doctype + body(string("&e;")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE methodResponse>",
                "<!DOCTYPE methodResponse [<!ENTITY e 'lol'>]>",
                "<!DOCTYPE methodResponse [<!ENTITY % p SYSTEM 'file:///etc/hostname'> %p;]>"
            })
    void refusesEveryDocumentType(String doctype) throws IOException {
        assertIsNotXmlRpc(doctype + body(string("a" + (doctype.contains("ENTITY e") ? "&e;" : ""))));
    }

    @Test
    void inflatesNothing() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(HELLO.getBytes(UTF_8));
        }

        RpcResult<String> result = askRaw(
                connection -> {
                    connection.readRequest();
                    connection.say("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
                    connection.say(compressed.toByteArray());
                },
                SupervisorClient::version);

        assertThat(result).isInstanceOf(RpcResult.NoResponse.class);
        assertThat(result.sentence()).contains("unexpected Content-Encoding 'gzip'");
    }

    @Test
    void readsAtMostSixteenMebibytes() throws IOException {
        String comment = "<!--" + "x".repeat(1 << 20) + "-->";

        RpcResult<String> result = askRaw(
                connection -> {
                    connection.readRequest();
                    connection.say("HTTP/1.1 200 OK\r\n\r\n");
                    for (int i = 0; i < 17; i++) {
                        connection.say(comment);
                    }
                    connection.say(body(HELLO));
                },
                SupervisorClient::version);

        assertThat(result).isInstanceOf(RpcResult.NoResponse.class);
        assertThat(result.sentence()).contains("is larger than 16MB");
    }

    @Test
    void refusesDeepNestingInsteadOfOverflowingTheStack() throws IOException {
        String deep = "<array><data><value>".repeat(20_000) + "</value></data></array>".repeat(20_000);

        assertThat(assertIsNotXmlRpc(result(deep))).contains("nested deeper than 64");
    }

    @Test
    void refusesMoreElementsThanAHeapHolds() throws IOException {
        String many = "<array><data>" + "<value/>".repeat(1_000_001) + "</data></array>";

        assertThat(assertIsNotXmlRpc(result(many))).contains("more than 1000000 elements");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<ex:nil/>",
                "<ex:i8>1</ex:i8>",
                "<ex:serializable>rO0ABXQAAWE=</ex:serializable>",
                "<ex:dom><a/></ex:dom>",
                "<nil/>",
                "<i8>1</i8>",
                "<bogus/>"
            })
    void knowsNoTypesButThoseOfXmlRpc(String value) throws IOException {
        String xml = result(value)
                .replace(
                        "<methodResponse>",
                        "<methodResponse xmlns:ex='http://ws.apache.org/xmlrpc/namespaces/extensions'>");

        assertIsNotXmlRpc(xml);
    }

    @Test
    void neverDeserializesTheCauseOfAFault() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Path trace = directory.resolve("trace");
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new Gadget(trace.toString()));
        }
        String cause = "<base64>" + Base64.getEncoder().encodeToString(bytes.toByteArray()) + "</base64>";

        RpcResult<String> result = ask(
                faultOf("<struct>" + member("faultCode", "<int>30</int>") + member("faultCause", cause) + "</struct>"),
                SupervisorClient::version);

        assertThat(result.isFault(Fault.FAILED)).isTrue();
        assertThat(trace).doesNotExist();
    }

    /** Without the XML declaration, so that something can stand before it. */
    private static String body(String xml) {
        return xml.substring(xml.indexOf("?>") + 2);
    }

    /** Leaves a trace when it is deserialized. */
    private static final class Gadget implements Serializable {
        private static final long serialVersionUID = 1;
        private final String trace;

        private Gadget(String trace) {
            this.trace = trace;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            Files.createFile(Path.of(trace));
        }
    }
}
