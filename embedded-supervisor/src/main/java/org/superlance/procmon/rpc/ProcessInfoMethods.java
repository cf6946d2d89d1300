package org.superlance.procmon.rpc;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.superlance.procmon.config.GroupSpec;
import org.superlance.procmon.config.ProgramSpec;
import org.superlance.procmon.server.Server;

/** Looking at processes. */
final class ProcessInfoMethods {

    private final MainLoopInvoker invoker;
    private final ProcessInfoStruct info;

    ProcessInfoMethods(MainLoopInvoker invoker, Clock clock) {
        this.invoker = invoker;
        this.info = new ProcessInfoStruct(clock);
    }

    void addTo(Map<String, RpcMethod> methods) {
        methods.put("supervisor.getProcessInfo", parameters -> {
            parameters.expect(1, 1);
            String name = parameters.text(0);
            return invoker.invoke(server -> info.of(new ProcessResolver(server.groups()).member(name)));
        });
        methods.put("supervisor.getAllProcessInfo", parameters -> {
            parameters.expect(0, 0);
            return invoker.invoke(
                    server -> server.groups().byName().stream().map(info::of).toList());
        });
        methods.put("supervisor.getAllConfigInfo", parameters -> {
            parameters.expect(0, 0);
            return invoker.invoke(ProcessInfoMethods::configurations);
        });
    }

    private static List<Map<String, Object>> configurations(Server server) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (GroupSpec group : server.configuration().groups()) {
            boolean inUse = server.groups().find(group.name()).isPresent();
            for (ProgramSpec program : group.programs()) {
                all.add(ProcessConfigStruct.of(group, program, inUse));
            }
        }
        all.sort(Comparator.comparing(struct -> String.valueOf(struct.get("name"))));
        return all;
    }
}
