package org.superlance.procmon.config;

import java.nio.file.Path;
import java.util.List;
import org.superlance.listener.config.GroupConfig;
import org.superlance.listener.config.LogConfig;
import org.superlance.procmon.log.ServerLog.Level;

/**
 * A complete {@code supervisord.conf}.
 *
 * @param groups by priority
 * @param warnings a sentence for each setting that has no effect
 */
public record EmbeddedServerConfig(
        DaemonConfig daemon, List<HttpServerConfig> servers, List<GroupConfig> groups, List<String> warnings) {

    public EmbeddedServerConfig {
        servers = List.copyOf(servers);
        groups = List.copyOf(groups);
        warnings = List.copyOf(warnings);
    }

    /**
     * The section {@code [supervisord]}: the server itself.
     *
     * @param identifier its name, in events and in the names of automatic logs
     * @param logLevel less important lines are not logged
     * @param silent whether the log is not written to stdout as well
     * @param childLogDirectory the directory of automatic logs
     * @param cleanUp whether automatic logs of an earlier run are removed
     * @param minOpenFiles the soft limit of open files that processes get at least, as far as the hard limit allows
     */
    public record DaemonConfig(
            String identifier,
            LogConfig log,
            Level logLevel,
            boolean silent,
            Path pidFile,
            Path childLogDirectory,
            boolean cleanUp,
            int minOpenFiles) {}
}
