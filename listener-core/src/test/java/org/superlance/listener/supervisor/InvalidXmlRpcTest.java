package org.superlance.listener.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.supervisor.RpcResponses.array;
import static org.superlance.listener.supervisor.RpcResponses.ask;
import static org.superlance.listener.supervisor.RpcResponses.assertIsNotXmlRpc;
import static org.superlance.listener.supervisor.RpcResponses.faultOf;
import static org.superlance.listener.supervisor.RpcResponses.result;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidXmlRpcTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<string>text</string>",
                "<array><data/></array>",
                "<struct/>",
                "<struct><member><name>faultCode</name><value>ten</value></member></struct>",
                "<struct><member><name>faultCode</name><value><int>ten</int></value></member></struct>",
                "<struct><member><name>faultCode</name><value><int>1</int></value></member>"
                        + "<member><name>faultString</name><value><int>1</int></value></member></struct>",
                "<dateTime.iso8601></dateTime.iso8601>"
            })
    void takesAFaultForGarbageThatHasNoNumberOrNoText(String value) throws IOException {
        assertIsNotXmlRpc(faultOf(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "<html><body>It works!</body></html>",
                "<methodResponse/>",
                "<methodResponse><params/></methodResponse>",
                "<methodResponse><params><param><value><int>x</int></value></param></params></methodResponse>",
                "<methodResponse><params><param><value><string>hel",
                "<methodResponse><params><param><value><int>1</value></int></param></params></methodResponse>"
            })
    void takesGarbageForGarbageAndPrintsNothing(String garbage) throws IOException {
        PrintStream stderr = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, UTF_8));
        try {
            assertIsNotXmlRpc(garbage);
        } finally {
            System.setErr(stderr);
        }
        assertThat(printed.toString(UTF_8)).doesNotContain("Fatal Error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<int>1</int>", "<array><data/></array>", "<dateTime.iso8601/>", "<struct/>"})
    void takesNoValueOfAnotherTypeThanExpected(String value) throws IOException {
        RpcResult<String> result = ask(result(value), SupervisorClient::version);

        assertThat(result).isInstanceOf(RpcResult.NoResponse.class);
        assertThat(result.sentence()).contains("answered supervisor.getSupervisorVersion with an unexpected value: ");
    }

    @Test
    void takesNoTailForOneThatIsEmpty() throws IOException {
        RpcResult<String> result = ask(result(array()), supervisor -> supervisor.tailStderr(Namespec.parse("a"), 10));

        assertThat(result).isInstanceOf(RpcResult.NoResponse.class);
    }

    @Test
    void quotesGarbageInPartAndWithoutControlCharacters() throws IOException {
        String sentence = assertIsNotXmlRpc("<methodResponse><" + "x".repeat(10_000) + "/></methodResponse>");

        assertThat(sentence).hasSizeLessThan(400).doesNotContain("\n");
    }
}
