package org.superlance.procmon.server;

import java.util.List;
import java.util.Optional;
import org.superlance.listener.config.GroupConfig;
import org.superlance.procmon.eventlistener.EventListenerPool;
import org.superlance.procmon.subprocess.Subprocess;
import org.superlance.procmon.subprocess.io.SubprocessLogs;

/**
 * A process group.
 *
 * @param members by priority
 * @param pool present if its processes are event listeners
 */
public record ProcessGroup(GroupConfig spec, List<GroupMember> members, Optional<EventListenerPool> pool) {

    /** A process of a group, with its logs. */
    public record GroupMember(Subprocess process, SubprocessLogs logs) {}

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
