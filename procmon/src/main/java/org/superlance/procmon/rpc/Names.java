package org.superlance.procmon.rpc;

import java.util.List;
import org.superlance.listener.supervisor.Fault;
import org.superlance.procmon.server.Group;
import org.superlance.procmon.server.Groups;
import org.superlance.procmon.server.Member;

/** What names in calls stand for: {@code name}, {@code group:name}, {@code group:*} or {@code group:}. */
record Names(Groups groups) {

    Group group(String name) throws RpcFault {
        return groups.find(name).orElseThrow(() -> new RpcFault(Fault.BAD_NAME, name));
    }

    boolean isWholeGroup(String name) {
        return name.endsWith(":*") || name.endsWith(":");
    }

    Group wholeGroup(String name) throws RpcFault {
        String group = name.substring(0, name.indexOf(':'));
        return groups.find(group).orElseThrow(() -> new RpcFault(Fault.BAD_NAME, name));
    }

    /** One process. */
    Member member(String name) throws RpcFault {
        int colon = name.indexOf(':');
        String group = colon < 0 ? name : name.substring(0, colon);
        String process = colon < 0 ? name : name.substring(colon + 1);
        return groups.find(group)
                .flatMap(found -> found.member(process))
                .orElseThrow(() -> new RpcFault(Fault.BAD_NAME, name));
    }

    List<Member> all() {
        return groups.byPriority().stream()
                .flatMap(group -> group.members().stream())
                .toList();
    }
}
