package org.superlance.procmon.rpc;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.superlance.listener.supervisor.Fault;
import org.superlance.procmon.rpc.RpcMethods.RpcRequest;
import org.superlance.procmon.rpc.WebPages.Outcome;
import org.superlance.procmon.server.ProcessGroup.GroupMember;
import org.superlance.procmon.server.Server;
import org.superlance.procmon.server.Server.SupervisorState;
import org.superlance.procmon.spawn.SpawnException;
import org.superlance.procmon.subprocess.Subprocess;

/** The actions of the page. None waits for a process to start or stop: the page shows how far it is. */
record ProcessActions(RpcMethods rpcMethods, MainLoopInvoker invoker) {

    /**
     * Performs an action, and says what came of it.
     *
     * @param name of the program; unused for all
     */
    Outcome perform(String action, String name) throws InterruptedException {
        try {
            return switch (action) {
                case "start" -> done("supervisor.startProcess", name, "Starting " + name + ".");
                case "stop" -> done("supervisor.stopProcess", name, "Stopping " + name + ".");
                case "clear" -> cleared(name);
                case "restart" -> restart(name);
                case "restartall" -> restartAll();
                case "stopall" -> {
                    rpcMethods.call(new RpcRequest("supervisor.stopAllProcesses", List.of(false)));
                    yield new Outcome(true, "Stopping all programs.");
                }
                default -> new Outcome(false, "There is no such action.");
            };
        } catch (RpcFaultException e) {
            return new Outcome(false, "Cannot " + action + (name.isEmpty() ? "" : " " + name) + ": " + sentence(e));
        }
    }

    private static String sentence(RpcFaultException fault) {
        return switch (fault.fault()) {
            case BAD_NAME -> "there is no such program.";
            case ALREADY_STARTED -> "it is running already.";
            case NOT_RUNNING -> "it is not running.";
            case SPAWN_ERROR -> "it could not be started (" + fault.text() + ").";
            case SHUTDOWN_STATE -> "the server is shutting down.";
            default -> fault.text() + ".";
        };
    }

    private Outcome done(String method, String name, String sentence) throws RpcFaultException, InterruptedException {
        rpcMethods.call(new RpcRequest(method, List.of(name, false)));
        return new Outcome(true, sentence);
    }

    private Outcome cleared(String name) throws RpcFaultException, InterruptedException {
        rpcMethods.call(new RpcRequest("supervisor.clearProcessLogs", List.of(name)));
        return new Outcome(true, "Cleared the logs of " + name + ".");
    }

    private Outcome restart(String name) throws RpcFaultException, InterruptedException {
        invoker.invoke(server -> {
            Subprocess process =
                    new ProcessResolver(server.groups()).member(name).process();
            try {
                process.checkStart();
            } catch (SpawnException e) {
                throw new RpcFaultException(Fault.FAILED, "it could not be started again: " + e.getMessage());
            }
            restart(server, process);
            return true;
        });
        return new Outcome(true, "Restarting " + name + ".");
    }

    /** What is up: what somebody has stopped stays stopped. */
    private Outcome restartAll() throws RpcFaultException, InterruptedException {
        int count = invoker.invoke(server -> {
            List<Subprocess> up = new ProcessResolver(server.groups())
                    .all().stream()
                            .map(GroupMember::process)
                            .filter(Subprocess::isUp)
                            .toList();
            up.forEach(process -> restart(server, process));
            return up.size();
        });
        return new Outcome(true, "Restarting " + count + (count == 1 ? " program." : " programs."));
    }

    private static void restart(Server server, Subprocess process) {
        if (process.isUp()) {
            process.stop();
        }
        // one that cannot be started shows that by its state, and one of a server that ends is not started
        Future<?> unused = server.deferredResults()
                .until(() -> process.isDown() ? Optional.of(true) : Optional.<Boolean>empty())
                .thenRun(() -> startAgain(server, process));
    }

    /** It may have been removed, or started, while it was stopping. */
    private static void startAgain(Server server, Subprocess process) {
        boolean there = server.groups()
                .find(process.name().group())
                .flatMap(group -> group.member(process.name().name()))
                .filter(member -> member.process() == process)
                .isPresent();
        if (there && process.isDown() && server.state() == SupervisorState.RUNNING) {
            process.start();
        }
    }
}
