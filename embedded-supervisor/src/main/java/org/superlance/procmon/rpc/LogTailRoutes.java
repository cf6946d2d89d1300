package org.superlance.procmon.rpc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.superlance.procmon.server.GroupMember;
import org.superlance.procmon.spawn.io.SubprocessLogs;

/**
 * Which log an address means that somebody wants to see grow.
 *
 * <p>Source: supervisord 4.2's {@code /logtail/NAME/CHANNEL} and {@code /mainlogtail}.
 */
final class LogTailRoutes {

    private static final String OF_PROCESS = "/logtail/";
    private static final String MAIN = "/mainlogtail";

    private final MainLoopInvoker invoker;

    LogTailRoutes(MainLoopInvoker invoker) {
        this.invoker = invoker;
    }

    Optional<Path> find(String target) throws BadRequestException, InterruptedException {
        try {
            if (target.startsWith(MAIN)) {
                return existing(invoker.invoke(
                        server -> LogMethods.ownLog(server.configuration().daemon())));
            }
            if (target.startsWith(OF_PROCESS)) {
                return existing(
                        ofProcess(URLDecoder.decode(target.substring(OF_PROCESS.length()), StandardCharsets.UTF_8)));
            }
            return Optional.empty();
        } catch (RpcFaultException | IllegalArgumentException e) {
            throw new BadRequestException(404, "Not Found");
        }
    }

    private Optional<Path> ofProcess(String address) throws RpcFaultException, InterruptedException {
        int slash = address.lastIndexOf('/');
        String name = slash < 0 ? address : address.substring(0, slash);
        boolean stderr = slash >= 0 && address.substring(slash + 1).equals("stderr");
        GroupMember member = invoker.invoke(server -> new ProcessResolver(server.groups()).member(name));
        SubprocessLogs logs = member.logs();
        return (stderr ? logs.stderr() : logs.stdout()).path();
    }

    private static Optional<Path> existing(Optional<Path> log) throws BadRequestException {
        if (log.filter(Files::isRegularFile).isEmpty()) {
            throw new BadRequestException(404, "Not Found");
        }
        return log;
    }
}
