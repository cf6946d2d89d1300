package org.superlance.procmon.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.superlance.listener.config.ConfigException;
import org.superlance.procmon.rpc.LogMethods.LogFileReader;
import org.superlance.procmon.rpc.RpcMethods.RpcRequest;

/** {@code system.methodHelp} and {@code system.methodSignature}. */
class MethodDescriptionsTest {

    private final MemoryBudget memory = MemoryBudget.ofHeap();
    private final RpcMethods methods = new RpcMethods(memory);

    @BeforeEach
    @SuppressWarnings("NullAway") // no method that needs it is called
    void allMethods() {
        MainLoopInvoker invoker = new MainLoopInvoker(null);
        new ActionMethods(invoker).addTo(methods.byName());
        new ProcessInfoMethods(invoker, Clock.systemUTC()).addTo(methods.byName());
        new LogMethods(invoker, new LogFileReader(memory)).addTo(methods.byName());
        new SupervisorMethods(invoker, () -> {
                    throw new ConfigException("not read");
                })
                .addTo(methods.byName());
    }

    @Test
    void eachMethodIsDescribed() throws Exception {
        for (String method : methods.byName().keySet()) {
            assertThat(call("system.methodHelp", method)).asString().endsWith(".");
            assertThat((List<?>) call("system.methodSignature", method))
                    .isNotEmpty()
                    .allMatch(type -> List.of("array", "boolean", "int", "string", "struct")
                            .contains(type));
        }
    }

    @Test
    void theSignatureHasTheResultFirst() throws Exception {
        assertThat(call("system.methodSignature", "supervisor.startProcess"))
                .isEqualTo(List.of("boolean", "string", "boolean"));
    }

    @Test
    void whatIsNoMethodHasNoSignature() {
        assertThatThrownBy(() -> call("system.methodHelp", "supervisor.nothing"))
                .hasMessage("SIGNATURE_UNSUPPORTED");
        assertThatThrownBy(() -> call("system.methodSignature", "")).hasMessage("SIGNATURE_UNSUPPORTED");
    }

    private Object call(String method, String parameter) throws Exception {
        return methods.call(new RpcRequest(method, List.of(parameter)));
    }
}
