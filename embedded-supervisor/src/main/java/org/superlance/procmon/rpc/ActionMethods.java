package org.superlance.procmon.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.procmon.rpc.Action.SignalAction;
import org.superlance.procmon.rpc.Action.StartAction;
import org.superlance.procmon.rpc.Action.StopAction;
import org.superlance.procmon.rpc.RpcMethods.RpcMethod;
import org.superlance.procmon.server.GroupMember;
import org.superlance.procmon.server.Server;
import org.superlance.procmon.subprocess.Subprocess;

/** Starting, stopping and signalling: one process, those of a group, or all. */
final class ActionMethods {

    private final MainLoopInvoker invoker;

    ActionMethods(MainLoopInvoker invoker) {
        this.invoker = invoker;
    }

    /** Reads what is to be done from the parameters after the name. */
    private interface Reading {
        Action action(RpcParameters parameters, int first) throws RpcFaultException;
    }

    void addTo(Map<String, RpcMethod> methods) {
        add(methods, "start", (parameters, first) -> new StartAction(parameters.flagOrTrue(first)), 0);
        add(methods, "stop", (parameters, first) -> new StopAction(parameters.flagOrTrue(first)), 0);
        add(methods, "signal", (parameters, first) -> SignalAction.of(parameters.text(first)), 1);
    }

    private void add(Map<String, RpcMethod> methods, String verb, Reading reading, int needed) {
        methods.put("supervisor." + verb + "Process", parameters -> {
            parameters.expect(1 + needed, 2);
            String name = parameters.text(0);
            return invoker.invokeAndAwait(server -> onName(server, name, reading.action(parameters, 1)));
        });
        methods.put("supervisor." + verb + "ProcessGroup", parameters -> {
            parameters.expect(1 + needed, 2);
            String group = parameters.text(0);
            return invoker.invokeAndAwait(server -> onAll(
                    server,
                    new ProcessResolver(server.groups()).group(group).members(),
                    reading.action(parameters, 1)));
        });
        methods.put("supervisor." + verb + "AllProcesses", parameters -> {
            parameters.expect(needed, 1);
            return invoker.invokeAndAwait(
                    server -> onAll(server, new ProcessResolver(server.groups()).all(), reading.action(parameters, 0)));
        });
    }

    private static CompletionStage<Object> onName(Server server, String name, Action action) throws RpcFaultException {
        ProcessResolver resolver = new ProcessResolver(server.groups());
        return resolver.isWholeGroup(name)
                ? onAll(server, resolver.wholeProcessGroup(name).members(), action)
                : action.on(server, resolver.member(name).process(), name).thenApply(Function.identity());
    }

    private static CompletionStage<Object> onAll(Server server, List<GroupMember> members, Action action) {
        List<CompletableFuture<Map<String, Object>>> all = new ArrayList<>();
        for (GroupMember member : members) {
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
                    .handle((done, failure) ->
                            failure == null ? BulkResults.done(name) : BulkResults.failed(name, failure));
        } catch (RpcFaultException e) {
            return CompletableFuture.completedFuture(BulkResults.failed(name, e));
        }
    }
}
