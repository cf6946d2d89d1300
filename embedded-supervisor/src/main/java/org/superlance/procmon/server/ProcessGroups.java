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
import org.superlance.procmon.server.ProcessGroup.GroupMember;

/** The active process groups. Only the main loop uses them. */
public final class ProcessGroups {

    private final Map<String, ProcessGroup> groups = new LinkedHashMap<>();
    private final ProcessGroupFactory factory;
    private final EventBus bus;

    public ProcessGroups(ProcessGroupFactory factory) {
        this.factory = factory;
        this.bus = factory.bus();
    }

    public Optional<ProcessGroup> find(String name) {
        return Optional.ofNullable(groups.get(name));
    }

    /** In the order of their start. */
    public List<ProcessGroup> byPriority() {
        return groups.values().stream()
                .sorted(Comparator.comparingInt(group -> group.spec().priority()))
                .toList();
    }

    /** All members, sorted by name. */
    public List<GroupMember> byName() {
        return groups.values().stream()
                .flatMap(group -> group.members().stream())
                .sorted(Comparator.comparing(member -> member.process().name()))
                .toList();
    }

    /**
     * Adds a group; its autostart processes are started.
     *
     * @return false if a group of that name exists
     * @throws IOException if a log cannot be created
     */
    public boolean add(GroupConfig spec) throws IOException {
        if (groups.containsKey(spec.name())) {
            return false;
        }
        ProcessGroup group = factory.create(spec);
        groups.put(spec.name(), group);
        group.pool().ifPresent(bus::add);
        bus.publish(EventType.PROCESS_GROUP_ADDED, "groupname:" + spec.name() + "\n");
        return true;
    }

    /**
     * Removes an active group.
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

    /** Opens all log files again, after a rotation. */
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
