package org.superlance.procmon.rpc;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.superlance.listener.process.Signal;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.procmon.rpc.RpcFaultException.DeferredFault;
import org.superlance.procmon.rpc.RpcMethods.RpcMethod;
import org.superlance.procmon.rpc.RpcMethods.RpcParameters;
import org.superlance.procmon.server.ProcessGroup.GroupMember;
import org.superlance.procmon.server.Server;
import org.superlance.procmon.spawn.SpawnException;
import org.superlance.procmon.subprocess.Subprocess;

/** The RPC methods that start, stop and signal one process, a group or all. */
final class ActionMethods {

    private final MainLoopInvoker invoker;

    ActionMethods(MainLoopInvoker invoker) {
        this.invoker = invoker;
    }

    /** Reads the action from the parameters after the name. */
    private interface ActionReader {
        Action action(RpcParameters parameters, int first) throws RpcFaultException;
    }

    void addTo(Map<String, RpcMethod> methods) {
        add(methods, "start", (parameters, first) -> new Action.StartAction(parameters.flagOrTrue(first)), 0);
        add(methods, "stop", (parameters, first) -> new Action.StopAction(parameters.flagOrTrue(first)), 0);
        add(methods, "signal", (parameters, first) -> new Action.SignalAction(parameters.textOrNumber(first)), 1);
    }

    private void add(Map<String, RpcMethod> methods, String verb, ActionReader reader, int required) {
        methods.put("supervisor." + verb + "Process", parameters -> {
            parameters.expect(1 + required, 2);
            String name = parameters.text(0);
            return invoker.invokeAndAwait(server -> onName(server, name, reader.action(parameters, 1)));
        });
        methods.put("supervisor." + verb + "ProcessGroup", parameters -> {
            parameters.expect(1 + required, 2);
            String group = parameters.text(0);
            return invoker.invokeAndAwait(server -> onAll(
                    server,
                    new ProcessResolver(server.groups()).group(group).membersByPriority(),
                    reader.action(parameters, 1)));
        });
        methods.put("supervisor." + verb + "AllProcesses", parameters -> {
            parameters.expect(required, 1);
            return invoker.invokeAndAwait(
                    server -> onAll(server, new ProcessResolver(server.groups()).all(), reader.action(parameters, 0)));
        });
    }

    private static CompletionStage<Object> onName(Server server, String name, Action action) throws RpcFaultException {
        ProcessResolver resolver = new ProcessResolver(server.groups());
        return resolver.isWholeGroup(name)
                ? onAll(server, resolver.wholeProcessGroup(name).membersByPriority(), action)
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
        try {
            return action.on(server, process, name.shortName())
                    .handle((done, failure) ->
                            failure == null ? BulkResults.done(name) : BulkResults.failed(name, failure));
        } catch (RpcFaultException e) {
            return CompletableFuture.completedFuture(BulkResults.failed(name, e));
        }
    }

    /** An action on one process. Runs on the main loop. */
    private interface Action {

        /** Whether a call for a group or all processes applies to this one. */
        boolean concerns(Subprocess process);

        /**
         * Runs the action.
         *
         * @param name the name of the process in the call
         * @return completes with true when done, or with a fault
         */
        CompletionStage<Boolean> on(Server server, Subprocess process, String name) throws RpcFaultException;

        /** @param waits whether the response waits for startsecs */
        record StartAction(boolean waits) implements Action {

            @Override
            public boolean concerns(Subprocess process) {
                return !process.isUp();
            }

            @Override
            public CompletionStage<Boolean> on(Server server, Subprocess process, String name)
                    throws RpcFaultException {
                check(process, name);
                process.start();
                if (hasFailed(process)) {
                    throw new RpcFaultException(Fault.SPAWN_ERROR, name);
                }
                process.transition(true);
                return waits ? server.deferredResults().until(() -> outcome(process, name)) : completedFuture(true);
            }

            private static void check(Subprocess process, String name) throws RpcFaultException {
                try {
                    process.checkStart();
                } catch (SpawnException e) {
                    refuse(e);
                }
                if (process.isUp()) {
                    throw new RpcFaultException(Fault.ALREADY_STARTED, name);
                }
                if (!process.isDown()) {
                    throw new RpcFaultException(Fault.FAILED, name + " is still stopping");
                }
            }

            /** A directory or user that is missing is a failed start, with its states and events, as in supervisord. */
            private static void refuse(SpawnException e) throws RpcFaultException {
                String sentence = String.valueOf(e.getMessage());
                switch (e.reason()) {
                    case NO_COMMAND -> throw new RpcFaultException(Fault.NO_FILE, sentence);
                    case NOT_EXECUTABLE -> throw new RpcFaultException(Fault.NOT_EXECUTABLE, sentence);
                    case OTHER -> {
                        // the start will tell
                    }
                }
            }

            private static Optional<Boolean> outcome(Subprocess process, String name) {
                if (hasFailed(process)) {
                    throw new DeferredFault(new RpcFaultException(Fault.SPAWN_ERROR, name));
                }
                if (process.state() != ProcessState.STARTING && process.state() != ProcessState.RUNNING) {
                    throw new DeferredFault(new RpcFaultException(Fault.ABNORMAL_TERMINATION, name));
                }
                return process.state() == ProcessState.RUNNING ? Optional.of(true) : Optional.empty();
            }

            private static boolean hasFailed(Subprocess process) {
                return !process.info().spawnError().isEmpty();
            }
        }

        /** @param waits whether the response waits until the process has stopped */
        record StopAction(boolean waits) implements Action {

            /** Also cancels the delayed restart of a process that is down. */
            @Override
            public boolean concerns(Subprocess process) {
                if (process.isDown()) {
                    process.cancelRestart();
                }
                return process.isUp();
            }

            @Override
            public CompletionStage<Boolean> on(Server server, Subprocess process, String name)
                    throws RpcFaultException {
                if (!concerns(process)) {
                    throw new RpcFaultException(Fault.NOT_RUNNING, name);
                }
                process.stop();
                return waits ? server.deferredResults().until(() -> outcome(process)) : completedFuture(true);
            }

            private static Optional<Boolean> outcome(Subprocess process) {
                process.reportStopping();
                return process.isDown() ? Optional.of(true) : Optional.empty();
            }
        }

        /** @param signal as in the call: a wrong one is a fault of each process, and not of the call */
        record SignalAction(String signal) implements Action {

            /** Asks only whether the process is there. */
            private static final String NONE = "0";

            private Optional<Signal> parsed() throws RpcFaultException {
                try {
                    return signal.strip().equals(NONE) ? Optional.empty() : Optional.of(Signal.parse(signal));
                } catch (IllegalArgumentException e) {
                    throw new RpcFaultException(Fault.BAD_SIGNAL, signal);
                }
            }

            @Override
            public boolean concerns(Subprocess process) {
                return process.isSignallable();
            }

            @Override
            public CompletionStage<Boolean> on(Server server, Subprocess process, String name)
                    throws RpcFaultException {
                Optional<Signal> wanted = parsed();
                if (!process.isSignallable()) {
                    throw new RpcFaultException(Fault.NOT_RUNNING, name);
                }
                wanted.ifPresent(process::signal);
                return completedFuture(true);
            }
        }
    }
}
