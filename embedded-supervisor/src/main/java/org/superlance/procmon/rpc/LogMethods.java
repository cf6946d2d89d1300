package org.superlance.procmon.rpc;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.superlance.listener.config.LogConfig;
import org.superlance.listener.supervisor.Fault;
import org.superlance.procmon.config.EmbeddedServerConfig.DaemonConfig;
import org.superlance.procmon.rpc.RpcMethods.RpcMethod;
import org.superlance.procmon.server.ProcessGroup.GroupMember;
import org.superlance.procmon.server.Server;
import org.superlance.procmon.subprocess.io.SubprocessLogs;
import org.superlance.procmon.subprocess.io.SubprocessLogs.Log;

/** The RPC methods that read and clear logs. */
final class LogMethods {

    private final MainLoopInvoker invoker;
    private final LogFileReader reading;

    LogMethods(MainLoopInvoker invoker, LogFileReader reading) {
        this.invoker = invoker;
        this.reading = reading;
    }

    private interface Query {
        Object run(Optional<Path> log, int offset, int length) throws RpcFaultException, InterruptedException;
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

    static Optional<Path> ownLog(DaemonConfig daemon) {
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

    /**
     * Reads parts of logs, at most 2 MiB each and in the memory set aside for answers. Bytes that are not UTF-8, such as half a
     * character at the start, are left out.
     *
     * <p>Source: supervisord 4.2's {@code readLog} and {@code tailProcessStdoutLog}.
     */
    static final class LogFileReader {

        private static final int MAX_LENGTH = 2 << 20;

        /** What reading a part takes, as a multiple of its length. */
        private static final int READING = 3;

        private final MemoryBudget memory;

        LogFileReader(MemoryBudget memory) {
            this.memory = memory;
        }

        /**
         * Reads from the offset; a negative offset counts from the end.
         *
         * @param length 0 for everything
         */
        String read(Optional<Path> log, int offset, int length) throws RpcFaultException, InterruptedException {
            if (log.isEmpty()) {
                throw new RpcFaultException(Fault.NO_FILE);
            }
            Path file = log.get();
            if (!Files.isRegularFile(file)) {
                throw new RpcFaultException(Fault.NO_FILE, file.toString());
            }
            if (length < 0 || (offset < 0 && length != 0)) {
                throw new RpcFaultException(Fault.BAD_ARGUMENTS);
            }
            try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
                long start = offset < 0
                        ? Math.max(0, in.length() + Math.max(offset, -MAX_LENGTH))
                        : Math.min(offset, in.length());
                long max = length == 0 ? in.length() - start : length;
                return text(in, start, max);
            } catch (IOException e) {
                throw new RpcFaultException(Fault.FAILED);
            }
        }

        /** The text, the size of the log, and whether more was appended than requested. */
        List<Object> tail(Optional<Path> log, int offset, int length) throws RpcFaultException, InterruptedException {
            if (log.filter(Files::isRegularFile).isEmpty()) {
                return List.of("", 0, false);
            }
            try (RandomAccessFile in = new RandomAccessFile(log.get().toFile(), "r")) {
                long size = in.length();
                boolean overflow = size > (long) offset + length;
                boolean nothing = !overflow && offset > size - 1;
                long wanted = nothing ? 0 : Math.min(MAX_LENGTH, Math.max(0, length));
                long start = Math.max(0, size - wanted);
                String text = wanted == 0 ? "" : text(in, start, wanted);
                return List.of(text, (int) Math.min(Integer.MAX_VALUE, size), overflow);
            } catch (IOException e) {
                return List.of("", offset, false);
            }
        }

        private String text(RandomAccessFile in, long start, long max)
                throws IOException, RpcFaultException, InterruptedException {
            int length = (int) Math.max(0, Math.min(Math.min(max, in.length() - start), MAX_LENGTH));
            memory.reserve((long) READING * length);
            byte[] bytes = new byte[length];
            in.seek(start);
            int read = 0;
            for (int more = 0; more >= 0 && read < bytes.length; read += Math.max(more, 0)) {
                more = in.read(bytes, read, bytes.length - read);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.IGNORE)
                    .decode(ByteBuffer.wrap(bytes, 0, read))
                    .toString();
        }
    }
}
