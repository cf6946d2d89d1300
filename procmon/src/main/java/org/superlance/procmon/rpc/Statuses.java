package org.superlance.procmon.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.procmon.server.Member;

/** What came of something for each of several processes. */
final class Statuses {

    private Statuses() {}

    /** Something that is done to one process. */
    interface Deed {
        boolean on(Member member) throws RpcFault;
    }

    static Map<String, Object> done(Namespec name) {
        return struct(name, Fault.SUCCESS, "OK");
    }

    /** @param failure a fault, or what it caused */
    static Map<String, Object> failed(Namespec name, Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof RpcFault fault
                ? struct(name, fault.fault(), fault.text())
                : struct(name, Fault.FAILED, String.valueOf(cause));
    }

    static List<Map<String, Object>> ofAll(List<Member> members, Deed deed) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Member member : members) {
            Namespec name = member.process().name();
            try {
                deed.on(member);
                all.add(done(name));
            } catch (RpcFault e) {
                all.add(failed(name, e));
            }
        }
        return all;
    }

    private static Map<String, Object> struct(Namespec name, Fault fault, String description) {
        return Map.of("name", name.name(), "group", name.group(), "status", fault.code(), "description", description);
    }
}
