package org.superlance.procmon.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.superlance.listener.supervisor.Fault;

class XmlRpcResponseWriterTest {

    @Test
    void writesEveryType() {
        assertThat(flat(XmlRpcResponseWriter.result(List.of("a<b>&🚀", 5, true, 0.5, Map.of("k", List.of())))))
                .isEqualTo("<?xml version='1.0'?><methodResponse><params><param><value><array><data>"
                        + "<value><string>a&lt;b&gt;&amp;🚀</string></value>"
                        + "<value><int>5</int></value>"
                        + "<value><boolean>1</boolean></value>"
                        + "<value><double>0.5</double></value>"
                        + "<value><struct><member><name>k</name><value><array><data></data></array></value></member></struct></value>"
                        + "</data></array></value></param></params></methodResponse>");
    }

    @Test
    void charactersThatXmlForbidsBecomeQuestionMarks() {
        assertThat(flat(XmlRpcResponseWriter.result("\u001b[31mred\u0000\uffff\ud800\t")))
                .contains("<string>?[31mred???\t</string>");
    }

    @Test
    void writesFaultsAsSupervisordDoes() {
        assertThat(flat(XmlRpcResponseWriter.fault(new RpcFaultException(Fault.BAD_NAME, "web"))))
                .contains("<fault><value><struct>")
                .contains("<member><name>faultCode</name><value><int>10</int></value></member>")
                .contains("<member><name>faultString</name><value><string>BAD_NAME: web</string></value></member>");
    }

    private static String flat(byte[] xml) {
        return new String(xml, UTF_8).replace("\n", "");
    }
}
