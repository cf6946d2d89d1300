package org.superlance.procmon.config;

import org.superlance.listener.config.GroupConfig;

import java.util.List;

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
