package org.superlance.listener.crash;

import java.lang.reflect.Proxy;
import java.util.List;
import org.superlance.listener.supervisor.Answer;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.Supervisor;

/** A supervisord that answers what a test says, and to nothing but what an investigation asks. */
final class ToldSupervisor {

    List<ProcessInfo> processes = List.of();
    String log = "";
    String stderr = "";
    String stdout = "";
    boolean silent;
    int calls;

    Supervisor proxy() {
        return (Supervisor) Proxy.newProxyInstance(
                Supervisor.class.getClassLoader(), new Class<?>[] {Supervisor.class}, (self, method, arguments) -> {
                    calls++;
                    if (silent) {
                        return new Answer.Unanswered<>("no answer", false);
                    }
                    return new Answer.Done<Object>(
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
