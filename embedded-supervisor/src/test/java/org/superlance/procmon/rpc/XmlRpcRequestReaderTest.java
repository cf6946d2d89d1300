package org.superlance.procmon.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.procmon.rpc.RpcMethods.RpcRequest;
import org.xml.sax.SAXException;

class XmlRpcRequestReaderTest {

    private final XmlRpcRequestReader reader = new XmlRpcRequestReader();

    @Test
    void readsEveryTypeThatClientsSend() throws Exception {
        RpcRequest rpcRequest = read("""
                <?xml version='1.0'?>
                <methodCall>
                <methodName>supervisor.x</methodName>
                <params>
                <param><value><string>a &amp; 🚀</string></value></param>
                <param><value>bare</value></param>
                <param><value/></param>
                <param><value><int>-5</int></value></param>
                <param><value><i4>7</i4></value></param>
                <param><value><boolean>1</boolean></value></param>
                <param><value><double>0.5</double></value></param>
                <param><value><base64>w6k=</base64></value></param>
                <param><value><array><data>
                <value><int>1</int></value>
                <value><array><data></data></array></value>
                </data></array></value></param>
                <param><value><struct>
                <member><name>methodName</name><value><string>m</string></value></member>
                <member><name>params</name><value><array><data><value><string>p</string></value></data></array></value></member>
                </struct></value></param>
                </params>
                </methodCall>
                """);

        assertThat(rpcRequest.method()).isEqualTo("supervisor.x");
        assertThat(rpcRequest.parameters())
                .containsExactly(
                        "a & 🚀",
                        "bare",
                        "",
                        -5,
                        7,
                        true,
                        0.5,
                        "é",
                        List.of(1, List.of()),
                        Map.of("methodName", "m", "params", List.of("p")));
    }

    @Test
    void aCallNeedsNoParameters() throws Exception {
        assertThat(read("<methodCall><methodName>m</methodName></methodCall>"))
                .isEqualTo(new RpcRequest("m", List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "<methodCall>",
                "<methodCall></methodCall>",
                "<methodCall><methodName> </methodName></methodCall>",
                "<methodCall><methodName>m</methodName><value>1</value></methodCall>",
                "<methodCall><methodName>m</methodName><params><param><value><int>x</int></value></param></params></methodCall>",
                "<methodCall><methodName>m</methodName><params><param><value><int>99999999999</int></value></param></params></methodCall>",
                "<methodCall><methodName>m</methodName><params><param><value><nil/></value></param></params></methodCall>",
                "<methodCall><methodName>m</methodName><params><param><value><base64>A</base64></value></param></params></methodCall>",
                "<methodCall><methodName>m</methodName><params><param><value><struct><member><value>1</value></member></struct></value></param></params></methodCall>",
                "<methodCall><methodName>m</methodName></methodCall></methodCall>",
                "<!DOCTYPE x [<!ENTITY e \"m\">]><methodCall><methodName>&e;</methodName></methodCall>",
                "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><methodCall><methodName>m</methodName></methodCall>"
            })
    void whatIsNoCallIsRefused(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(SAXException.class);
    }

    static Stream<String> largeOnes() {
        return Stream.of(
                "<methodCall><methodName>m</methodName><params><param>"
                        + "<value><array><data>".repeat(100_000)
                        + "</data></array></value>".repeat(100_000)
                        + "</param></params></methodCall>",
                "<methodCall><methodName>m</methodName><params>"
                        + "<param><value>1</value></param>".repeat(20_000)
                        + "</params></methodCall>");
    }

    @ParameterizedTest
    @MethodSource("largeOnes")
    void whatIsTooDeepOrTooManyIsRefused(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(SAXException.class).hasMessageContaining("too deeply nested");
    }

    private RpcRequest read(String body) throws SAXException {
        return reader.read(body.getBytes(UTF_8));
    }
}
