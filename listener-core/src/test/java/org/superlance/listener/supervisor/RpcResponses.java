package org.superlance.listener.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.function.Function;
import org.superlance.listener.http.ScriptedServer;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient.RpcTimeouts;
import org.superlance.listener.testkit.Await;

/** Answers of servers that are not, or not quite, supervisord. */
final class RpcResponses {

    static final RpcTimeouts LIMITS = new RpcTimeouts(Await.LIMIT, Await.LIMIT, Await.LIMIT);

    private RpcResponses() {}

    static String result(String value) {
        return "<?xml version='1.0'?><methodResponse><params><param><value>" + value
                + "</value></param></params></methodResponse>";
    }

    static String string(String text) {
        return result("<string>" + text + "</string>");
    }

    static String fault(int code, String text) {
        return faultOf("<struct>" + member("faultCode", "<int>" + code + "</int>")
                + member("faultString", "<string>" + text + "</string>") + "</struct>");
    }

    static String faultOf(String value) {
        return "<?xml version='1.0'?><methodResponse><fault><value>" + value + "</value></fault></methodResponse>";
    }

    static String member(String name, String value) {
        return "<member><name>" + name + "</name><value>" + value + "</value></member>";
    }

    static String array(String... values) {
        StringBuilder array = new StringBuilder("<array><data>");
        for (String value : values) {
            array.append("<value>").append(value).append("</value>");
        }
        return array.append("</data></array>").toString();
    }

    /** What a call makes of that XML. */
    static <T> RpcResult<T> ask(String xml, Function<SupervisorClient, RpcResult<T>> call) throws IOException {
        return askRaw(ScriptedServer.saying(ScriptedServer.ok(xml)), call);
    }

    /** What a call makes of that server. */
    static <T> RpcResult<T> askRaw(ScriptedServer.Script script, Function<SupervisorClient, RpcResult<T>> call)
            throws IOException {
        try (ScriptedServer server = ScriptedServer.onTcp(script);
                SupervisorClient supervisor = at(server)) {
            return call.apply(supervisor);
        }
    }

    static SupervisorClient at(ScriptedServer server) {
        return new XmlRpcSupervisorClient(ServerUrl.parse("http://" + server.endpoint()), LIMITS);
    }

    /** That a call takes the XML for garbage; returns the sentence. */
    static String assertIsNotXmlRpc(String xml) throws IOException {
        RpcResult<String> result = ask(xml, SupervisorClient::version);
        assertThat(result)
                .isInstanceOfSatisfying(
                        RpcResult.NoResponse.class,
                        noResponse -> assertThat(noResponse.mayHaveActed()).isTrue());
        assertThat(result.sentence()).contains("did not answer with XML-RPC (");
        return result.sentence();
    }
}
