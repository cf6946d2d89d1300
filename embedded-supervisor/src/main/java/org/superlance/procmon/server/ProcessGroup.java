package org.superlance.procmon.server;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.config.GroupConfig;
import org.superlance.procmon.eventlistener.EventListenerPool;
import org.superlance.procmon.subprocess.Subprocess;
import org.superlance.procmon.subprocess.io.SubprocessLogs;

/**
 * A process group.
 *
 * @param members in the order of the configuration, in which they are started
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

    /** By priority; equal ones as in the configuration. They are stopped in the reverse order. */
    public List<GroupMember> membersByPriority() {
        return members.stream()
                .sorted(Comparator.comparingInt(
                        member -> member.process().spec().priority()))
                .toList();
    }

    boolean isDown() {
        return members.stream().allMatch(member -> member.process().isDown());
    }
}
