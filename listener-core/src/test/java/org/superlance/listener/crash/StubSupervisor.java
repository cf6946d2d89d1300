package org.superlance.listener.crash;

import java.lang.reflect.Proxy;
import java.util.List;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;

/** A supervisord that answers what a test says, and to nothing but what an investigation asks. */
final class StubSupervisor {

    List<ProcessInfo> processes = List.of();
    String log = "";
    String stderr = "";
    String stdout = "";
    boolean silent;
    int calls;

    SupervisorClient proxy() {
        return (SupervisorClient) Proxy.newProxyInstance(
                SupervisorClient.class.getClassLoader(),
                new Class<?>[] {SupervisorClient.class},
                (self, method, arguments) -> {
                    calls++;
                    if (silent) {
                        return new RpcResult.NoResponse<>("no answer", false);
                    }
                    return new RpcResult.Success<Object>(
                            switch (method.getName()) {
                                case "processes" -> processes;
                                case "tailLog" -> log;
                                case "tailStderr" -> stderr;
                                case "tailStdout" -> stdout;
                                default -> throw new AssertionError("nobody asks for " + method.getName());
                            });
                });
    }
}
