package org.superlance.procmon.rpc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.GroupConfig;
import org.superlance.listener.event.EventType;
import org.superlance.listener.supervisor.Fault;
import org.superlance.procmon.config.EmbeddedServerConfig;
import org.superlance.procmon.rpc.RpcMethods.RpcMethod;
import org.superlance.procmon.rpc.RpcMethods.RpcParameters;
import org.superlance.procmon.server.ProcessGroup;
import org.superlance.procmon.server.Server;
import org.superlance.procmon.server.Server.SupervisorState;
import org.superlance.procmon.server.ServerConfiguration.Difference;

/** The RPC methods for the server itself, its groups, stdin and remote events. */
final class SupervisorMethods {

    private static final String API_VERSION = "3.0";

    /** Clients decide by it which methods the server has. */
    private static final String SUPERVISOR_VERSION = "4.2.5";

    private final MainLoopInvoker invoker;
    private final RpcServer.Source source;

    SupervisorMethods(MainLoopInvoker invoker, RpcServer.Source source) {
        this.invoker = invoker;
        this.source = source;
    }

    void addTo(Map<String, RpcMethod> methods) {
        add(methods, "getAPIVersion", server -> API_VERSION);
        add(methods, "getVersion", server -> API_VERSION);
        add(methods, "getSupervisorVersion", server -> SUPERVISOR_VERSION);
        add(
                methods,
                "getIdentification",
                server -> server.configuration().daemon().identifier());
        add(
                methods,
                "getState",
                server -> Map.of(
                        "statecode",
                        server.state().code(),
                        "statename",
                        server.state().name()));
        add(methods, "getPID", server -> (int) ProcessHandle.current().pid());
        add(methods, "shutdown", server -> end(server, SupervisorState.SHUTDOWN));
        methods.put("supervisor.restart", parameters -> {
            parameters.expect(0, 0);
            read();
            return invoker.invoke(server -> end(server, SupervisorState.RESTARTING));
        });
        methods.put("supervisor.reloadConfig", this::reload);
        addWithText(methods, "addProcessGroup", SupervisorMethods::addGroup);
        addWithText(methods, "removeProcessGroup", SupervisorMethods::removeGroup);
        methods.put("supervisor.sendProcessStdin", this::sendStdin);
        methods.put("supervisor.sendRemoteCommEvent", this::sendEvent);
    }

    private void add(Map<String, RpcMethod> methods, String name, MainLoopInvoker.Work<Object> work) {
        methods.put("supervisor." + name, parameters -> {
            parameters.expect(0, 0);
            return invoker.invoke(work);
        });
    }

    private interface NamedWork {
        Object on(Server server, String name) throws RpcFaultException;
    }

    private void addWithText(Map<String, RpcMethod> methods, String method, NamedWork work) {
        methods.put("supervisor." + method, parameters -> {
            parameters.expect(1, 1);
            String name = parameters.text(0);
            return invoker.invoke(server -> work.on(server, name));
        });
    }

    private static boolean end(Server server, SupervisorState state) {
        server.end(state);
        return true;
    }

    private Object reload(RpcParameters parameters) throws RpcFaultException, InterruptedException {
        parameters.expect(0, 0);
        EmbeddedServerConfig read = read();
        Difference difference = invoker.invoke(server -> {
            read.warnings().forEach(server.log()::warn);
            return server.configuration().replace(read.groups(), server.groups());
        });
        return List.of(List.of(difference.added(), difference.changed(), difference.removed()));
    }

    private EmbeddedServerConfig read() throws RpcFaultException {
        try {
            return source.read();
        } catch (ConfigException e) {
            throw new RpcFaultException(Fault.CANT_REREAD, String.valueOf(e.getMessage()));
        }
    }

    private static boolean addGroup(Server server, String name) throws RpcFaultException {
        GroupConfig spec =
                server.configuration().group(name).orElseThrow(() -> new RpcFaultException(Fault.BAD_NAME, name));
        try {
            if (!server.groups().add(spec)) {
                throw new RpcFaultException(Fault.ALREADY_ADDED, name);
            }
            return true;
        } catch (IOException e) {
            throw new RpcFaultException(Fault.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private static boolean removeGroup(Server server, String name) throws RpcFaultException {
        ProcessGroup group = new ProcessResolver(server.groups()).group(name);
        if (!server.groups().remove(group)) {
            throw new RpcFaultException(Fault.STILL_RUNNING, name);
        }
        return true;
    }

    private Object sendStdin(RpcParameters parameters) throws RpcFaultException, InterruptedException {
        parameters.expect(2, 2);
        String name = parameters.text(0);
        byte[] bytes = parameters.text(1).getBytes(StandardCharsets.UTF_8);
        return invoker.invoke(server -> {
            var process = new ProcessResolver(server.groups()).member(name).process();
            if (!process.isSignallable()) {
                throw new RpcFaultException(Fault.NOT_RUNNING, name);
            }
            if (!process.write(bytes, () -> {})) {
                throw new RpcFaultException(Fault.NO_FILE, name);
            }
            return true;
        });
    }

    private Object sendEvent(RpcParameters parameters) throws RpcFaultException, InterruptedException {
        parameters.expect(2, 2);
        String payload = "type:" + parameters.text(0) + "\n" + parameters.text(1);
        return invoker.invoke(server -> {
            server.bus().publish(EventType.REMOTE_COMMUNICATION, payload);
            return true;
        });
    }
}
