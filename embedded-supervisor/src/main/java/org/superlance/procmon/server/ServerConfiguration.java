package org.superlance.procmon.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.config.GroupConfig;
import org.superlance.procmon.config.ServerSpec;
import org.superlance.procmon.config.SupervisordSpec;

/** What the configuration says, which may be more or less than what there is. Only the main loop uses it. */
public final class ServerConfiguration {

    private final SupervisordSpec daemon;
    private List<GroupConfig> groups;

    public ServerConfiguration(ServerSpec read) {
        this.daemon = read.daemon();
        this.groups = read.groups();
    }

    /** The server itself, as it was when it began. */
    public SupervisordSpec daemon() {
        return daemon;
    }

    public List<GroupConfig> groups() {
        return groups;
    }

    public Optional<GroupConfig> group(String name) {
        return groups.stream().filter(group -> group.name().equals(name)).findFirst();
    }

    /** Names of groups. */
    public record Difference(List<String> added, List<String> changed, List<String> removed) {}

    /** It has been read again. Nothing is started or stopped because of it. */
    public Difference replace(List<GroupConfig> read, ProcessGroups present) {
        groups = read;
        List<String> added = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (GroupConfig group : read) {
            Optional<ProcessGroup> existing = present.find(group.name());
            if (existing.isEmpty()) {
                added.add(group.name());
            } else if (!existing.get().spec().equals(group)) {
                changed.add(group.name());
            }
        }
        List<String> removed = present.byPriority().stream()
                .map(ProcessGroup::name)
                .filter(name -> group(name).isEmpty())
                .toList();
        return new Difference(added, changed, removed);
    }
}
