package org.superlance.listener.crash;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    /** The methods that are answered with an error. */
    Set<String> failing = Set.of();
    /** The results of methods that are no plain value. */
    Map<String, RpcResult<?>> results = Map.of();

    long pid = 1;
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
                    if (failing.contains(method.getName())) {
                        return new RpcResult.NoResponse<>("HTTP status 500", true, true);
                    }
                    if (results.containsKey(method.getName())) {
                        return results.get(method.getName());
                    }
                    return new RpcResult.Success<Object>(
                            switch (method.getName()) {
                                case "processes" -> processes;
                                case "tailLog" -> log;
                                case "tailStderr" -> stderr;
                                case "tailStdout" -> stdout;
                                case "pid" -> pid;
                                default -> throw new AssertionError("nobody asks for " + method.getName());
                            });
                });
    }
}
