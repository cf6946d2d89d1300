package org.superlance.procmon.rpc;

import java.util.List;
import org.superlance.listener.supervisor.Fault;
import org.superlance.procmon.server.ProcessGroup;
import org.superlance.procmon.server.ProcessGroup.GroupMember;
import org.superlance.procmon.server.ProcessGroups;

/** Resolves the names in calls: {@code name}, {@code group:name}, {@code group:*} or {@code group:}. */
record ProcessResolver(ProcessGroups groups) {

    ProcessGroup group(String name) throws RpcFaultException {
        return groups.find(name).orElseThrow(() -> new RpcFaultException(Fault.BAD_NAME, name));
    }

    boolean isWholeGroup(String name) {
        return name.endsWith(":*") || name.endsWith(":");
    }

    ProcessGroup wholeProcessGroup(String name) throws RpcFaultException {
        String group = name.substring(0, name.indexOf(':'));
        return groups.find(group).orElseThrow(() -> new RpcFaultException(Fault.BAD_NAME, name));
    }

    GroupMember member(String name) throws RpcFaultException {
        int colon = name.indexOf(':');
        String group = colon < 0 ? name : name.substring(0, colon);
        String process = colon < 0 ? name : name.substring(colon + 1);
        return groups.find(group)
                .flatMap(found -> found.member(process))
                .orElseThrow(() -> new RpcFaultException(Fault.BAD_NAME, name));
    }

    List<GroupMember> all() {
        return groups.byPriority().stream()
                .flatMap(group -> group.members().stream())
                .toList();
    }
}
