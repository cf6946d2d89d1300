package org.superlance.procmon.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.config.GroupConfig;
import org.superlance.procmon.config.EmbeddedServerConfig;
import org.superlance.procmon.config.EmbeddedServerConfig.DaemonConfig;

/** The configuration as last read; its groups need not be the active ones. Only the main loop uses it. */
public final class ServerConfiguration {

    private final DaemonConfig daemon;
    private List<GroupConfig> groups;

    public ServerConfiguration(EmbeddedServerConfig read) {
        this.daemon = read.daemon();
        this.groups = read.groups();
    }

    /** The settings of the server itself, as read at its start. */
    public DaemonConfig daemon() {
        return daemon;
    }

    public List<GroupConfig> groups() {
        return groups;
    }

    public Optional<GroupConfig> group(String name) {
        return groups.stream().filter(group -> group.name().equals(name)).findFirst();
    }

    /** The names of the groups that differ from the active ones. */
    public record Difference(List<String> added, List<String> changed, List<String> removed) {}

    /** Replaces the configuration after a reread; starts and stops nothing. */
    public Difference replace(List<GroupConfig> read, ProcessGroups active) {
        groups = read;
        List<String> added = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (GroupConfig group : read) {
            Optional<ProcessGroup> existing = active.find(group.name());
            if (existing.isEmpty()) {
                added.add(group.name());
            } else if (!existing.get().spec().equals(group)) {
                changed.add(group.name());
            }
        }
        List<String> removed = active.byPriority().stream()
                .map(ProcessGroup::name)
                .filter(name -> group(name).isEmpty())
                .toList();
        return new Difference(added, changed, removed);
    }
}
