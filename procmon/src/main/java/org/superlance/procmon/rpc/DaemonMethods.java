package org.superlance.procmon.rpc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.event.EventType;
import org.superlance.listener.supervisor.Fault;
import org.superlance.procmon.config.GroupSpec;
import org.superlance.procmon.config.ServerSpec;
import org.superlance.procmon.server.Configuration.Difference;
import org.superlance.procmon.server.Group;
import org.superlance.procmon.server.Mood;
import org.superlance.procmon.server.Server;

/** The server itself, its groups, and what is sent to processes. */
final class DaemonMethods {

    private static final String API_VERSION = "3.0";

    /** Clients judge by it what the server can do. */
    private static final String SUPERVISOR_VERSION = "4.2.5";

    private final Desk desk;
    private final RpcServer.Source source;

    DaemonMethods(Desk desk, RpcServer.Source source) {
        this.desk = desk;
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
                        server.mood().code(),
                        "statename",
                        server.mood().name()));
        add(methods, "getPID", server -> (int) ProcessHandle.current().pid());
        add(methods, "shutdown", server -> end(server, Mood.SHUTDOWN));
        methods.put("supervisor.restart", parameters -> {
            parameters.expect(0, 0);
            read();
            return desk.ask(server -> end(server, Mood.RESTARTING));
        });
        methods.put("supervisor.reloadConfig", this::reload);
        addWithText(methods, "addProcessGroup", DaemonMethods::addGroup);
        addWithText(methods, "removeProcessGroup", DaemonMethods::removeGroup);
        methods.put("supervisor.sendProcessStdin", this::sendStdin);
        methods.put("supervisor.sendRemoteCommEvent", this::sendEvent);
    }

    private void add(Map<String, RpcMethod> methods, String name, Desk.Work<Object> work) {
        methods.put("supervisor." + name, parameters -> {
            parameters.expect(0, 0);
            return desk.ask(work);
        });
    }

    /** Does something about what has that name. */
    private interface Naming {
        Object on(Server server, String name) throws RpcFault;
    }

    private void addWithText(Map<String, RpcMethod> methods, String method, Naming work) {
        methods.put("supervisor." + method, parameters -> {
            parameters.expect(1, 1);
            String name = parameters.text(0);
            return desk.ask(server -> work.on(server, name));
        });
    }

    private static boolean end(Server server, Mood mood) {
        server.end(mood);
        return true;
    }

    private Object reload(Parameters parameters) throws RpcFault, InterruptedException {
        parameters.expect(0, 0);
        ServerSpec read = read();
        Difference difference = desk.ask(server -> {
            read.warnings().forEach(server.log()::warn);
            return server.configuration().replace(read.groups(), server.groups());
        });
        return List.of(List.of(difference.added(), difference.changed(), difference.removed()));
    }

    private ServerSpec read() throws RpcFault {
        try {
            return source.read();
        } catch (ConfigException e) {
            throw new RpcFault(Fault.CANT_REREAD, String.valueOf(e.getMessage()));
        }
    }

    private static boolean addGroup(Server server, String name) throws RpcFault {
        GroupSpec spec = server.configuration().group(name).orElseThrow(() -> new RpcFault(Fault.BAD_NAME, name));
        try {
            if (!server.groups().add(spec)) {
                throw new RpcFault(Fault.ALREADY_ADDED, name);
            }
            return true;
        } catch (IOException e) {
            throw new RpcFault(Fault.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private static boolean removeGroup(Server server, String name) throws RpcFault {
        Group group = new Names(server.groups()).group(name);
        if (!server.groups().remove(group)) {
            throw new RpcFault(Fault.STILL_RUNNING, name);
        }
        return true;
    }

    private Object sendStdin(Parameters parameters) throws RpcFault, InterruptedException {
        parameters.expect(2, 2);
        String name = parameters.text(0);
        byte[] bytes = parameters.text(1).getBytes(StandardCharsets.UTF_8);
        return desk.ask(server -> {
            var process = new Names(server.groups()).member(name).process();
            if (!process.isSignallable()) {
                throw new RpcFault(Fault.NOT_RUNNING, name);
            }
            if (!process.write(bytes, () -> {})) {
                throw new RpcFault(Fault.NO_FILE, name);
            }
            return true;
        });
    }

    private Object sendEvent(Parameters parameters) throws RpcFault, InterruptedException {
        parameters.expect(2, 2);
        String payload = "type:" + parameters.text(0) + "\n" + parameters.text(1);
        return desk.ask(server -> {
            server.bus().publish(EventType.REMOTE_COMMUNICATION, payload);
            return true;
        });
    }
}
