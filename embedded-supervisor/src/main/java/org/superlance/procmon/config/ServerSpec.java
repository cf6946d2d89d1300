package org.superlance.procmon.config;

import java.util.List;
import org.superlance.listener.config.GroupConfig;

/**
 * All of a configuration.
 *
 * @param groups by priority
 * @param warnings what in it has no effect, a sentence each
 */
public record ServerSpec(
        SupervisordSpec daemon, List<HttpSpec> servers, List<GroupConfig> groups, List<String> warnings) {

    public ServerSpec {
        servers = List.copyOf(servers);
        groups = List.copyOf(groups);
        warnings = List.copyOf(warnings);
    }
}
