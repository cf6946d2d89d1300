package org.superlance.listener.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.function.Function;
import org.superlance.listener.http.ScriptedServer;
import org.superlance.listener.testkit.Await;

/** Answers of servers that are not, or not quite, supervisord. */
final class RpcAnswers {

    static final RpcLimits LIMITS = new RpcLimits(Await.LIMIT, Await.LIMIT, Await.LIMIT);

    private RpcAnswers() {}

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
    static <T> Answer<T> ask(String xml, Function<Supervisor, Answer<T>> call) throws IOException {
        return askRaw(ScriptedServer.saying(ScriptedServer.ok(xml)), call);
    }

    /** What a call makes of that server. */
    static <T> Answer<T> askRaw(ScriptedServer.Script script, Function<Supervisor, Answer<T>> call) throws IOException {
        try (ScriptedServer server = ScriptedServer.onTcp(script);
                Supervisor supervisor = at(server)) {
            return call.apply(supervisor);
        }
    }

    static Supervisor at(ScriptedServer server) {
        return new XmlRpcSupervisor(ServerAddress.parse("http://" + server.endpoint()), LIMITS);
    }

    /** That a call takes the XML for garbage; returns the sentence. */
    static String assertIsNotXmlRpc(String xml) throws IOException {
        Answer<String> answer = ask(xml, Supervisor::version);
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Unanswered.class,
                        unanswered -> assertThat(unanswered.mayHaveActed()).isTrue());
        assertThat(answer.sentence()).contains("answered with something that is not XML-RPC (");
        return answer.sentence();
    }
}
