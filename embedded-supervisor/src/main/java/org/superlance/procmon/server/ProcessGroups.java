package org.superlance.procmon.server;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.config.GroupConfig;
import org.superlance.listener.event.EventType;
import org.superlance.procmon.eventlistener.EventBus;

/** The groups that there are. Only the main loop uses them. */
public final class ProcessGroups {

    private final Map<String, ProcessGroup> groups = new LinkedHashMap<>();
    private final ProcessGroupFactory maker;
    private final EventBus bus;

    public ProcessGroups(ProcessGroupFactory maker) {
        this.maker = maker;
        this.bus = maker.bus();
    }

    public Optional<ProcessGroup> find(String name) {
        return Optional.ofNullable(groups.get(name));
    }

    /** Those that are started first, first. */
    public List<ProcessGroup> byPriority() {
        return groups.values().stream()
                .sorted(Comparator.comparingInt(group -> group.spec().priority()))
                .toList();
    }

    /** By name, and their members by name. */
    public List<GroupMember> byName() {
        return groups.values().stream()
                .flatMap(group -> group.members().stream())
                .sorted(Comparator.comparing(member -> member.process().name()))
                .toList();
    }

    /**
     * Adds a group; its processes are started if they are to be.
     *
     * @return false if there is one of that name
     * @throws IOException if a log cannot be made
     */
    public boolean add(GroupConfig spec) throws IOException {
        if (groups.containsKey(spec.name())) {
            return false;
        }
        ProcessGroup group = maker.create(spec);
        groups.put(spec.name(), group);
        group.pool().ifPresent(bus::add);
        bus.publish(EventType.PROCESS_GROUP_ADDED, "groupname:" + spec.name() + "\n");
        return true;
    }

    /**
     * Removes a group that there is.
     *
     * @return false if one of its processes is not down
     */
    public boolean remove(ProcessGroup group) {
        if (!group.isDown()) {
            return false;
        }
        groups.remove(group.name());
        group.pool().ifPresent(bus::remove);
        bus.publish(EventType.PROCESS_GROUP_REMOVED, "groupname:" + group.name() + "\n");
        return true;
    }

    /** Goes on in the log files that have the names now. */
    public void reopenLogs() throws IOException {
        for (GroupMember member : byName()) {
            member.logs().stdout().reopen();
            member.logs().stderr().reopen();
        }
    }

    boolean areDown() {
        return groups.values().stream().allMatch(ProcessGroup::isDown);
    }
}
