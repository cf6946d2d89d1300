package org.superlance.procmon.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.procmon.server.ProcessGroup.GroupMember;

/** The results of a call for several processes. */
final class BulkResults {

    private BulkResults() {}

    interface Operation {
        boolean on(GroupMember member) throws RpcFaultException;
    }

    static Map<String, Object> done(Namespec name) {
        return struct(name, Fault.SUCCESS, "OK");
    }

    /** @param failure a fault, or an exception caused by one */
    static Map<String, Object> failed(Namespec name, Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof RpcFaultException fault
                ? struct(name, fault.fault(), fault.text())
                : struct(name, Fault.FAILED, String.valueOf(cause));
    }

    static List<Map<String, Object>> ofAll(List<GroupMember> members, Operation operation) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (GroupMember member : members) {
            Namespec name = member.process().name();
            try {
                operation.on(member);
                all.add(done(name));
            } catch (RpcFaultException e) {
                all.add(failed(name, e));
            }
        }
        return all;
    }

    private static Map<String, Object> struct(Namespec name, Fault fault, String description) {
        return Map.of("name", name.name(), "group", name.group(), "status", fault.code(), "description", description);
    }
}
