package org.superlance.procmon.rpc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.superlance.listener.config.LogConfig;
import org.superlance.listener.supervisor.Fault;
import org.superlance.procmon.config.SupervisordSpec;
import org.superlance.procmon.rpc.RpcMethods.RpcMethod;
import org.superlance.procmon.server.GroupMember;
import org.superlance.procmon.server.Server;
import org.superlance.procmon.spawn.io.SubprocessLogs;
import org.superlance.procmon.spawn.io.SubprocessLogs.Log;

/** Reading and clearing logs. */
final class LogMethods {

    private final MainLoopInvoker invoker;
    private final LogFileReader reading;

    LogMethods(MainLoopInvoker invoker, LogFileReader reading) {
        this.invoker = invoker;
        this.reading = reading;
    }

    /** What is asked of a log. */
    private interface Query {
        Object run(Optional<Path> log, int offset, int length) throws RpcFaultException;
    }

    void addTo(Map<String, RpcMethod> methods) {
        RpcMethod readLog = parameters -> {
            parameters.expect(2, 2);
            Optional<Path> log =
                    invoker.invoke(server -> ownLog(server.configuration().daemon()));
            return reading.read(log, parameters.number(0), parameters.number(1));
        };
        methods.put("supervisor.readLog", readLog);
        methods.put("supervisor.readMainLog", readLog);
        methods.put("supervisor.clearLog", parameters -> {
            parameters.expect(0, 0);
            return invoker.invoke(LogMethods::clearOwn);
        });
        addProcessLog(methods, "Stdout", SubprocessLogs::stdout);
        addProcessLog(methods, "Stderr", SubprocessLogs::stderr);
        methods.put("supervisor.readProcessLog", ofProcess(SubprocessLogs::stdout, reading::read));
        methods.put("supervisor.tailProcessLog", ofProcess(SubprocessLogs::stdout, reading::tail));
        RpcMethod clear = parameters -> {
            parameters.expect(1, 1);
            String name = parameters.text(0);
            return invoker.invoke(server -> clear(new ProcessResolver(server.groups()).member(name)));
        };
        methods.put("supervisor.clearProcessLogs", clear);
        methods.put("supervisor.clearProcessLog", clear);
        methods.put("supervisor.clearAllProcessLogs", parameters -> {
            parameters.expect(0, 0);
            return invoker.invoke(
                    server -> BulkResults.ofAll(new ProcessResolver(server.groups()).all(), LogMethods::clear));
        });
    }

    private void addProcessLog(Map<String, RpcMethod> methods, String stream, Function<SubprocessLogs, Log> which) {
        methods.put("supervisor.readProcess" + stream + "Log", ofProcess(which, reading::read));
        methods.put("supervisor.tailProcess" + stream + "Log", ofProcess(which, reading::tail));
    }

    private RpcMethod ofProcess(Function<SubprocessLogs, Log> which, Query query) {
        return parameters -> {
            parameters.expect(3, 3);
            String name = parameters.text(0);
            Optional<Path> log = invoker.invoke(server -> which.apply(
                            new ProcessResolver(server.groups()).member(name).logs())
                    .path());
            return query.run(log, parameters.number(1), parameters.number(2));
        };
    }

    static Optional<Path> ownLog(SupervisordSpec daemon) {
        return daemon.log().target() instanceof LogConfig.File file ? Optional.of(file.path()) : Optional.empty();
    }

    private static boolean clearOwn(Server server) throws RpcFaultException {
        if (ownLog(server.configuration().daemon()).isEmpty()) {
            throw new RpcFaultException(Fault.NO_FILE);
        }
        try {
            server.log().clear();
            server.log().info("reopening log file");
            return true;
        } catch (IOException e) {
            throw new RpcFaultException(Fault.FAILED);
        }
    }

    private static boolean clear(GroupMember member) throws RpcFaultException {
        try {
            member.logs().stdout().clear();
            member.logs().stderr().clear();
            return true;
        } catch (IOException e) {
            throw new RpcFaultException(Fault.FAILED, member.process().name().name());
        }
    }
}
