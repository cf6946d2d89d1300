package org.superlance.procmon.server;

import java.util.List;
import java.util.Optional;
import org.superlance.listener.config.GroupConfig;
import org.superlance.procmon.eventlistener.EventListenerPool;

/**
 * A process group.
 *
 * @param members by priority
 * @param pool the pool that its processes are the listeners of
 */
public record ProcessGroup(GroupConfig spec, List<GroupMember> members, Optional<EventListenerPool> pool) {

    public ProcessGroup {
        members = List.copyOf(members);
    }

    public String name() {
        return spec.name();
    }

    public Optional<GroupMember> member(String name) {
        return members.stream()
                .filter(member -> member.process().name().name().equals(name))
                .findFirst();
    }

    boolean isDown() {
        return members.stream().allMatch(member -> member.process().isDown());
    }
}
