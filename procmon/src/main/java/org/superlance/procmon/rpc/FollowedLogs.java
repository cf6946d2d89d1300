package org.superlance.procmon.rpc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.superlance.procmon.server.Member;
import org.superlance.procmon.spawn.io.SubprocessLogs;

/**
 * Which log an address means that somebody wants to see grow.
 *
 * <p>Source: supervisord 4.2's {@code /logtail/NAME/CHANNEL} and {@code /mainlogtail}.
 */
final class FollowedLogs {

    private static final String OF_PROCESS = "/logtail/";
    private static final String OWN = "/mainlogtail";

    private final Desk desk;

    FollowedLogs(Desk desk) {
        this.desk = desk;
    }

    Optional<Path> find(String target) throws BadRequest, InterruptedException {
        try {
            if (target.startsWith(OWN)) {
                return existing(desk.ask(
                        server -> LogMethods.ownLog(server.configuration().daemon())));
            }
            if (target.startsWith(OF_PROCESS)) {
                return existing(
                        ofProcess(URLDecoder.decode(target.substring(OF_PROCESS.length()), StandardCharsets.UTF_8)));
            }
            return Optional.empty();
        } catch (RpcFault | IllegalArgumentException e) {
            throw new BadRequest(404, "Not Found");
        }
    }

    private Optional<Path> ofProcess(String address) throws RpcFault, InterruptedException {
        int slash = address.lastIndexOf('/');
        String name = slash < 0 ? address : address.substring(0, slash);
        boolean stderr = slash >= 0 && address.substring(slash + 1).equals("stderr");
        Member member = desk.ask(server -> new Names(server.groups()).member(name));
        SubprocessLogs logs = member.logs();
        return (stderr ? logs.stderr() : logs.stdout()).path();
    }

    private static Optional<Path> existing(Optional<Path> log) throws BadRequest {
        if (log.filter(Files::isRegularFile).isEmpty()) {
            throw new BadRequest(404, "Not Found");
        }
        return log;
    }
}
