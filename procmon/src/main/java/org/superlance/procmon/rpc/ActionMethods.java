package org.superlance.procmon.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.procmon.server.Member;
import org.superlance.procmon.server.Server;
import org.superlance.procmon.subprocess.Subprocess;

/** Starting, stopping and signalling: one process, those of a group, or all. */
final class ActionMethods {

    private final Desk desk;

    ActionMethods(Desk desk) {
        this.desk = desk;
    }

    /** Reads what is to be done from the parameters after the name. */
    private interface Reading {
        Action action(Parameters parameters, int first) throws RpcFault;
    }

    void addTo(Map<String, RpcMethod> methods) {
        add(methods, "start", (parameters, first) -> new Starting(parameters.flagOrTrue(first)), 0);
        add(methods, "stop", (parameters, first) -> new Stopping(parameters.flagOrTrue(first)), 0);
        add(methods, "signal", (parameters, first) -> Signalling.of(parameters.text(first)), 1);
    }

    private void add(Map<String, RpcMethod> methods, String verb, Reading reading, int needed) {
        methods.put("supervisor." + verb + "Process", parameters -> {
            parameters.expect(1 + needed, 2);
            String name = parameters.text(0);
            return desk.askAndAwait(server -> onName(server, name, reading.action(parameters, 1)));
        });
        methods.put("supervisor." + verb + "ProcessGroup", parameters -> {
            parameters.expect(1 + needed, 2);
            String group = parameters.text(0);
            return desk.askAndAwait(server ->
                    onAll(server, new Names(server.groups()).group(group).members(), reading.action(parameters, 1)));
        });
        methods.put("supervisor." + verb + "AllProcesses", parameters -> {
            parameters.expect(needed, 1);
            return desk.askAndAwait(
                    server -> onAll(server, new Names(server.groups()).all(), reading.action(parameters, 0)));
        });
    }

    private static CompletionStage<Object> onName(Server server, String name, Action action) throws RpcFault {
        Names names = new Names(server.groups());
        return names.isWholeGroup(name)
                ? onAll(server, names.wholeGroup(name).members(), action)
                : action.on(server, names.member(name).process(), name).thenApply(Function.identity());
    }

    private static CompletionStage<Object> onAll(Server server, List<Member> members, Action action) {
        List<CompletableFuture<Map<String, Object>>> all = new ArrayList<>();
        for (Member member : members) {
            if (action.concerns(member.process())) {
                all.add(onOne(server, member.process(), action).toCompletableFuture());
            }
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done -> all.stream().map(CompletableFuture::join).toList());
    }

    private static CompletionStage<Map<String, Object>> onOne(Server server, Subprocess process, Action action) {
        Namespec name = process.name();
        String shortName = name.group().equals(name.name()) ? name.name() : name.toString();
        try {
            return action.on(server, process, shortName)
                    .handle((done, failure) -> failure == null ? Statuses.done(name) : Statuses.failed(name, failure));
        } catch (RpcFault e) {
            return CompletableFuture.completedFuture(Statuses.failed(name, e));
        }
    }
}
